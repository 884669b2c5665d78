// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.backfill.Backfill;
import dev.joust.backfill.BackfillResult;
import dev.joust.error.FeaturesFailedException;
import dev.joust.error.JoustException;
import dev.joust.internal.feature.PendingFeatures;
import dev.joust.job.Job;
import dev.joust.sync.FilledFeatures;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncFailure.Part;
import dev.joust.sync.SyncRequest;
import dev.joust.view.RefreshMode;
import java.util.ArrayList;
import java.util.List;

/**
 * One table or view brought up to date from what it reads as that is now: its rows, its features, its indexes. Each
 * part is done whatever became of those before it.
 */
final class SyncStep {
    private final Table table;
    private final SyncRequest request;
    private final SyncReport report;
    private volatile String job = "";

    SyncStep(Table table, SyncRequest request, SyncReport report) {
        this.table = table;
        this.request = request;
        this.report = report;
    }

    /** Returns whether rows or values changed. */
    boolean run() {
        SyncedIndexes indexes = new SyncedIndexes(table, request, report);
        boolean isRefreshed = table.info().kind() == TableInfo.Kind.VIEW && refresh();
        boolean isFilled = fill();
        request.cancellation().check();
        indexes.update();
        return isRefreshed || isFilled;
    }

    private boolean refresh() {
        String name = table.name();
        try {
            var result = table.lake().openView(name).refresh(rows -> {
                request.cancellation().check();
                request.listener().onEvent(new SyncEvent.Refreshing(name, rows));
            });
            report.add(result);
            return result.mode() != RefreshMode.NO_OP;
        } catch (JoustException e) {
            request.cancellation().check();
            report.fail(name, Part.VIEW, name, e);
            return false;
        }
    }

    private boolean fill() {
        request.cancellation().check();
        PendingFeatures pending =
                PendingFeatures.of(table.handle(), table.lake().catalog());
        pending.refused().forEach((feature, reason) -> report.fail(table.name(), Part.FEATURE, feature, reason));
        return !pending.ready().isEmpty() && fill(pending.ready());
    }

    private boolean fill(List<String> features) {
        Backfill backfill = table.backfill(features.toArray(String[]::new));
        request.settings().accept(backfill);
        backfill.cancelledBy(request.cancellation()).onProgress(event -> {
            job = event.job();
            request.listener().onEvent(new SyncEvent.Backfilling(table.name(), event));
        });
        try {
            return add(features, backfill.run());
        } catch (JoustException e) {
            request.cancellation().check();
            fail(features, e);
            return !job.isEmpty() && addFailed(features, table.lake().job(job));
        }
    }

    /** Another process may have computed the cells meanwhile, or what they read did not change after all. */
    private boolean add(List<String> features, BackfillResult result) {
        if (result.rowsTotal() > 0) {
            report.add(new FilledFeatures(table.name(), features, result));
        }
        return result.rowsTotal() > 0;
    }

    /** What a backfill that failed for some of its features did for the others. */
    private boolean addFailed(List<String> features, Job failed) {
        long rows = failed.rowsDone();
        return add(
                features,
                new BackfillResult(
                        failed.id(),
                        rows,
                        rows - failed.rowsFailed(),
                        failed.rowsFailed(),
                        0,
                        failed.version(),
                        failed.seconds()));
    }

    private void fail(List<String> features, JoustException failure) {
        if (failure instanceof FeaturesFailedException several) {
            List<Throwable> reasons = new ArrayList<>();
            reasons.add(several.getCause());
            reasons.addAll(List.of(several.getSuppressed()));
            for (int i = 0; i < several.failed().size(); i++) {
                boolean isKnown = i < reasons.size() && reasons.get(i) instanceof JoustException;
                report.fail(
                        table.name(),
                        Part.FEATURE,
                        several.failed().get(i),
                        isKnown ? (JoustException) reasons.get(i) : several);
            }
            several.notComputed()
                    .forEach(feature -> report.fail(
                            table.name(), Part.FEATURE, feature, PendingFeatures.readsFailed(feature, several)));
        } else {
            features.forEach(feature -> report.fail(table.name(), Part.FEATURE, feature, failure));
        }
    }
}
