// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import org.jspecify.annotations.Nullable;

/**
 * Functions of one row.
 *
 * <p>A function returns the value of the feature's column, or null for NULL; for a feature of several columns it
 * returns a {@code List} with one value for each. What it throws is handled by the error policy of the backfill.
 *
 * <p>Threads: one instance is called by several threads at once, so it must not change state.
 */
public final class ScalarUdf {
    private ScalarUdf() {}

    /** A function of one input. */
    @FunctionalInterface
    public interface Of1<A> {
        /** Computes one row. */
        @Nullable
        Object apply(A first) throws Exception;
    }

    /** A function of two inputs. */
    @FunctionalInterface
    public interface Of2<A, B> {
        /** Computes one row. */
        @Nullable
        Object apply(A first, B second) throws Exception;
    }

    /** A function of three inputs. */
    @FunctionalInterface
    public interface Of3<A, B, C> {
        /** Computes one row. */
        @Nullable
        Object apply(A first, B second, C third) throws Exception;
    }
}
