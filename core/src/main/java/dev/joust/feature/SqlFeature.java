// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import dev.joust.schema.Names;

/**
 * A column that an SQL expression over the other columns of its row fills. Its type is found when it is added to a
 * table.
 *
 * @param column the column's name
 * @param expression such as {@code length(caption)}
 */
public record SqlFeature(String column, String expression) {
    /** The name under which tables record the function of every such feature: {@value}. */
    public static final String UDF = "sql";

    /** The parameter that holds the expression: {@value}. */
    public static final String EXPRESSION = "expression";

    /** Checks name and expression. */
    public SqlFeature {
        Names.requireColumnName(column);
        if (expression.isBlank()) {
            throw new IllegalArgumentException("expression must not be blank");
        }
    }
}
