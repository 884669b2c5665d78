// SPDX-License-Identifier: Apache-2.0
package dev.joust.sync;

import static java.util.Objects.requireNonNull;

import dev.joust.backfill.BackfillResult;
import java.util.List;

/**
 * Features that one backfill of a sync computed.
 *
 * @param table the table or view that has them
 * @param features those that had cells to compute or read one that had, as the backfill was asked for them; a sync that
 *     failed for some of them names these among its failures
 * @param result what the backfill did
 */
public record FilledFeatures(String table, List<String> features, BackfillResult result) {
    /** Copies the list. */
    public FilledFeatures {
        requireNonNull(table, "table");
        features = List.copyOf(features);
        requireNonNull(result, "result");
    }

    /** One line such as {@code [bdd100k] has_person, dhash: 115 rows computed, version 12}. */
    @Override
    public String toString() {
        long rows = result.rowsComputed() + result.rowsReused();
        return "[" + table + "] " + String.join(", ", features) + ": " + rows + (rows == 1 ? " row" : " rows")
                + " computed" + (result.rowsFailed() > 0 ? ", " + result.rowsFailed() + " failed" : "") + ", version "
                + result.version();
    }
}
