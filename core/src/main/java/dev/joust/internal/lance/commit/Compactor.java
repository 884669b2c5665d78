// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.guard.LanceErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.compaction.Compaction;
import org.lance.compaction.CompactionOptions;
import org.lance.compaction.CompactionTask;
import org.lance.compaction.RewriteResult;
import org.lance.fragment.DataFile;

/**
 * Merges small fragments and drops deleted rows, in the order that loses nothing: plan, write, carry what is known
 * about the old fragments over to the new files, sync, commit.
 *
 * <p>How many rows make a full fragment follows from their size, so that a table of images is not rewritten again by
 * each compaction.
 */
public final class Compactor {
    private static final int ATTEMPTS = 5;
    private static final long MAX_FRAGMENT_ROWS = 1L << 20;

    private Compactor() {}

    /** Keeps what is known about the rows of fragments that a compaction replaces. */
    public interface Carry {
        /**
         * Called before the commit of each group of fragments.
         *
         * @param before the version that the compaction was planned on
         * @param replaced the old fragments in order
         * @param written the new ones: their rows in order are the live rows of the old ones in order; their ids are
         *     not assigned yet
         */
        void carry(Snapshot before, List<FragmentFacts> replaced, List<FragmentFacts> written);
    }

    /** Makes a table ready for a compaction. */
    public interface Preparation {
        /** For tables that need none. */
        Preparation NONE = (before, fragments) -> false;

        /**
         * Called once the fragments are chosen and before anything is written.
         *
         * @param before the version that the compaction is planned on
         * @param fragments the ids of those that will be replaced
         * @return whether there is a newer version now; then the compaction is planned again, and this is called again
         */
        boolean prepare(Snapshot before, Set<Integer> fragments);
    }

    /** Compacts; returns the newest version, which is the old one if there was nothing to do. */
    public static long compact(LanceTable table, Preparation preparation, Carry carry) {
        String what = "compact table '" + table.name() + "'";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try (Snapshot before = table.latest();
                    Dataset own = before.dataset().checkoutVersion(before.version())) {
                CompactionOptions options = options(before);
                List<CompactionTask> tasks =
                        Compaction.planCompaction(own, options).getCompactionTasks();
                if (tasks.isEmpty()) {
                    return before.version();
                }
                if (!preparation.prepare(before, fragments(tasks))) {
                    return compact(before, own, tasks, options, carry);
                }
            } catch (Exception e) {
                JoustException translated = LanceErrors.translate(what, e);
                if (!(translated instanceof CommitConflictException) || attempt == ATTEMPTS) {
                    throw translated;
                }
            }
        }
        throw new CommitConflictException("Cannot " + what
                + ": other writers deleted rows again and again while its indexes were made ready; try again");
    }

    private static Set<Integer> fragments(List<CompactionTask> tasks) {
        return tasks.stream()
                .flatMap(task -> task.getTaskData().getFragments().stream())
                .map(FragmentMetadata::getId)
                .collect(Collectors.toSet());
    }

    private static long compact(
            Snapshot before, Dataset own, List<CompactionTask> tasks, CompactionOptions options, Carry carry) {
        LanceTable table = before.table();
        try {
            List<RewriteResult> results = new ArrayList<>();
            for (CompactionTask task : tasks) {
                results.add(task.execute(own));
            }
            List<String> written = new ArrayList<>();
            for (RewriteResult result : results) {
                carry.carry(before, facts(result.getOriginalFragments()), facts(result.getNewFragments()));
                result.getNewFragments()
                        .forEach(f ->
                                f.getFiles().stream().map(DataFile::getPath).forEach(written::add));
            }
            table.syncData(written);
            table.requireSame(before);
            Compaction.commitCompaction(own, results, options);
            table.syncManifest(own.version());
            return own.version();
        } catch (Exception e) {
            throw LanceErrors.translate("compact table '" + table.name() + "'", e);
        }
    }

    private static List<FragmentFacts> facts(List<FragmentMetadata> fragments) {
        return fragments.stream().map(Snapshot::facts).toList();
    }

    private static CompactionOptions options(Snapshot table) {
        long bytes = 0;
        long rows = 1;
        for (FragmentMetadata metadata : table.metadata()) {
            rows += metadata.getPhysicalRows();
            for (DataFile file : metadata.getFiles()) {
                bytes += file.getFileSizeBytes() == null ? 0 : file.getFileSizeBytes();
            }
        }
        long rowBytes = Math.max(1, bytes / rows);
        long target = Math.max(1, Math.min(MAX_FRAGMENT_ROWS, NewFragments.MAX_FILE_BYTES / rowBytes));
        return CompactionOptions.builder()
                .withTargetRowsPerFragment(target)
                .withMaxBytesPerFile(2 * NewFragments.MAX_FILE_BYTES)
                .build();
    }
}
