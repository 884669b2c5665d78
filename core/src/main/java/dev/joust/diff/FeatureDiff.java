// SPDX-License-Identifier: Apache-2.0
package dev.joust.diff;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.FeatureIdentity;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of one feature between two versions.
 *
 * @param name its name
 * @param before as the first version has it; empty if it was added
 * @param after as the second version has it; empty if it was dropped
 */
public record FeatureDiff(String name, Optional<State> before, Optional<State> after) {
    /** What became of a feature. */
    public enum Change {
        /** Only the second version has it. */
        ADDED,
        /** Only the first version has it. */
        DROPPED,
        /** It names another function: another name, version, parameter, model or input. */
        ALTERED,
        /** It names the same function, but other numbers of rows were computed by it. */
        COMPUTED
    }

    /**
     * A feature at one version.
     *
     * @param identity the function that the table records
     * @param rowsByVersion how many live rows each version of a function has computed, by {@code name version}
     */
    public record State(FeatureIdentity identity, SortedMap<String, Long> rowsByVersion) {
        /** Checks and copies. */
        public State {
            requireNonNull(identity, "identity");
            rowsByVersion = Collections.unmodifiableSortedMap(new TreeMap<>(rowsByVersion));
        }
    }

    /** Checks that one version has the feature. */
    public FeatureDiff {
        requireNonNull(name, "name");
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("One version must have the feature");
        }
    }

    /** What became of it. */
    public Change change() {
        if (before.isEmpty()) {
            return Change.ADDED;
        }
        if (after.isEmpty()) {
            return Change.DROPPED;
        }
        boolean isSame =
                before.get().identity().hash().equals(after.get().identity().hash());
        return isSame ? Change.COMPUTED : Change.ALTERED;
    }

    FeatureDiff reversed() {
        return new FeatureDiff(name, after, before);
    }
}
