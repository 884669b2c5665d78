// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.JoinedFeature;
import dev.joust.feature.RowSet;
import dev.joust.feature.SourceVersion;
import dev.joust.feature.Stamp;
import dev.joust.internal.relation.KeyDigests;
import dev.joust.internal.relation.RelationState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the rows of a joined or aggregate feature whose source or key changed. */
final class RelationChanges {
    private RelationChanges() {}

    /**
     * Returns the stale rows of a stamp with the reasons.
     *
     * @param changed the rows of which an input changed by the files behind it, by input
     * @param now the digests of the fragment as they would be now, asked for only if files changed
     * @param recorded the digests that it was computed from
     */
    static List<StaleRows> of(
            Stamp stamp,
            Map<String, Optional<RowSet>> changed,
            RelationState state,
            Supplier<long[]> now,
            Supplier<long[]> recorded) {
        Optional<SourceVersion> current = state.version();
        if (current.isEmpty()) {
            return List.of(new StaleRows("its source cannot be read: " + state.problem(), Optional.empty()));
        }
        boolean isSourceSame = stamp.source()
                .map(source -> source.signature().equals(current.get().signature()))
                .orElse(false);
        boolean isRowSame = changed.values().stream()
                .allMatch(rows -> rows.map(r -> !r.intersects(stamp.rows())).orElse(false));
        if (isSourceSame && isRowSame) {
            return List.of();
        }
        RowSet different = different(stamp.rows(), recorded.get(), now);
        if (different.isEmpty()) {
            return List.of();
        }
        return reasons(stamp, changed, current.get(), different, isSourceSame);
    }

    private static List<StaleRows> reasons(
            Stamp stamp,
            Map<String, Optional<RowSet>> changed,
            SourceVersion current,
            RowSet different,
            boolean isSourceSame) {
        List<StaleRows> causes = new ArrayList<>();
        RowSet left = different;
        for (Map.Entry<String, Optional<RowSet>> input : changed.entrySet()) {
            if (input.getValue().isPresent()) {
                RowSet own = left.and(input.getValue().get());
                if (!own.isEmpty()) {
                    causes.add(new StaleRows("input '" + input.getKey() + "' changed", Optional.of(own)));
                    left = left.minus(own);
                }
            }
        }
        causes.add(new StaleRows(moved(stamp, current, isSourceSame), Optional.of(left)));
        return causes;
    }

    private static String moved(Stamp stamp, SourceVersion current, boolean isSourceSame) {
        if (isSourceSame || stamp.source().isEmpty()) {
            return "their key changed";
        }
        SourceVersion before = stamp.source().get();
        boolean isJoined = stamp.udf().equals(JoinedFeature.UDF);
        return isJoined
                ? "source table '" + current.table() + "' moved from version " + before.version() + " to "
                        + current.version() + ", and their keys have other values there"
                : "their groups changed between version " + before.version() + " and " + current.version();
    }

    private static RowSet different(RowSet rows, long[] recorded, Supplier<long[]> now) {
        if (recorded.length == 0) {
            return rows;
        }
        long[] current = now.get();
        BitSet different = new BitSet();
        rows.offsets().forEach(row -> {
            if (recorded[row] == KeyDigests.UNKNOWN || recorded[row] != current[row]) {
                different.set(row);
            }
        });
        return RowSet.of(different);
    }
}
