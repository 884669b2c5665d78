// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lineage.LineageEngine;
import dev.joust.job.Job;
import dev.joust.lineage.LineageNode;
import dev.joust.pin.Pin;
import dev.joust.pin.PinnedTable;
import java.util.List;
import java.util.stream.Collectors;

/** What a lake knows besides its tables of where values come from. */
record LakeLineage(Lake lake) {
    LineageEngine engine(LanceTable table) {
        return new LineageEngine(table, jobs(table), pins(table));
    }

    /** None where the lake cannot be listed. */
    private List<Job> jobs(LanceTable table) {
        return table.paths().isPresent() ? lake.jobs() : List.of();
    }

    private List<LineageNode.OfPin> pins(LanceTable table) {
        List<Pin> pins = table.paths().isPresent() ? lake.pins() : List.of();
        return pins.stream()
                .map(pin -> new LineageNode.OfPin(
                        pin.name(),
                        pin.tables().stream().collect(Collectors.toMap(PinnedTable::name, PinnedTable::version))))
                .toList();
    }
}
