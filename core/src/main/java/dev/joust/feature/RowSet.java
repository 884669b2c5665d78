// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.io.Serializable;
import java.util.BitSet;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a fragment, by their physical offsets: positions in its files, deleted rows counted.
 *
 * <p>Its text is a list of runs with both ends included, such as {@code 0-3,7,9-12}; the empty set is the empty text.
 *
 * <p>Immutable.
 */
public final class RowSet implements Serializable {
    private static final RowSet NONE = new RowSet(new BitSet(0));

    private final BitSet bits;

    private RowSet(BitSet bits) {
        this.bits = bits;
    }

    /** Returns the empty set. */
    public static RowSet none() {
        return NONE;
    }

    /** Returns the offsets in {@code [start, end)}. */
    public static RowSet range(int start, int end) {
        BitSet bits = new BitSet(end);
        bits.set(start, end);
        return new RowSet(bits);
    }

    /** Returns a copy of the bits that are set. */
    public static RowSet of(BitSet offsets) {
        return new RowSet((BitSet) offsets.clone());
    }

    /** Returns the set of these offsets. */
    public static RowSet of(int... offsets) {
        BitSet bits = new BitSet();
        for (int offset : offsets) {
            bits.set(offset);
        }
        return new RowSet(bits);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static RowSet parse(String text) {
        BitSet bits = new BitSet();
        int at = 0;
        while (at < text.length()) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            int dash = text.indexOf('-', at);
            try {
                int first = Integer.parseInt(text, at, dash < 0 || dash > end ? end : dash, 10);
                int last = dash < 0 || dash > end ? first : Integer.parseInt(text, dash + 1, end, 10);
                bits.set(first, last + 1);
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new IllegalArgumentException("Not a list of runs: '" + text.substring(at, end) + "'", e);
            }
            at = end + 1;
        }
        return new RowSet(bits);
    }

    /** Whether it has no row. */
    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /** How many rows it has. */
    public int size() {
        return bits.cardinality();
    }

    /** Whether it has this offset. */
    public boolean contains(int offset) {
        return bits.get(offset);
    }

    /** The lowest offset at or after this one, or -1 if there is none. */
    public int next(int offset) {
        return bits.nextSetBit(offset);
    }

    /** The offsets in ascending order. */
    public IntStream offsets() {
        return bits.stream();
    }

    /** Returns a copy as bits. */
    public BitSet toBitSet() {
        return (BitSet) bits.clone();
    }

    /** Returns the rows of both. */
    public RowSet or(RowSet other) {
        BitSet result = toBitSet();
        result.or(other.bits);
        return new RowSet(result);
    }

    /** Returns the rows that both have. */
    public RowSet and(RowSet other) {
        BitSet result = toBitSet();
        result.and(other.bits);
        return new RowSet(result);
    }

    /** Returns the rows of this one without those of the other. */
    public RowSet minus(RowSet other) {
        BitSet result = toBitSet();
        result.andNot(other.bits);
        return new RowSet(result);
    }

    /** Whether it has a row of the other. */
    public boolean intersects(RowSet other) {
        return bits.intersects(other.bits);
    }

    /** The text form. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            text.add(end - 1 == first ? Integer.toString(first) : first + "-" + (end - 1));
            first = bits.nextSetBit(end);
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowSet rows && bits.equals(rows.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }
}
