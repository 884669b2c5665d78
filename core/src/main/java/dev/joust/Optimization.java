// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.backfill.BackfillEngine;
import dev.joust.internal.feature.StampCarrier;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.lance.version.Cleanup;
import dev.joust.internal.query.IndexEngine;
import dev.joust.internal.view.ViewEngine;
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
     */
    OptimizeResult run(Duration keep, Collection<Long> needed) {
        int fragments = fragments();
        IndexEngine indexes = new IndexEngine(table);
        // Lance merges only fragments that the same indexes cover.
        indexes.update();
        try (Snapshot uncompacted = table.latest()) {
            Compactor.compact(table, new StampCarrier());
            indexes.rebuildAfterCompaction(uncompacted);
        }
        indexes.update();
        ViewEngine.carryState(table);
        BackfillEngine.removeLeftovers(table);
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
