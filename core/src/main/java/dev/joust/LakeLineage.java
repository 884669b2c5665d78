// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lineage.LineageEngine;
import dev.joust.job.Job;
import dev.joust.lineage.LineageNode;
import java.util.List;

/** What a lake knows besides its tables of where values come from. */
record LakeLineage(Lake lake) {
    LineageEngine engine(LanceTable table) {
        return new LineageEngine(table, jobs(table), pins());
    }

    /** None where the lake cannot be listed. */
    private List<Job> jobs(LanceTable table) {
        return table.paths().isPresent() ? lake.jobs() : List.of();
    }

    private static List<LineageNode.OfPin> pins() {
        return List.of();
    }
}
