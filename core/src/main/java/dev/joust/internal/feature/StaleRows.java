// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that are stale for one reason.
 *
 * @param reason in words
 * @param rows by physical offset; empty for all
 */
record StaleRows(String reason, Optional<RowSet> rows) {
    /** What became of an input. */
    static StaleRows ofInput(Map.Entry<String, Optional<RowSet>> input) {
        return new StaleRows(
                input.getValue().isPresent()
                        ? "input '" + input.getKey() + "' changed"
                        : "input '" + input.getKey()
                                + "' is in files that cannot be traced back to those it was computed from",
                input.getValue());
    }
}
