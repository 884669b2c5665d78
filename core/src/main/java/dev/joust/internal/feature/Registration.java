// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.SqlFeature;
import dev.joust.schema.Column;
import java.util.List;
import java.util.Optional;

/**
 * A feature as a table records it.
 *
 * @param columns the columns that it fills, as the table has them now
 * @param identity the function that fills them
 * @param acceptsNull whether it is called for rows with a NULL input
 */
public record Registration(List<Column> columns, FeatureIdentity identity, boolean acceptsNull) {
    /** Checks and copies. */
    public Registration {
        columns = List.copyOf(columns);
        requireNonNull(identity, "identity");
    }

    /** The name of the feature: that of its first column. */
    public String name() {
        return columns.get(0).name();
    }

    /** The names of its columns. */
    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** The expression of an SQL feature. */
    public Optional<String> sql() {
        return identity.udf().equals(SqlFeature.UDF)
                ? Optional.ofNullable(identity.parameters().get(SqlFeature.EXPRESSION))
                : Optional.empty();
    }
}
