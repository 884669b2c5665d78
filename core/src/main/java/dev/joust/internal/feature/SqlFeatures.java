// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.Feature;
import dev.joust.feature.SqlFeature;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.SqlEvaluator;
import dev.joust.schema.Column;
import java.util.List;

/** Finds the types and inputs of SQL features. */
public final class SqlFeatures {
    private SqlFeatures() {}

    /**
     * Returns the feature of an expression over the columns that a table has now.
     *
     * @throws dev.joust.error.InvalidRequestException if the expression is wrong, or does not give one value for each
     *     row
     */
    public static Feature typed(LanceTable table, SqlFeature feature) {
        try (Snapshot now = table.latest()) {
            return typed(now, feature);
        }
    }

    /**
     * Returns the feature of an expression over the columns of one version; see {@link #typed(LanceTable, SqlFeature)}.
     */
    public static Feature typed(Snapshot now, SqlFeature feature) {
        LanceTable table = now.table();
        SqlEvaluator evaluator = SqlEvaluator.of(
                table.store(),
                now.schema(),
                List.of(SqlEvaluator.Output.computed(feature.column(), feature.expression())),
                "add feature '" + feature.column() + "' to table '" + table.name() + "'");
        Column column = ArrowSchemas.column(evaluator.schema().getFields().get(0));
        return Feature.sql(feature.column(), column.type(), feature.expression(), evaluator.columnsRead());
    }
}
