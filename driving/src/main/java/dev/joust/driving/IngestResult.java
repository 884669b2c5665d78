// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static java.util.Objects.requireNonNull;

import dev.joust.driving.bdd100k.Problem;
import java.util.List;

/**
 * What an ingest did.
 *
 * @param table the table that it was to fill
 * @param rowsAdded images that became rows
 * @param rowsPresent images that the table held already, byte for byte
 * @param rowsSkipped image files that were left out because of a problem
 * @param problems the first {@value dev.joust.driving.bdd100k.ProblemLog#KEPT} problems, also those that cost no row
 * @param problemCount how many problems there were in all
 * @param rowsTotal rows of the table afterwards
 * @param version the version that shows all new rows; the old one if there were none; 0 if there is no table, because
 *     nothing could be brought into a new one
 * @param seconds how long it took
 */
public record IngestResult(
        String table,
        long rowsAdded,
        long rowsPresent,
        long rowsSkipped,
        List<Problem> problems,
        long problemCount,
        long rowsTotal,
        long version,
        double seconds) {
    /** Copies the list. */
    public IngestResult {
        requireNonNull(table, "table");
        problems = List.copyOf(problems);
    }

    /** Whether the table exists; a new one into which nothing could be brought does not. */
    public boolean hasTable() {
        return version > 0;
    }
}
