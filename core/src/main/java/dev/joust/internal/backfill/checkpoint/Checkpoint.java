// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says what some computed cells of a fragment are.
 *
 * @param feature the feature's name
 * @param fragment the fragment's id at the version that was read
 * @param version that version
 * @param stamp by which function, from which inputs, for which job, and which rows, by physical offset
 * @param errors what became of the failed rows
 */
public record Checkpoint(String feature, int fragment, long version, Stamp stamp, List<Map<String, String>> errors) {
    /** Checks and copies. */
    public Checkpoint {
        requireNonNull(feature, "feature");
        requireNonNull(stamp, "stamp");
        errors = errors.stream().map(TreeMap::new).map(Map::copyOf).toList();
    }

    /** The rows whose values it has, in the order of the values. */
    public RowSet rows() {
        return stamp.rows();
    }

    /** The name of the folder of all checkpoints of the same cells. */
    String key() {
        return Keys.of(List.of(
                feature,
                stamp.udfHash(),
                Integer.toString(fragment),
                stamp.inputs().toString()));
    }
}
