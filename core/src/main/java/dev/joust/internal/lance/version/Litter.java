// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.TablePaths;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files in a table's folder that no version names: those of writers that were killed before their commit, and what
 * belongs to files that are gone.
 *
 * <p>Nothing tells the files of a killed writer from those of one at work elsewhere but their age, so only what has not
 * changed for {@link #AGE} is removed.
 */
final class Litter {
    /** A writer commits its files long before they are this old. */
    static final Duration AGE = Duration.ofDays(7);

    private static final List<String> FOLDERS = List.of("data", "_deletions", "_indices");

    private final TablePaths paths;
    private final Set<Path> named;
    private final Instant oldest;

    private Litter(TablePaths paths, Set<Path> named, Instant oldest) {
        this.paths = paths;
        this.named = named;
        this.oldest = oldest;
    }

    /**
     * Removes it; returns its bytes.
     *
     * @param named what the versions name: files, and folders with all that is in them
     * @param now the time
     */
    static long sweep(LanceTable table, Set<Path> named, Instant now) {
        return table.paths()
                .filter(paths -> !Files.exists(paths.root().resolve("tree")))
                .map(paths -> new Litter(paths, named, now.minus(AGE)).sweep())
                .orElse(0L);
    }

    private long sweep() {
        List<Path> found = new ArrayList<>();
        try {
            for (String folder : FOLDERS) {
                addUnnamed(paths.root().resolve(folder), found);
            }
            for (Path folder : paths.besideFiles()) {
                addUnnamed(folder, found);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StorageException(
                    "Cannot look for litter in '" + paths.root() + "': " + e.getMessage() + "; check its rights", e);
        }
        return found.stream().mapToLong(Cleanup::delete).sum();
    }

    private void addUnnamed(Path folder, List<Path> found) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(path -> !named.contains(path) && isOld(path.toFile()))
                    .forEach(found::add);
        }
    }

    /** Whether a file, or a folder with all that is in it, has not changed for long; one that is gone has. */
    private boolean isOld(File file) {
        File[] inside = file.listFiles();
        boolean isOldInside = inside == null || Stream.of(inside).allMatch(this::isOld);
        return isOldInside && file.lastModified() < oldest.toEpochMilli();
    }
}
