// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/** How the values of a feature come about. */
public sealed interface Computation {
    /**
     * A function in Java.
     *
     * @param instances makes one instance per worker thread
     * @param source the class that holds its code; the hash of its bytes is recorded beside the identity
     * @param needs what each instance needs of the machine
     */
    record Code(Supplier<BatchUdf> instances, Class<?> source, Needs needs) implements Computation {
        /** A function that needs nothing special. */
        public Code(Supplier<BatchUdf> instances, Class<?> source) {
            this(instances, source, Needs.NOTHING);
        }

        /** Checks that nothing is null. */
        public Code {
            requireNonNull(needs, "needs");
            requireNonNull(instances, "instances");
            requireNonNull(source, "source");
        }
    }

    /**
     * An expression in SQL over the columns of the row.
     *
     * @param expression such as {@code length(caption)}
     */
    record Sql(String expression) implements Computation {
        /** Checks that there is an expression. */
        public Sql {
            if (expression.isBlank()) {
                throw new IllegalArgumentException("expression must not be blank");
            }
        }
    }
}
