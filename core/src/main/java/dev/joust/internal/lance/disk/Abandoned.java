// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes what killed processes left in the folder of a table.
 *
 * <p>The files that Joust writes name their process, and go as soon as it is gone. Lance's own do not: the unfinished
 * ones go when they are a week old.
 */
public final class Abandoned {
    private static final Duration UNFINISHED_FOR = Duration.ofHours(1);
    private static final Duration UNKNOWN_FOR = Duration.ofDays(7);

    private final TablePaths paths;
    private final Set<Path> needed;
    private long bytes;

    private Abandoned(TablePaths paths, Set<Path> needed) {
        this.paths = paths;
        this.needed = needed;
    }

    /**
     * Removes the files of dead processes.
     *
     * @param needed the files that any version names
     * @return how many bytes they had
     */
    public static long remove(TablePaths paths, Set<Path> needed) {
        Abandoned abandoned = new Abandoned(paths, needed);
        abandoned.removeData();
        abandoned.removeOwnFiles();
        abandoned.removeTemporaryFiles();
        return abandoned.bytes;
    }

    private void removeData() {
        for (Path file : entries(paths.root().resolve("data"))) {
            if (!needed.contains(file) && OwnedName.isAbandoned(name(file), changed(file))) {
                delete(file);
            }
        }
        for (Path staged : entries(paths.staging())) {
            if (OwnedName.isAbandoned(name(staged), changed(staged))) {
                entries(staged).forEach(this::delete);
                delete(staged);
            }
        }
    }

    /** What is said about data files that are gone, and files that were never finished. */
    private void removeOwnFiles() {
        for (Path folder : entries(paths.joust())) {
            boolean isAboutData = folder.equals(paths.stamp("x").resolveSibling(""))
                    || folder.equals(paths.digests("x").resolveSibling(""));
            for (Path file : entries(folder)) {
                boolean isUnfinished = name(file).endsWith(".tmp");
                if (isUnfinished
                        ? isOlder(file, UNFINISHED_FOR) || OwnedName.isAbandoned(name(file), changed(file))
                        : isAboutData && !needed.contains(file) && !Files.exists(paths.data(name(file)))) {
                    delete(file);
                }
            }
        }
    }

    private void removeTemporaryFiles() {
        removeTemporaryFiles(paths.root().resolve("_transactions"));
        removeTemporaryFiles(paths.versions());
    }

    private void removeTemporaryFiles(Path folder) {
        for (Path file : entries(folder)) {
            boolean isUnfinished = name(file).startsWith(".tmp") || name(file).contains("#");
            if (isUnfinished && isOlder(file, UNKNOWN_FOR)) {
                delete(file);
            }
        }
    }

    private static boolean isOlder(Path file, Duration age) {
        return changed(file).isBefore(Instant.now().minus(age));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** When a file was last written; now if it has just gone away. */
    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.now();
        }
    }

    private void delete(Path file) {
        try {
            bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            // Another process removes the same files.
            return;
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot delete file '" + file + "': " + e.getMessage() + "; check the rights of the folder", e);
        }
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StorageException("Cannot list folder '" + folder + "': " + e + "; check its rights", e);
        }
    }
}
