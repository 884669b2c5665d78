// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The data files of a table. */
final class DataFolder {
    private DataFolder() {}

    /** The names of the files with their sizes and a hash of their bytes. */
    static Map<String, String> files(Path lake, String table) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> data = Files.list(lake.resolve(table + ".lance").resolve("data"))) {
            for (Path file : data.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                files.put(file.getFileName().toString(), bytes.length + " bytes, hash " + Arrays.hashCode(bytes));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
