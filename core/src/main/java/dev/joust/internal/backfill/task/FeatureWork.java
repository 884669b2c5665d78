// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.checkpoint.ReusedRows;
import java.io.Serializable;
import java.util.List;

/**
 * The cells of one feature in one fragment that are to be computed.
 *
 * @param feature its name
 * @param udfHash the function that the plan was made for
 * @param rows the rows, by physical offset
 * @param keepsOthers whether other rows of the fragment have values, which the new file must repeat
 * @param rewrites whether rows of the fragment, these or others, may have a value already
 * @param reused those of the rows whose values are taken from checkpoints; no row is in two of them
 */
public record FeatureWork(
        String feature, String udfHash, RowSet rows, boolean keepsOthers, boolean rewrites, List<ReusedRows> reused)
        implements Serializable {
    public FeatureWork {
        requireNonNull(feature, "feature");
        requireNonNull(udfHash, "udfHash");
        requireNonNull(rows, "rows");
        reused = List.copyOf(reused);
    }

    /** The rows that are computed. */
    RowSet computed() {
        RowSet computed = rows;
        for (ReusedRows one : reused) {
            computed = computed.minus(one.rows());
        }
        return computed;
    }

    /** The same without what one checkpoint has. */
    FeatureWork without(String checkpoint) {
        return new FeatureWork(
                feature,
                udfHash,
                rows,
                keepsOthers,
                rewrites,
                reused.stream().filter(one -> !one.path().equals(checkpoint)).toList());
    }
}
