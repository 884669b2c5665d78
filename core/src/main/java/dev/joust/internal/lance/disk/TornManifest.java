// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a newest manifest that a power loss left incomplete, and moves it aside, so that the version before it opens.
 *
 * <p>Such a commit was in flight: it was never acknowledged. Lance itself would end the process on some of these files,
 * or open them as an empty table.
 */
public final class TornManifest {
    private static final Logger LOG = LoggerFactory.getLogger(TornManifest.class);
    private static final String ENDING = ".manifest";

    private TornManifest() {}

    /** Moves the newest manifest aside if it is torn; a table that does not exist has none. */
    public static void moveAside(String table, TablePaths paths) {
        Optional<Path> newest = newest(paths.versions());
        if (newest.isEmpty() || ManifestFile.isWhole(newest.get())) {
            return;
        }
        Path torn = newest.get();
        requireOlder(table, paths, torn);
        Path aside = torn.resolveSibling(torn.getFileName() + ".torn");
        try {
            Files.move(torn, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn(
                    "Table '{}' had an incomplete newest version, left by a crash before its commit was acknowledged;"
                            + " opened the version before it and moved the incomplete manifest to '{}'",
                    table,
                    aside);
        } catch (NoSuchFileException e) {
            LOG.debug("Another process moved '{}' aside first", torn, e);
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot open table '" + table + "': its newest manifest '" + torn
                            + "' is incomplete and cannot be moved aside (" + e.getMessage()
                            + "); check the rights of the folder",
                    e);
        }
    }

    private static void requireOlder(String table, TablePaths paths, Path torn) {
        if (manifests(paths.versions()).size() == 1) {
            throw new StorageException("Cannot open table '" + table + "': its only manifest '" + torn
                    + "' is incomplete, left by a crash while the table was made; remove the folder '" + paths.root()
                    + "' and create the table again");
        }
    }

    private static Optional<Path> newest(Path versions) {
        // Names count down from 2^64-1: the newest sorts first.
        return manifests(versions).stream()
                .min(Comparator.comparing(path -> path.getFileName().toString()));
    }

    private static List<Path> manifests(Path versions) {
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(versions)) {
            return files.filter(TornManifest::isManifest).toList();
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read folder '" + versions + "': " + e.getMessage() + "; check its rights", e);
        }
    }

    private static boolean isManifest(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(ENDING)
                && name.substring(0, name.length() - ENDING.length()).matches("\\d{20}");
    }
}
