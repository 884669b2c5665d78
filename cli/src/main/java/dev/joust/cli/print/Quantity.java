// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static java.util.Objects.requireNonNull;

/**
 * A number as people read it, for a cell of a table: to the right like any number.
 *
 * @param text the number with its unit, if it has one
 */
public record Quantity(String text) {
    /** Refuses null. */
    public Quantity {
        requireNonNull(text, "text");
    }

    /** A number with its digits in groups. */
    public static Quantity of(long count) {
        return new Quantity(HumanFormat.count(count));
    }

    /** A size such as {@code 1.4 MB}. */
    public static Quantity bytes(long bytes) {
        return new Quantity(HumanFormat.bytes(bytes));
    }

    /** A duration such as {@code 3.2 s}. */
    public static Quantity seconds(double seconds) {
        return new Quantity(HumanFormat.seconds(seconds));
    }
}
