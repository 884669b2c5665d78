// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.schema.Column;

/**
 * Finds the function that a table records in the running program. What the table records is the truth: another identity
 * under the recorded name is refused, and nothing is ever loaded from the table.
 */
public final class FeatureResolver {
    private final FeatureCatalog catalog;

    /** Resolves from a catalog. */
    public FeatureResolver(FeatureCatalog catalog) {
        this.catalog = requireNonNull(catalog, "catalog");
    }

    /**
     * Returns the function of a feature. An SQL expression, a join and an aggregate need no program: the table records
     * all of it.
     *
     * @throws dev.joust.error.InvalidRequestException if the program has no function of this name, or one of another
     *     identity
     */
    public Feature resolve(Registration feature) {
        if (Computation.recorded(feature.identity()).isPresent()) {
            return Feature.recorded(
                    feature.columns().stream()
                            .map(column -> Column.of(column.name(), column.type()))
                            .toList(),
                    feature.identity());
        }
        Feature brought = catalog.find(feature.identity().udf())
                .orElseThrow(() -> FeatureErrors.unknown(
                        feature.name(),
                        feature.identity(),
                        catalog.features().stream()
                                .map(known -> known.identity().udf())
                                .toList()))
                .adjustedTo(feature.identity());
        if (!brought.identity().hash().equals(feature.identity().hash())) {
            throw FeatureErrors.other(feature.name(), feature.identity(), brought.identity());
        }
        return brought;
    }
}
