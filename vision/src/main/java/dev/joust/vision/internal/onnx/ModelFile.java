// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.onnx;

import dev.joust.error.InternalException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One file of a model: on a disk, or in a jar.
 *
 * <p>Threads: safe from any thread.
 */
public final class ModelFile {
    private static final Map<String, String> KNOWN_HASHES = new ConcurrentHashMap<>();

    private final String shown;
    private final Optional<Path> path;
    private final URL url;

    private ModelFile(String shown, Optional<Path> path, URL url) {
        this.shown = shown;
        this.path = path;
        this.url = url;
    }

    static ModelFile of(Path path) {
        try {
            return new ModelFile(
                    path.toString(), Optional.of(path), path.toUri().toURL());
        } catch (IOException e) {
            throw new InternalException("Cannot name file '" + path + "': " + e.getMessage(), e);
        }
    }

    static ModelFile of(String shown, URL resource) {
        return new ModelFile(shown, Optional.empty(), resource);
    }

    /** Reads it whole. */
    public byte[] bytes() {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Its content outside of the heap: mapped where it is on a disk.
     *
     * @throws InvalidRequestException if it is larger than 2 GiB
     */
    ByteBuffer buffer() {
        if (path.isEmpty()) {
            byte[] content = bytes();
            return ByteBuffer.allocateDirect(content.length).put(content).flip();
        }
        try (FileChannel channel = FileChannel.open(path.get())) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new InvalidRequestException("Cannot load model '" + shown + "': it has " + channel.size()
                        + " bytes, more than 2 GiB; use a smaller model");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The SHA-256 of its content, in hex; computed once as long as size and time of the file stay. */
    public String sha256() {
        String key = shown + path.map(this::attributes).orElse("");
        String known = KNOWN_HASHES.get(key);
        if (known != null) {
            return known;
        }
        String hash = hash();
        KNOWN_HASHES.put(key, hash);
        return hash;
    }

    private String attributes(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return "|" + now.size() + "|" + now.lastModifiedTime().toMillis() + "|" + now.fileKey();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private String hash() {
        try (DigestInputStream in = new DigestInputStream(url.openStream(), MessageDigest.getInstance("SHA-256"))) {
            byte[] chunk = new byte[1 << 16];
            while (in.read(chunk) >= 0) {
                // The stream adds what it reads to the digest.
            }
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw unreadable(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }

    private StorageException unreadable(IOException e) {
        return new StorageException("Cannot read file '" + shown + "': " + e + "; check the path", e);
    }

    /** Its path, or its name in the jar, for messages. */
    @Override
    public String toString() {
        return shown;
    }
}
