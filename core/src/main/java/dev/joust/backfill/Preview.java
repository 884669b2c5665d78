// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import dev.joust.schema.Column;
import java.util.List;

/**
 * What a feature computes for some rows. Nothing was written.
 *
 * <p>The first rows are slow: files are read for the first time, code is not compiled yet, a model makes its first run.
 * So what the rest would take is told by the later half of the rows, which is read and computed after the first one,
 * and only if that took a while: see {@link #isTooShort}.
 *
 * @param columns the columns of the feature
 * @param rows the rows that were computed, in table order
 * @param openSeconds how long the function took to be made and to open, which each worker does once
 * @param seconds how long one instance took to read and compute the rows
 * @param laterRows how many of the rows, the last ones, were measured apart; none if there is one row at most
 * @param laterSeconds how long one instance took to read and compute these
 * @param rowsLeft how many rows a backfill would compute: those that are missing or stale, these included
 */
public record Preview(
        List<Column> columns,
        List<PreviewRow> rows,
        double openSeconds,
        double seconds,
        int laterRows,
        double laterSeconds,
        long rowsLeft) {
    /** The time that the later half must take before it tells what the rest takes. */
    public static final double TELLING_SECONDS = 1;

    /** Copies the lists. */
    public Preview {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** How many of the rows failed. */
    public long rowsFailed() {
        return rows.stream().filter(row -> row.error().isPresent()).count();
    }

    /**
     * How many rows one instance computes in a second, by the later half of the rows; if there is one row, by that;
     * zero if there were none.
     */
    public double rowsPerSecond() {
        double took = laterRows > 0 ? laterSeconds : seconds;
        return took > 0 ? (laterRows > 0 ? laterRows : rows.size()) / took : 0;
    }

    /**
     * Whether the sample is too small to tell what the rest takes: the later half took less than
     * {@link #TELLING_SECONDS}, so that what each read and each call costs once, and code that is not compiled yet, may
     * be most of it. {@link #secondsLeft} is mostly far too much then.
     */
    public boolean isTooShort() {
        return laterSeconds < TELLING_SECONDS;
    }

    /**
     * How long the rows that are left would take at this rate, and opening the function once, if instances do not slow
     * each other down. Look at {@link #isTooShort} before you believe it.
     *
     * @param instances how many work at once
     */
    public double secondsLeft(int instances) {
        if (instances < 1) {
            throw new IllegalArgumentException("instances must be positive but was " + instances);
        }
        double rate = rowsPerSecond();
        return rate == 0 ? 0 : openSeconds + rowsLeft / rate / instances;
    }
}
