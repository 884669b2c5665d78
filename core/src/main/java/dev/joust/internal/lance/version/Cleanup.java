// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.LiveVersions;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.Abandoned;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.disk.VersionFiles;
import dev.joust.internal.lance.guard.LanceErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lance.FragmentMetadata;
import org.lance.cleanup.CleanupPolicy;
import org.lance.cleanup.RemovalStats;
import org.lance.fragment.DataFile;
import org.lance.index.Index;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old versions and the files that only they needed.
 *
 * <p>Lance's own cleanup never deletes a data file that was written after a tagged version, and forgets it once its
 * versions are gone. So the files of all versions are listed first, and what only removed versions named is deleted
 * after it. Files that no version has ever named may belong to a commit in flight: those that Joust wrote are removed
 * when their process is gone, see {@link Abandoned}, and others when they are old, see {@link Litter}.
 */
public final class Cleanup {
    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);
    private static final int ATTEMPTS = 20;

    private Cleanup() {}

    /**
     * What was removed.
     *
     * @param versions how many versions
     * @param bytes how many bytes of files
     */
    public record Removed(long versions, long bytes) {}

    /**
     * Removes the versions that are older than an instant, but for tagged ones, the newest, those that branches begin
     * with, those that snapshots and readers of this process hold, and those to keep.
     *
     * @param keep version numbers that something still needs
     * @throws CommitConflictException if another process cleaned up at the same time, twenty times in a row
     */
    public static Removed olderThan(LanceTable table, Instant instant, Collection<Long> keep) {
        if (!TagFiles.damaged(table).isEmpty()) {
            LOG.warn(
                    "No version of table '{}' is removed, because the files of tags {} are damaged, and nobody knows"
                            + " which versions they keep; drop these tags with joust tag drop",
                    table.name(),
                    TagFiles.damaged(table));
            return new Removed(0, 0);
        }
        if (!BranchFiles.damaged(table).isEmpty()) {
            LOG.warn(
                    "No version of table '{}' is removed, because the files of branches {} are damaged, and nobody knows"
                            + " which versions they begin with; restore them, or delete them with their branches",
                    table.name(),
                    BranchFiles.damaged(table));
            return new Removed(0, 0);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return once(table, instant, keep);
            } catch (CommitConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Removed once(LanceTable table, Instant instant, Collection<Long> keep) {
        List<Long> before = Versions.numbers(table);
        Set<Long> wanted = LiveVersions.of(table);
        wanted.addAll(keep);
        wanted.addAll(BranchFiles.versions(table));
        try (Snapshot now = table.latest()) {
            Set<Path> named;
            RemovalStats stats;
            try {
                table.requireSame(now);
                named = files(table, before);
                stats = removeVersions(
                        now, instant, before.stream().filter(wanted::contains).toList());
            } catch (Exception e) {
                throw conflictOr(table, before, e);
            }
            Optional<Abandoned> abandoned = table.paths().map(paths -> Abandoned.find(paths, named));
            List<Long> after = Versions.numbers(table);
            Set<Path> kept;
            try {
                kept = after.equals(before) ? Set.copyOf(named) : files(table, after);
            } catch (JoustException e) {
                throw conflictOr(table, after, e);
            }
            table.requireSame(now);
            named.removeAll(kept);
            long swept = named.stream().mapToLong(Cleanup::delete).sum();
            if (Versions.numbers(table).equals(after)) {
                swept += abandoned.map(found -> found.removeBut(kept)).orElse(0L);
                swept += Litter.sweep(table, kept, Instant.now());
            }
            return new Removed(before.size() - after.size(), stats.getBytesRemoved() + swept);
        }
    }

    @SuppressWarnings("try") // the tags are there as long as the block runs
    private static RemovalStats removeVersions(Snapshot now, Instant instant, List<Long> keep) {
        try (KeepTags kept = KeepTags.of(now, keep)) {
            return now.dataset()
                    .cleanupWithPolicy(CleanupPolicy.builder()
                            .withBeforeTimestampMillis(instant.toEpochMilli())
                            .withErrorIfTaggedOldVersions(false)
                            .build());
        }
    }

    /** What failed because versions or tags of ours went away meanwhile is the doing of another cleanup. */
    private static JoustException conflictOr(LanceTable table, List<Long> before, Exception e) {
        JoustException translated = LanceErrors.translate("clean up table '" + table.name() + "'", e);
        if (translated instanceof CommitConflictException) {
            return translated;
        }
        boolean isOther;
        try {
            isOther = KeepTags.isAbout(translated) || !Versions.numbers(table).containsAll(before);
        } catch (NotFoundException dropped) {
            return translated;
        }
        return isOther
                ? new CommitConflictException(
                        "Cannot clean up table '" + table.name()
                                + "': another process removed versions at the same time; try again",
                        translated)
                : translated;
    }

    /** All data, deletion and index files that these versions name, on a local disk. */
    private static Set<Path> files(LanceTable table, List<Long> versions) {
        Set<Path> files = new HashSet<>();
        table.paths().ifPresent(paths -> {
            List<FragmentMetadata> last = List.of();
            for (long version : versions) {
                try (Snapshot at = table.at(version)) {
                    unlike(last, at.metadata()).forEach(fragment -> addFiles(paths, fragment, files));
                    last = at.metadata();
                    for (Index index : at.dataset().getIndexes()) {
                        files.add(paths.index(index.uuid().toString()));
                        files.add(paths.indexMark(index.uuid().toString()));
                    }
                }
            }
        });
        return files;
    }

    /** Fragments that are not in another list; those that a commit left as they are, are mostly the same objects. */
    @SuppressWarnings("ReferenceEquality")
    private static List<FragmentMetadata> unlike(List<FragmentMetadata> others, List<FragmentMetadata> fragments) {
        int same = 0;
        while (same < Math.min(others.size(), fragments.size()) && others.get(same) == fragments.get(same)) {
            same++;
        }
        Set<FragmentMetadata> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(others.subList(same, others.size()));
        return fragments.subList(same, fragments.size()).stream()
                .filter(fragment -> !known.contains(fragment))
                .toList();
    }

    private static void addFiles(TablePaths paths, FragmentMetadata fragment, Set<Path> files) {
        files.addAll(VersionFiles.of(paths, fragment));
        for (DataFile file : fragment.getFiles()) {
            files.add(paths.stamp(file.getPath()));
            files.add(paths.digests(file.getPath()));
            files.add(paths.origins(file.getPath()));
        }
    }

    static long delete(Path path) {
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
