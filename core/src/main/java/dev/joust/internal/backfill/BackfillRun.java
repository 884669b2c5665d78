// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.backfill.BackfillRequest;
import dev.joust.backfill.BackfillResult;
import dev.joust.backfill.BackfillScope;
import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.CodeSources;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.internal.backfill.call.FeatureFailures;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.TablePlace;
import dev.joust.internal.backfill.task.BackfillRecipe;
import dev.joust.internal.backfill.task.FragmentTask;
import dev.joust.internal.backfill.task.Programs;
import dev.joust.internal.backfill.task.WorkSettings;
import dev.joust.internal.change.IndexKeeper;
import dev.joust.internal.feature.FeatureResolver;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.job.CancelRequests;
import dev.joust.internal.job.JobTables;
import dev.joust.internal.job.RowLog;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.FilterCheck;
import dev.joust.internal.lance.version.KeptVersion;
import dev.joust.internal.relation.Relation;
import dev.joust.job.Job;
import dev.joust.job.JobState;
import dev.joust.run.RunContext;
import dev.joust.run.Runner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * One backfill: level by level of features that read each other, each level planned at a pinned version and planned
 * again where fragments changed meanwhile.
 */
final class BackfillRun {
    private static final int MAX_ROUNDS = 20;

    private final LanceTable table;
    private final FeatureCatalog catalog;
    private final Runner runner;
    private final RowLog log;
    private final IndexKeeper indexes;
    private final JobRows rows;
    private final BackfillRequest request;
    private final String job;
    private final Instant started;
    private final RunContext context;
    private final FeatureFailures failures;
    private final ProgressMeter meter;
    private final Committer committer;
    private final CancelRequests requests;
    private final List<Feature> functions = new ArrayList<>();
    private long readVersion = -1;
    private long ticks;

    BackfillRun(
            LanceTable table,
            FeatureCatalog catalog,
            Runner runner,
            RowLog log,
            IndexKeeper indexes,
            BackfillRequest request,
            String job,
            Instant started) {
        this.table = table;
        this.catalog = catalog;
        this.runner = runner;
        this.log = log;
        this.indexes = indexes;
        this.rows = new JobRows(log);
        this.request = request;
        this.job = job;
        this.started = started;
        this.context = new RunContext(request.cancellation());
        this.failures = new FeatureFailures(table.name(), request.failures());
        this.requests = CancelRequests.beside(table);
        this.meter = new ProgressMeter(job, request.listener(), context, this::tick);
        this.committer = new Committer(
                table, job, request.commitFragments(), request.commitSeconds(), log, indexes, meter::tellCommit);
    }

    /** Comes a little more than twice a second; every second time is often enough to look at the disk. */
    private void tick() {
        if (++ticks % 2 == 0 && requests.isMade(job)) {
            request.cancellation().request();
        }
        committer.commitIfDue();
    }

    BackfillResult run() {
        try (meter;
                Programs.Known known = Programs.known(job, catalog)) {
            List<List<ActiveFeature>> levels = resolve();
            List<ActiveFeature> all = levels.stream().flatMap(List::stream).toList();
            all.forEach(feature -> functions.add(feature.function()));
            rows.start(job(JobState.RUNNING, ""));
            meter.report();
            try (OpenRecompute open = openRecompute(levels)) {
                BackfillPlanner planner = planner(open);
                for (List<ActiveFeature> level : levels) {
                    runLevel(failures.computable(level, all), planner, known.programs());
                }
                failures.check(all);
                committer.rebuildIndexes();
                indexes.restore(table);
                meter.report();
                // A recomputation stays open until its end is written down: one that is killed here has nothing to
                // repeat.
                rows.end(job(JobState.DONE, ""));
            } catch (RuntimeException | Error e) {
                keepFinished(e);
                reportEnd(e);
                writeEnd(e);
                throw e;
            }
            ReusePlan.clean(table);
            return new BackfillResult(
                    job,
                    committer.rows(),
                    committer.rowsComputed(),
                    committer.rowsFailed(),
                    committer.rowsReused(),
                    Math.max(committer.version(), readVersion),
                    meter.seconds());
        } finally {
            requests.forget(job);
        }
    }

    private List<List<ActiveFeature>> resolve() {
        FeatureResolver resolver = new FeatureResolver(catalog);
        try (Snapshot now = table.latest()) {
            readVersion = now.version();
            if (request.where() != null) {
                FilterCheck.require(now, request.where(), "backfill table '" + table.name() + "'");
            }
            Registrations registrations = Registrations.of(now);
            Set<Registration> chosen = new LinkedHashSet<>();
            request.features().forEach(name -> chosen.add(registrations.require(name)));
            return registrations.levels(chosen).stream()
                    .map(level -> level.stream()
                            .map(feature -> new ActiveFeature(feature, resolver.resolve(feature)))
                            .toList())
                    .toList();
        }
    }

    private OpenRecompute openRecompute(List<List<ActiveFeature>> levels) {
        return request.scope() == BackfillScope.ALL
                ? OpenRecompute.begin(
                        table,
                        request,
                        levels.stream().flatMap(List::stream).toList(),
                        new OpenRecompute.Note(job, started))
                : OpenRecompute.none(table);
    }

    private BackfillPlanner planner(OpenRecompute open) {
        boolean reusesFailed = mayFail(request.failures().onError());
        return new BackfillPlanner(job, open.continued(), request.scope(), reusesFailed, request.where());
    }

    /** Whether rows that failed can be part of what is committed. */
    private static boolean mayFail(ErrorPolicy policy) {
        if (policy instanceof ErrorPolicy.Retry retry) {
            return mayFail(retry.then());
        }
        return policy instanceof ErrorPolicy.FirstOf rules
                ? rules.rules().stream().anyMatch(BackfillRun::mayFail)
                : policy instanceof ErrorPolicy.Skip;
    }

    private void runLevel(List<ActiveFeature> features, BackfillPlanner planner, Programs programs) {
        List<ActiveFeature> level = features;
        long planned = 0;
        int startFragments = committer.fragmentsCommitted();
        for (int round = 1; !level.isEmpty(); round++) {
            request.cancellation().check();
            int left = request.maxFragments() - (committer.fragmentsCommitted() - startFragments);
            try (KeptVersion kept = KeptVersion.newest(table);
                    KeptSources others = new KeptSources(table)) {
                Snapshot snapshot = kept.snapshot();
                Map<String, TablePlace> sources = left <= 0 ? Map.of() : sources(level, others);
                level = failures.computable(level, level);
                List<FragmentTask> tasks =
                        left <= 0 ? List.of() : planner.plan(snapshot, level, versions(sources), left);
                readVersion = Math.max(readVersion, snapshot.version());
                long rows = tasks.stream().mapToLong(task -> task.rows().size()).sum();
                // Rows that are planned again were counted before, and were counted as done.
                meter.stage(stage(level), round == 1 ? rows : Math.max(0, context.rowsDone() + rows - planned));
                planned = meter.rowsTotal();
                execute(snapshot, level, tasks, sources, programs);
            }
            level = failures.computable(level, level);
            if (committer.takeOutdated() == 0 || level.isEmpty()) {
                return;
            }
            if (round == MAX_ROUNDS) {
                throw new CommitConflictException("Cannot backfill table '" + table.name()
                        + "': fragments changed under the job " + MAX_ROUNDS + " times; try again");
            }
        }
    }

    private void execute(
            Snapshot snapshot,
            List<ActiveFeature> level,
            List<FragmentTask> tasks,
            Map<String, TablePlace> sources,
            Programs programs) {
        try (TablePlace.Known here = TablePlace.known(snapshot)) {
            run(here.place(), level, tasks, sources, programs);
        }
        committer.commit();
        meter.check();
    }

    private void run(
            TablePlace place,
            List<ActiveFeature> level,
            List<FragmentTask> tasks,
            Map<String, TablePlace> sources,
            Programs programs) {
        BackfillRecipe recipe = new BackfillRecipe(
                place,
                programs,
                level.stream()
                        .map(feature -> new BackfillRecipe.Wanted(
                                feature.name(), feature.identity().hash()))
                        .toList(),
                sources,
                WorkSettings.of(request),
                committer.tallies());
        runner.run(tasks, recipe, context, result -> {
            meter.check();
            failures.merge(result.failures());
            rows.awaitStart();
            if (!result.files().isEmpty()) {
                committer.add(result);
            }
        });
    }

    /**
     * The newest versions of the other tables that features read, by feature; they are pinned before planning. A
     * feature whose source cannot be read stops.
     */
    private Map<String, TablePlace> sources(List<ActiveFeature> level, KeptSources others) {
        Map<String, TablePlace> places = new LinkedHashMap<>();
        for (ActiveFeature feature : level) {
            Optional<Relation> relation = feature.relation(table.name());
            try {
                relation.flatMap(others::place).ifPresent(place -> places.put(feature.name(), place));
            } catch (NotFoundException | InvalidRequestException e) {
                failures.stop(feature.name(), e, List.of());
            }
        }
        return places;
    }

    private static Map<String, Long> versions(Map<String, TablePlace> sources) {
        Map<String, Long> versions = new LinkedHashMap<>();
        sources.forEach((feature, place) -> versions.put(feature, place.version()));
        return versions;
    }

    private static String stage(List<ActiveFeature> level) {
        return "backfill "
                + String.join(", ", level.stream().map(ActiveFeature::name).toList());
    }

    /** Tells how far it came, since the last regular report may be older than its last checkpoint. */
    private void reportEnd(Throwable end) {
        try {
            meter.report();
        } catch (RuntimeException e) {
            if (e != end) {
                end.addSuppressed(e);
            }
        }
    }

    /** Finished fragments are right, whatever became of the others. */
    private void keepFinished(Throwable failure) {
        try {
            committer.commit();
            committer.rebuildIndexes();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void writeEnd(Throwable failure) {
        boolean isCancelled = failure instanceof CancellationException;
        try {
            log.append(
                    JobTables.ERRORS,
                    JobTables.ERROR_SCHEMA,
                    failures.takeUncommitted().stream()
                            .map(error -> error.row(job, table.name()))
                            .toList());
            rows.end(job(
                    isCancelled ? JobState.CANCELLED : JobState.FAILED,
                    Optional.ofNullable(failure.getMessage()).orElse(failure.toString())));
        } catch (RuntimeException e) {
            // What went wrong with the row of the start is thrown again by that of the end.
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private Job job(JobState state, String message) {
        return new Job(
                job,
                "backfill",
                table.name(),
                request.features(),
                state,
                state == JobState.DONE ? committer.rows() : meter.rowsTotal(),
                committer.rows(),
                committer.rowsFailed(),
                started,
                meter.seconds(),
                Math.max(committer.version(), readVersion),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Optional.ofNullable(BackfillRun.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                CodeSources.jars(functions),
                message);
    }
}
