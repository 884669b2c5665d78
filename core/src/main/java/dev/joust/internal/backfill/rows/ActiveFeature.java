// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.relation.Relation;
import java.util.List;
import java.util.Optional;

/**
 * A feature that is being computed: what the table records, and the function of the running program.
 *
 * @param registration as the table records it
 * @param function of the same identity
 */
public record ActiveFeature(Registration registration, Feature function) {
    public ActiveFeature {
        requireNonNull(registration, "registration");
        requireNonNull(function, "function");
    }

    public String name() {
        return registration.name();
    }

    public FeatureIdentity identity() {
        return registration.identity();
    }

    /** What it reads besides its own row; empty for most. */
    public Optional<Relation> relation(String table) {
        return Relation.of(table, identity());
    }

    /** The columns of its own row that it reads: of a feature that reads other rows those that find them. */
    List<String> columnsRead() {
        if (function.computation() instanceof Computation.Joined joined) {
            return joined.keys();
        } else if (function.computation() instanceof Computation.Duplicates duplicates) {
            return List.of(duplicates.hash());
        }
        return function.computation() instanceof Computation.Aggregate aggregate
                ? aggregate.by()
                : identity().inputs();
    }
}
