// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import dev.joust.feature.RowSet;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The results of a feature for some rows of a batch.
 *
 * @param offsets the physical offset of each row
 * @param values one row for each offset, with the feature's columns; closed by {@link #close}
 * @param nulls the offsets whose first column is NULL, failed rows not among them
 * @param failed the offsets of rows that could not be computed
 */
public record ComputedRows(
        RowNumbers offsets, VectorSchemaRoot values, RowSet nulls, RowSet failed, List<RowError> errors)
        implements AutoCloseable {
    @Override
    public void close() {
        values.close();
    }
}
