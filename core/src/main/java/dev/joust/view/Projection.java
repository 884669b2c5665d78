// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

import static java.util.Objects.requireNonNull;

/**
 * One column of a view.
 *
 * @param output its name in the view
 * @param expression SQL over the source's columns; the column's own name for a plain copy
 */
public record Projection(String output, String expression) {
    /** Checks that both are there. */
    public Projection {
        requireNonNull(output, "output");
        requireNonNull(expression, "expression");
    }

    /** Copies a column. */
    public static Projection column(String name) {
        return new Projection(name, name);
    }

    /** Whether it copies a column of the same name. */
    public boolean isCopy() {
        return output.equals(expression);
    }
}
