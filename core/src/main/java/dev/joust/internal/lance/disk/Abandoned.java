// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.error.StorageException;
import dev.joust.internal.process.ProcessIdentity.Life;
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
 * <p>The files that Joust writes name their process, and go as soon as it is gone. Lance's own do not, and of some
 * processes nobody here can tell: those that are unfinished go when they are a week old.
 */
public final class Abandoned {
    private static final Duration UNFINISHED_FOR = Duration.ofHours(1);
    private static final Duration UNKNOWN_FOR = Duration.ofDays(7);

    private final TablePaths paths;
    private final List<Path> data;
    private long bytes;

    private Abandoned(TablePaths paths, List<Path> data) {
        this.paths = paths;
        this.data = data;
    }

    /**
     * Finds the data files of dead processes. Versions are to be listed after it, not before: a process that is alive
     * now may commit its files and end in the next moment, and one that is dead commits nothing any more.
     *
     * @param committed files that are none, because a version names them or has named them
     */
    public static Abandoned find(TablePaths paths, Set<Path> committed) {
        return new Abandoned(
                paths,
                entries(paths.dataFolder()).stream()
                        .filter(file -> !committed.contains(file) && OwnedName.isAbandoned(name(file), changed(file)))
                        .toList());
    }

    /**
     * Removes them, and what else killed processes left.
     *
     * @param needed the files that any version names which was committed before they were found
     * @return how many bytes they had
     */
    public long removeBut(Set<Path> needed) {
        data.stream().filter(file -> !needed.contains(file)).forEach(this::delete);
        removeStaged();
        removeOwnFiles(needed);
        removeTemporaryFiles();
        return bytes;
    }

    private void removeStaged() {
        for (Path staged : entries(paths.staging())) {
            Life life = OwnedName.life(name(staged), changed(staged));
            if (life == Life.GONE || (life == Life.UNSEEN && isOlder(staged, UNKNOWN_FOR))) {
                entries(staged).forEach(this::delete);
                delete(staged);
            }
        }
    }

    /** What is said about data files that are gone, and files that were never finished. */
    private void removeOwnFiles(Set<Path> needed) {
        for (Path folder : entries(paths.joust())) {
            boolean isAboutData = folder.equals(paths.stamp("x").resolveSibling(""))
                    || folder.equals(paths.digests("x").resolveSibling(""))
                    || folder.equals(paths.origins("x").resolveSibling(""));
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
