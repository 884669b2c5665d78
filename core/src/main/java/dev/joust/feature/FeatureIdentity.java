// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which function fills a column. Two identities with one {@link #hash} give the same values for the same inputs.
 *
 * @param udf the function's name
 * @param version the version that its author declares
 * @param parameters its parameters, by name
 * @param models the hashes of the model files that it uses, by name
 * @param inputs the columns that it reads, in order
 * @param classHash the hash of the class that holds its code, empty where it is unknown; not a part of the identity,
 *     because a recompile must not cost a million model calls
 * @param places where its models are, by the name of the parameter that says so; not a part of the identity, because
 *     the hashes say which models they are, wherever they lie
 */
public record FeatureIdentity(
        String udf,
        int version,
        SortedMap<String, String> parameters,
        SortedMap<String, String> models,
        List<String> inputs,
        String classHash,
        SortedMap<String, String> places) {
    private static final int SHOWN_HASH_DIGITS = 12;
    private static final int CHUNK_BYTES = 1 << 16;

    /** Checks and copies. */
    public FeatureIdentity {
        if (udf.isEmpty()) {
            throw new IllegalArgumentException("udf must not be empty");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1 but was " + version);
        }
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        inputs = List.copyOf(inputs);
        requireNonNull(classHash, "classHash");
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    }

    /** A function without models that lie somewhere. */
    public FeatureIdentity(
            String udf,
            int version,
            SortedMap<String, String> parameters,
            SortedMap<String, String> models,
            List<String> inputs,
            String classHash) {
        this(udf, version, parameters, models, inputs, classHash, new TreeMap<>());
    }

    /** SHA-256, in hex, over everything that decides the values: name, version, parameters, models, inputs. */
    public String hash() {
        StringBuilder text = new StringBuilder("joust-udf-1");
        append(text, udf);
        append(text, Integer.toString(version));
        append(text, parameters);
        append(text, models);
        append(text, Integer.toString(inputs.size()));
        inputs.forEach(input -> append(text, input));
        return sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What the function reads when it is opened: its parameters, and where its models are. */
    public SortedMap<String, String> settings() {
        TreeMap<String, String> settings = new TreeMap<>(parameters);
        settings.putAll(places);
        return settings;
    }

    /** Returns this identity with other parameters. */
    FeatureIdentity withParameters(SortedMap<String, String> values) {
        return new FeatureIdentity(udf, version, values, models, inputs, classHash, places);
    }

    /** Returns this identity with the models that lie at a place. */
    FeatureIdentity withModels(String parameter, String place, SortedMap<String, String> hashes) {
        TreeMap<String, String> nowModels = new TreeMap<>(models);
        nowModels.putAll(hashes);
        TreeMap<String, String> nowPlaces = new TreeMap<>(places);
        nowPlaces.put(parameter, place);
        return new FeatureIdentity(udf, version, parameters, nowModels, inputs, classHash, nowPlaces);
    }

    /** Name, version and the start of the hash, for messages. */
    @Override
    public String toString() {
        return "'" + udf + "' version " + version + " (hash " + hash().substring(0, SHOWN_HASH_DIGITS) + ")";
    }

    /** SHA-256 in hex. */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /**
     * SHA-256 of a file's content, in hex.
     *
     * @throws StorageException if it cannot be read; its cause is what the file system threw
     */
    public static String sha256(Path file) {
        MessageDigest digest = sha256();
        try (InputStream content = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw new StorageException("Cannot read file '" + file + "': " + e + "; check the path", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }

    private static void append(StringBuilder text, Map<String, String> entries) {
        append(text, Integer.toString(entries.size()));
        entries.forEach((key, value) -> {
            append(text, key);
            append(text, value);
        });
    }

    /** With its length in front, so that no two lists of parts give one text. */
    private static void append(StringBuilder text, String part) {
        text.append('\n').append(part.length()).append(':').append(part);
    }
}
