// SPDX-License-Identifier: Apache-2.0
package dev.joust.backfill;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row that was computed on trial.
 *
 * @param values by column of the feature, as a query would give them; empty if the row failed
 * @param error why it failed
 */
public record PreviewRow(long rowId, Map<String, @Nullable Object> values, Optional<String> error) {
    /** Copies the map. */
    public PreviewRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        requireNonNull(error, "error");
    }
}
