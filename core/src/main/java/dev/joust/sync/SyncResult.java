// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

import static java.util.Objects.requireNonNull;

import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.util.List;

/**
 * What a sync did, in the order in which it did it.
 *
 * @param table the table or view that was synced with everything that depends on it
 * @param backfills the features that were computed; those that were fresh are not among them
 * @param indexes the indexes that were brought up to date or built again
 * @param views all views that depend on the table, or the view itself, each with its refresh; those that were up to
 *     date with {@link RefreshMode#NO_OP}
 * @param failed what could not be brought up to date
 * @param seconds how long it took
 */
public record SyncResult(
        String table,
        List<FilledFeatures> backfills,
        List<UpdatedIndex> indexes,
        List<RefreshResult> views,
        List<SyncFailure> failed,
        double seconds) {
    /** Copies the lists. */
    public SyncResult {
        requireNonNull(table, "table");
        backfills = List.copyOf(backfills);
        indexes = List.copyOf(indexes);
        views = List.copyOf(views);
        failed = List.copyOf(failed);
    }

    /** Whether everything is up to date now: nothing failed. */
    public boolean isComplete() {
        return failed.isEmpty();
    }

    /** Whether everything was up to date before, so that nothing was committed. */
    public boolean isNothingToDo() {
        return isComplete()
                && backfills.isEmpty()
                && indexes.isEmpty()
                && views.stream().allMatch(view -> view.mode() == RefreshMode.NO_OP);
    }
}
