// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import dev.joust.schema.Column;
import java.util.List;

/**
 * What a feature computes for some rows. Nothing was written.
 *
 * @param columns the columns of the feature
 * @param rows the rows that were computed, in table order
 * @param openSeconds how long the function took to open, which each worker does once
 * @param seconds how long one instance took to read and compute the rows
 * @param rowsLeft how many rows a backfill would compute: those that are missing or stale, these included
 */
public record Preview(List<Column> columns, List<PreviewRow> rows, double openSeconds, double seconds, long rowsLeft) {
    /** Copies the lists. */
    public Preview {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** How many of the rows failed. */
    public long rowsFailed() {
        return rows.stream().filter(row -> row.error().isPresent()).count();
    }

    /** How many rows one instance computes in a second; zero if there were none. */
    public double rowsPerSecond() {
        return seconds > 0 ? rows.size() / seconds : 0;
    }

    /**
     * How long the rows that are left would take at this rate, if instances do not slow each other down.
     *
     * @param instances how many work at once
     */
    public double secondsLeft(int instances) {
        if (instances < 1) {
            throw new IllegalArgumentException("instances must be positive but was " + instances);
        }
        return rows.isEmpty() ? 0 : openSeconds + rowsLeft * seconds / rows.size() / instances;
    }
}
