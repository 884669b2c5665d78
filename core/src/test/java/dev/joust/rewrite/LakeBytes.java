// SPDX-License-Identifier: Apache-2.0
package dev.joust.rewrite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a lake's folder, and what the process has read. */
final class LakeBytes {
    private LakeBytes() {}

    /** The sizes of all files below a folder, and when they were written. */
    static Map<String, Long> files(Path folder) {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(
                        folder.relativize(file) + " of "
                                + Files.getLastModifiedTime(file).toMillis(),
                        Files.size(file));
            }
            return sizes;
        } catch (NoSuchFileException e) {
            return files(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes were written between two looks, into files that still exist. */
    static long written(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .filter(file -> !before.containsKey(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Bytes that this process asked the system for, from the cache or not. */
    static long read() {
        try {
            return Files.readAllLines(Path.of("/proc/self/io")).stream()
                    .filter(line -> line.startsWith("rchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
