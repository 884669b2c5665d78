// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * <p>Such a commit was in flight: it was never acknowledged. A manifest file of Lance ends in 16 bytes: the position of
 * its content, two version numbers, and the letters {@code LANC}; a torn one is empty, short, or full of zeros.
 */
final class TornManifest {
    private static final Logger LOG = LoggerFactory.getLogger(TornManifest.class);
    private static final byte[] MAGIC = "LANC".getBytes(StandardCharsets.US_ASCII);
    private static final int FOOTER_BYTES = 16;
    private static final String ENDING = ".manifest";

    private TornManifest() {}

    /** Moves the newest manifest aside if it is torn; a table that does not exist has none. */
    static void moveAside(String table, TablePaths paths) {
        Optional<Path> newest = newest(paths.versions());
        if (newest.isEmpty() || isWhole(newest.get())) {
            return;
        }
        Path torn = newest.get();
        Path aside = torn.resolveSibling(torn.getFileName() + ".torn");
        try {
            Files.move(torn, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn(
                    "Table '{}' had an incomplete newest version, left by a crash before its commit was acknowledged;"
                            + " opened the version before it and moved the incomplete manifest to '{}'",
                    table,
                    aside);
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot open table '" + table + "': its newest manifest '" + torn
                            + "' is incomplete and cannot be moved aside (" + e.getMessage()
                            + "); check the rights of the folder",
                    e);
        }
    }

    private static Optional<Path> newest(Path versions) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(versions)) {
            // Names count down from 2^64-1, zero-padded by their size: the newest sorts first.
            List<Path> manifests = files.filter(TornManifest::isManifest).toList();
            return manifests.stream().min(Comparator.comparing(TornManifest::rank));
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

    private static String rank(Path path) {
        return path.getFileName().toString();
    }

    private static boolean isWhole(Path manifest) {
        try (FileChannel channel = FileChannel.open(manifest)) {
            long size = channel.size();
            if (size < FOOTER_BYTES) {
                return false;
            }
            ByteBuffer footer = ByteBuffer.allocate(MAGIC.length);
            while (footer.hasRemaining() && channel.read(footer, size - footer.remaining()) >= 0) {
                // Reads until the footer is full.
            }
            return ByteBuffer.wrap(MAGIC).equals(footer.flip());
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read manifest '" + manifest + "': " + e.getMessage() + "; check its rights", e);
        }
    }
}
