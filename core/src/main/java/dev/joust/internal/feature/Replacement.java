// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.feature.RowSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a column file says about the files whose columns it replaced: all rows but the changed ones hold the same
 * values as there.
 *
 * @param base the names of the replaced files; empty where the column had no file
 * @param changed the rows with other values
 */
public record Replacement(List<String> base, RowSet changed) {
    /** The metadata key that holds the replaced files, as a JSON list. */
    public static final String BASE = "joust.base";

    /** The metadata key that holds the changed rows, as runs. */
    public static final String CHANGED = "joust.changed";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checks and copies. */
    public Replacement {
        base = List.copyOf(base);
        requireNonNull(changed, "changed");
    }

    /** Returns it as metadata of a column file. */
    public Map<String, String> write() {
        try {
            return Map.of(BASE, JSON.writeValueAsString(base), CHANGED, changed.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError("A list of names is always JSON", e);
        }
    }

    /** Reads it from the metadata of a data file; empty if it has none, or one that is damaged. */
    public static Optional<Replacement> read(Map<String, String> metadata) {
        String base = metadata.get(BASE);
        String changed = metadata.get(CHANGED);
        if (base == null || changed == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Replacement(List.of(JSON.readValue(base, String[].class)), RowSet.parse(changed)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
