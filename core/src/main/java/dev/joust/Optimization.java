// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.backfill.BackfillEngine;
import dev.joust.internal.feature.StampCarrier;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.lance.version.Cleanup;
import dev.joust.internal.query.IndexEngine;
import dev.joust.internal.query.IndexesToCompact;
import dev.joust.internal.view.FragmentOrigins;
import dev.joust.internal.view.ViewEngine;
import dev.joust.job.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** The steps of optimizing one table, in the order that keeps stamps, indexes and the state of views right. */
final class Optimization {
    private final LanceTable table;

    Optimization(LanceTable table) {
        this.table = table;
    }

    /**
     * Runs all steps.
     *
     * @param keep versions that are older than this at the end are removed, unless something needs them
     * @param needed versions that views start their next refresh from
     * @param cancellation looked at between steps, where what was done is whole
     */
    OptimizeResult run(Duration keep, Collection<Long> needed, Cancellation cancellation) {
        int fragments = fragments();
        IndexEngine indexes = new IndexEngine(table);
        cancellation.check();
        // Lance merges only fragments that the same parts of indexes cover.
        indexes.update();
        indexes.merge();
        cancellation.check();
        Compactor.Carry stamps = new StampCarrier();
        Compactor.Carry origins = new FragmentOrigins();
        Compactor.compact(table, new IndexesToCompact(table), (before, replaced, written) -> {
            stamps.carry(before, replaced, written);
            origins.carry(before, replaced, written);
        });
        cancellation.check();
        indexes.update();
        cancellation.check();
        ViewEngine.carryState(table);
        BackfillEngine.removeLeftovers(table);
        StampCarrier.renew(table);
        FragmentOrigins.noteOthers(table, needed);
        Cleanup.Removed removed = Cleanup.olderThan(table, Instant.now().minus(keep), needed);
        try (Snapshot now = table.latest()) {
            return new OptimizeResult(
                    fragments, now.fragments().size(), removed.versions(), removed.bytes(), now.version());
        }
    }

    private int fragments() {
        try (Snapshot now = table.latest()) {
            return now.fragments().size();
        }
    }
}
