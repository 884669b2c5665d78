// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import dev.joust.error.StorageException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The jars that code comes from, so that a job can write down on what it ran. */
public final class CodeSources {
    private static final Map<Path, String> HASHES = new ConcurrentHashMap<>();

    private CodeSources() {}

    /**
     * Returns the jars that hold the functions of features, such as {@code my-udfs.jar sha256:6b86...}.
     *
     * @return in alphabetical order; classes that are in no jar are left out
     */
    public static List<String> jars(Collection<Feature> features) {
        TreeSet<String> jars = new TreeSet<>();
        for (Feature feature : features) {
            if (feature.computation() instanceof Computation.Code code) {
                of(code.source()).filter(Files::isRegularFile).ifPresent(jar -> jars.add(described(jar)));
            }
        }
        return List.copyOf(jars);
    }

    private static String described(Path jar) {
        // A jar that was opened once stays what it is for this process.
        try {
            return jar.getFileName() + " sha256:" + HASHES.computeIfAbsent(jar, FeatureIdentity::sha256);
        } catch (StorageException e) {
            return jar.getFileName() + " unreadable";
        }
    }

    /** The file or folder that a class was loaded from. */
    static Optional<Path> of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
