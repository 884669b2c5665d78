// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lance.cleanup.CleanupPolicy;
import org.lance.cleanup.RemovalStats;

/**
 * Removes old versions and the files that only they needed.
 *
 * <p>Lance's own cleanup never deletes a data file that was written after a tagged version, and forgets it once its
 * versions are gone. So the files of all versions are listed first, and what only removed versions named is deleted
 * after it. Files that no version has ever named may belong to a commit in flight and are left alone.
 */
public final class Cleanup {
    private static final String KEEP = "_joust_keep_";

    private Cleanup() {}

    /**
     * What was removed.
     *
     * @param versions how many versions
     * @param bytes how many bytes of files
     */
    public record Removed(long versions, long bytes) {}

    /**
     * Removes the versions that are older than an instant, but for tagged ones, the newest, and those to keep.
     *
     * @param keep version numbers that something still reads
     */
    public static Removed olderThan(LanceTable table, Instant instant, Collection<Long> keep) {
        List<Long> before = Versions.numbers(table);
        Set<Path> named = files(table, before);
        List<Long> kept = before.stream().filter(keep::contains).toList();
        kept.forEach(version -> Versions.tag(table, KEEP + version, version));
        RemovalStats stats;
        try (Snapshot now = table.latest()) {
            stats = now.dataset()
                    .cleanupWithPolicy(CleanupPolicy.builder()
                            .withBeforeTimestampMillis(instant.toEpochMilli())
                            .withErrorIfTaggedOldVersions(false)
                            .build());
        } catch (Exception e) {
            throw LanceErrors.translate("clean up table '" + table.name() + "'", e);
        } finally {
            kept.forEach(version -> Versions.dropTag(table, KEEP + version));
        }
        List<Long> after = Versions.numbers(table);
        named.removeAll(files(table, after));
        long swept = named.stream().mapToLong(Cleanup::delete).sum();
        return new Removed(before.size() - after.size(), stats.getBytesRemoved() + swept);
    }

    /** All data, deletion and index files that these versions name, on a local disk. */
    private static Set<Path> files(LanceTable table, List<Long> versions) {
        Set<Path> files = new HashSet<>();
        table.paths().ifPresent(paths -> {
            for (long version : versions) {
                try (Snapshot at = table.at(version)) {
                    files.addAll(VersionFiles.of(paths, at.dataset()));
                    at.metadata()
                            .forEach(fragment ->
                                    fragment.getFiles().forEach(file -> files.add(paths.stamp(file.getPath()))));
                }
            }
        });
        return files;
    }

    private static long delete(Path path) {
        try {
            if (Files.isDirectory(path)) {
                long bytes;
                try (Stream<Path> inside = Files.list(path)) {
                    bytes = inside.toList().stream().mapToLong(Cleanup::delete).sum();
                }
                Files.deleteIfExists(path);
                return bytes;
            }
            long bytes = Files.exists(path) ? Files.size(path) : 0;
            Files.deleteIfExists(path);
            return bytes;
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot delete file '" + path + "': " + e.getMessage() + "; check the rights of the folder", e);
        }
    }
}
