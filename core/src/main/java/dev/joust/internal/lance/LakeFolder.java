// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder of a lake on a local disk: which tables it has. */
public final class LakeFolder {
    private static final String ENDING = ".lance";

    private LakeFolder() {}

    /** Whether the folder is there. */
    public static boolean exists(Path lake) {
        return Files.isDirectory(lake);
    }

    /** Whether it holds a table of this name. */
    public static boolean exists(Path lake, String table) {
        return Files.isDirectory(lake.resolve(table + ENDING).resolve("_versions"));
    }

    /** The names of its tables in alphabetical order. */
    public static List<String> tables(Path lake) {
        try (Stream<Path> entries = Files.list(lake)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(name -> exists(lake, name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed("list the tables of lake '" + lake + "'", e);
        }
    }

    /** Creates the folder if it is not there. */
    public static void create(Path lake) {
        try {
            Files.createDirectories(lake);
        } catch (IOException e) {
            throw failed("create lake '" + lake + "'", e);
        }
    }

    /** Removes a table: it is renamed first, so that a crash leaves the table or none, never half of one. */
    public static void drop(Path lake, String table) {
        Path aside = lake.resolve(".dropped-" + UUID.randomUUID());
        try {
            Files.move(lake.resolve(table + ENDING), aside);
            try (Stream<Path> files = Files.walk(aside)) {
                files.sorted(Comparator.reverseOrder()).forEach(LakeFolder::delete);
            }
        } catch (IOException e) {
            throw failed("drop table '" + table + "'", e);
        } catch (UncheckedIOException e) {
            throw failed("drop table '" + table + "'", e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StorageException failed(String what, Exception e) {
        return new StorageException(
                "Cannot " + what + ": " + e.getMessage() + " (" + e.getClass().getSimpleName()
                        + "); check the path and its rights",
                e);
    }
}
