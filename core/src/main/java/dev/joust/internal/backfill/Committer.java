// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.backfill.call.FeatureFailures;
import dev.joust.internal.backfill.checkpoint.CheckpointFolder;
import dev.joust.internal.backfill.task.FragmentResult;
import dev.joust.internal.backfill.task.Salvage;
import dev.joust.internal.change.IndexKeeper;
import dev.joust.internal.job.JobTables;
import dev.joust.internal.job.RowLog;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnCommit;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.relation.DigestFiles;
import dev.joust.job.JobEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes finished fragments visible, some at a time.
 *
 * <p>Errors are written before the commit that shows their rows as failed, and indexes that would answer with old
 * values are dropped before the first commit that changes them. Threads: safe for use by several threads.
 */
final class Committer {
    /** The first results are visible soon: the user sees whether they are what was wanted. */
    private static final double FIRST_SECONDS = 2;

    private final LanceTable table;
    private final String job;
    private final int fragments;
    private final double seconds;
    private final RowLog log;
    private final IndexKeeper indexes;
    private final Consumer<JobEvent.Committed> events;
    private final List<FragmentResult> finished = new ArrayList<>();
    private final Set<String> prepared = new HashSet<>();
    private final List<Runnable> rebuilds = new ArrayList<>();
    private final Set<String> covered = new HashSet<>();
    private final List<Runnable> coverings = new ArrayList<>();
    private final Map<String, FeatureFailures.Tally> tallies = new HashMap<>();
    private long lastNanos = System.nanoTime();
    private long version = -1;
    private long rowsComputed;
    private long rowsFailed;
    private long rowsReused;
    private int fragmentsCommitted;
    private int outdated;

    /**
     * Commits to one table.
     *
     * @param fragments how many finished fragments make a commit
     * @param seconds after how many seconds finished fragments are committed anyway
     */
    Committer(
            LanceTable table,
            String job,
            int fragments,
            double seconds,
            RowLog log,
            IndexKeeper indexes,
            Consumer<JobEvent.Committed> events) {
        this.table = table;
        this.job = job;
        this.fragments = fragments;
        this.seconds = seconds;
        this.log = log;
        this.indexes = indexes;
        this.events = events;
    }

    synchronized void add(FragmentResult result) {
        finished.add(result);
        commitIfDue();
    }

    /** Commits if enough is finished, or waits long enough. */
    synchronized void commitIfDue() {
        double limit = version < 0 ? Math.min(FIRST_SECONDS, seconds) : seconds;
        if (finished.size() >= fragments || (System.nanoTime() - lastNanos) / 1e9 >= limit) {
            commit();
        }
    }

    /** Commits everything that is finished. */
    synchronized void commit() {
        lastNanos = System.nanoTime();
        if (finished.isEmpty()) {
            return;
        }
        List<FragmentResult> results = List.copyOf(finished);
        finished.clear();
        writeErrors(results);
        prepareIndexes(results);
        List<ColumnFile> files =
                results.stream().flatMap(result -> result.files().stream()).toList();
        try {
            count(results, show(files));
        } catch (InvalidRequestException e) {
            // A column was dropped: those of the other features are right, and are shown.
            showApart(results, files, e);
        } finally {
            lastNanos = System.nanoTime();
        }
    }

    /** Workers of this process leave the sync of their files to the commit, which syncs all of them at once. */
    private ColumnCommit.Outcome show(List<ColumnFile> files) {
        table.syncDataFiles(
                files.stream().map(ColumnFile::name).filter(table::hasData).toList());
        return ColumnCommit.commit(table, files, Map.of(Changes.OPERATION, "backfill", Changes.JOB, job));
    }

    private void showApart(List<FragmentResult> results, List<ColumnFile> files, InvalidRequestException cause) {
        Map<List<String>, List<ColumnFile>> byColumns =
                files.stream().collect(Collectors.groupingBy(ColumnFile::columns));
        List<ColumnFile> committed = new ArrayList<>();
        List<ColumnFile> outdated = new ArrayList<>();
        long newest = -1;
        for (List<ColumnFile> group : byColumns.values()) {
            try {
                ColumnCommit.Outcome outcome = byColumns.size() == 1 ? none(group) : show(group);
                newest = Math.max(newest, outcome.version());
                committed.addAll(outcome.committed());
                outdated.addAll(outcome.outdated());
            } catch (InvalidRequestException e) {
                outdated.addAll(group);
            }
        }
        count(results, new ColumnCommit.Outcome(newest, committed, outdated));
        throw cause;
    }

    private static ColumnCommit.Outcome none(List<ColumnFile> files) {
        return new ColumnCommit.Outcome(-1, List.of(), files);
    }

    private void count(List<FragmentResult> results, ColumnCommit.Outcome outcome) {
        Set<ColumnFile> stale = new HashSet<>(outcome.outdated());
        results.forEach(result -> settle(result, stale));
        long rows = 0;
        int whole = 0;
        for (FragmentResult result : results) {
            if (result.files().stream().noneMatch(stale::contains)) {
                rows += result.rowsComputed() + result.rowsFailed() + result.rowsReused();
                rowsReused += result.rowsReused();
                rowsComputed += result.rowsComputed();
                rowsFailed += result.rowsFailed();
                tally(result);
                whole++;
            } else {
                outdated++;
            }
        }
        fragmentsCommitted += whole;
        if (!outcome.committed().isEmpty()) {
            version = outcome.version();
            events.accept(new JobEvent.Committed(job, version, whole, rows));
        }
    }

    private void tally(FragmentResult result) {
        long rows = result.rowsComputed() + result.rowsFailed() + result.rowsReused();
        for (ColumnFile file : result.files()) {
            String feature = file.columns().get(0);
            long failed = result.errors().stream()
                    .filter(error -> error.column().equals(feature))
                    .count();
            tallies.merge(feature, new FeatureFailures.Tally(rows, failed), FeatureFailures.Tally::plus);
        }
    }

    /** Removes what nobody needs any more, and keeps the values of files that could not be committed. */
    private void settle(FragmentResult result, Set<ColumnFile> stale) {
        for (ColumnFile file : result.files()) {
            if (stale.contains(file)) {
                Salvage.keep(table, job, result, file);
                ColumnCommit.discard(table, file);
                DigestFiles.discard(table, file.name());
            }
        }
        CheckpointFolder.of(table).ifPresent(folder -> folder.remove(result.checkpoints()));
    }

    private void writeErrors(List<FragmentResult> results) {
        List<Map<String, Object>> rows = results.stream()
                .flatMap(result -> result.errors().stream())
                .map(error -> error.row(job, table.name()))
                .toList();
        if (!rows.isEmpty()) {
            log.append(JobTables.ERRORS, JobTables.ERROR_SCHEMA, rows);
        }
    }

    private void prepareIndexes(List<FragmentResult> results) {
        Set<String> filled = new LinkedHashSet<>();
        results.forEach(result -> result.files().forEach(file -> filled.addAll(file.columns())));
        filled.removeAll(covered);
        if (!filled.isEmpty()) {
            coverings.add(indexes.covering(table, List.copyOf(filled)));
            covered.addAll(filled);
        }
        Set<String> rewritten = new LinkedHashSet<>();
        results.forEach(result -> rewritten.addAll(result.rewritten()));
        rewritten.removeAll(prepared);
        if (!rewritten.isEmpty()) {
            rebuilds.add(indexes.drop(table, List.copyOf(rewritten)));
            prepared.addAll(rewritten);
        }
    }

    /** Builds the indexes again that were dropped, and lets the others cover what they covered. */
    synchronized void rebuildIndexes() {
        List<Runnable> waiting = new ArrayList<>(rebuilds);
        waiting.addAll(coverings);
        rebuilds.clear();
        coverings.clear();
        waiting.forEach(Runnable::run);
    }

    /** The newest version that was committed, or -1. */
    synchronized long version() {
        return version;
    }

    synchronized long rowsComputed() {
        return rowsComputed;
    }

    synchronized long rowsFailed() {
        return rowsFailed;
    }

    synchronized long rowsReused() {
        return rowsReused;
    }

    /** By feature, how many rows were committed, and how many of them failed. */
    synchronized Map<String, FeatureFailures.Tally> tallies() {
        return Map.copyOf(tallies);
    }

    /** All rows that were committed. */
    synchronized long rows() {
        return rowsComputed + rowsFailed + rowsReused;
    }

    synchronized int fragmentsCommitted() {
        return fragmentsCommitted;
    }

    /** How many fragments changed under the job since this was last asked, and must be computed again. */
    synchronized int takeOutdated() {
        int count = outdated;
        outdated = 0;
        return count;
    }
}
