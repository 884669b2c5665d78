// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;

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
record ActiveFeature(Registration registration, Feature function) {
    ActiveFeature {
        requireNonNull(registration, "registration");
        requireNonNull(function, "function");
    }

    String name() {
        return registration.name();
    }

    FeatureIdentity identity() {
        return registration.identity();
    }

    /** What it reads besides its own row; empty for most. */
    Optional<Relation> relation(String table) {
        return Relation.of(table, identity());
    }

    /** The columns of its own row that it reads. */
    List<String> columnsRead(String table) {
        return relation(table).map(Relation::keys).orElse(identity().inputs());
    }
}
