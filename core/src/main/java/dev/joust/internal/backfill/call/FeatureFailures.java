// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.call;

import dev.joust.backfill.FailureSettings;
import dev.joust.error.FeaturesFailedException;
import dev.joust.error.JoustException;
import dev.joust.internal.backfill.rows.ActiveFeature;
import dev.joust.internal.backfill.rows.RowError;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which features of a job have stopped and why, and how many rows of the others failed. Threads: safe for use by
 * several threads.
 */
public final class FeatureFailures {
    private final String table;
    private final FailureSettings settings;
    private final Map<String, JoustException> reasons = new LinkedHashMap<>();
    private final Set<String> notComputed = new LinkedHashSet<>();
    private final Map<String, Tally> tallies;
    private final List<RowError> uncommitted = new ArrayList<>();

    private final List<FailureReport.Stop> unreported = new ArrayList<>();

    public FeatureFailures(String table, FailureSettings settings) {
        this(table, settings, Map.of());
    }

    /**
     * Begins where others are.
     *
     * @param counted by feature, what the job has committed before
     */
    public FeatureFailures(String table, FailureSettings settings, Map<String, Tally> counted) {
        this.table = table;
        this.settings = settings;
        this.tallies = new HashMap<>(counted);
    }

    /** How many rows were tried, and how many of them failed. */
    public record Tally(long rows, long failed) implements Serializable {
        public Tally plus(Tally more) {
            return new Tally(rows + more.rows, failed + more.failed);
        }
    }

    public synchronized boolean isStopped(String feature) {
        return reasons.containsKey(feature);
    }

    /** Stops a feature; the first reason is kept. */
    public synchronized void stop(String feature, JoustException reason, List<RowError> errors) {
        if (reasons.putIfAbsent(feature, reason) == null) {
            unreported.add(new FailureReport.Stop(feature, reason));
        }
        uncommitted.addAll(errors);
    }

    /** Counts rows that were tried, and stops their feature if too many of them failed. */
    public synchronized void count(String feature, int rows, List<RowError> errors) {
        Tally tally = tallies.merge(feature, new Tally(rows, errors.size()), Tally::plus);
        if (errors.isEmpty() || isStopped(feature)) {
            return;
        }
        RowError last = errors.get(errors.size() - 1);
        if (tally.failed() > settings.maxFailedRows()) {
            stop(
                    feature,
                    UdfErrors.tooMany(table, last, tally.failed() + " rows failed", "" + settings.maxFailedRows()),
                    List.of());
        } else if (tally.rows() >= settings.fractionAfterRows()
                && tally.failed() > settings.maxFailedFraction() * tally.rows()) {
            stop(
                    feature,
                    UdfErrors.tooMany(
                            table,
                            last,
                            tally.failed() + " of " + tally.rows() + " rows failed",
                            settings.maxFailedFraction() + " of them"),
                    List.of());
        }
    }

    /** Returns what happened here since the last report. */
    public synchronized FailureReport report() {
        FailureReport report = new FailureReport(unreported, takeUncommitted());
        unreported.clear();
        return report;
    }

    /** Takes over what happened in another process, or in a worker of this one. */
    public synchronized void merge(FailureReport report) {
        report.stops().forEach(stop -> stop(stop.feature(), stop.reason(), List.of()));
        uncommitted.addAll(report.uncommitted());
    }

    /** Remembers errors of rows that will not be committed. */
    public synchronized void keep(List<RowError> errors) {
        uncommitted.addAll(errors);
    }

    /** The errors of rows that were not committed. */
    public synchronized List<RowError> takeUncommitted() {
        List<RowError> errors = List.copyOf(uncommitted);
        uncommitted.clear();
        return errors;
    }

    /** The features that can be computed: they have not stopped, and read none that has. */
    public synchronized List<ActiveFeature> computable(List<ActiveFeature> features, List<ActiveFeature> all) {
        Set<String> columns = all.stream()
                .filter(feature -> isStopped(feature.name()) || notComputed.contains(feature.name()))
                .flatMap(feature -> feature.registration().columnNames().stream())
                .collect(Collectors.toSet());
        List<ActiveFeature> computable = new ArrayList<>();
        for (ActiveFeature feature : features) {
            if (feature.identity().inputs().stream().anyMatch(columns::contains)) {
                notComputed.add(feature.name());
            } else if (!isStopped(feature.name())) {
                computable.add(feature);
            }
        }
        return computable;
    }

    /** Throws what stopped features, if any stopped; everything else is done. */
    public synchronized void check(List<ActiveFeature> all) {
        if (reasons.isEmpty()) {
            return;
        }
        List<JoustException> failures = List.copyOf(reasons.values());
        if (all.size() == 1) {
            throw failures.get(0);
        }
        List<String> complete = all.stream()
                .map(ActiveFeature::name)
                .filter(name -> !isStopped(name) && !notComputed.contains(name))
                .toList();
        List<String> stopped = List.copyOf(reasons.keySet());
        FeaturesFailedException failure = new FeaturesFailedException(
                message(all.size(), stopped, complete), stopped, List.copyOf(notComputed), complete, failures.get(0));
        failures.stream().skip(1).forEach(failure::addSuppressed);
        throw failure;
    }

    private String message(int all, List<String> stopped, List<String> complete) {
        StringBuilder text = new StringBuilder("Cannot backfill " + (all - complete.size()) + " of " + all
                + " features of table '" + table + "': failed: " + quoted(stopped));
        if (!notComputed.isEmpty()) {
            text.append("; not computed, because they read a failed one: ").append(quoted(List.copyOf(notComputed)));
        }
        text.append("; complete: ")
                .append(complete.isEmpty() ? "none" : quoted(complete))
                .append("; the failures:");
        reasons.values().forEach(reason -> text.append("\n  ").append(reason.getMessage()));
        return text.toString();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
