// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import java.io.Serializable;

/**
 * The cells of one feature in one fragment that are to be computed.
 *
 * @param feature its name
 * @param udfHash the function that the plan was made for
 * @param rows the rows, by physical offset
 * @param keepsOthers whether other rows of the fragment have values, which the new file must repeat
 * @param rewrites whether rows may have a value already
 */
record FeatureWork(String feature, String udfHash, RowSet rows, boolean keepsOthers, boolean rewrites)
        implements Serializable {
    FeatureWork {
        requireNonNull(feature, "feature");
        requireNonNull(udfHash, "udfHash");
        requireNonNull(rows, "rows");
    }
}
