// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import dev.joust.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.BaseListVector;

/**
 * A column of lists as a model takes it: the items of all rows one after the other, and where those of each row begin.
 *
 * <p>An item is a value, such as a category, or a list of as many values as every other, such as a box of four. A row
 * whose list is NULL has no items.
 *
 * <p>Valid until the batch is closed; the arrays that it returns are copies.
 */
public final class Annotations {
    private final String column;
    private final int[] offsets;
    private final int itemValues;
    private final ValueVector values;
    /** Where each value stands among those of the column. */
    private final int[] places;

    private Annotations(String column, int[] offsets, int itemValues, ValueVector values, int[] places) {
        this.column = column;
        this.offsets = offsets;
        this.itemValues = itemValues;
        this.values = values;
        this.places = places;
    }

    static Annotations of(ValueVector vector) {
        String column = vector.getName();
        if (!(vector instanceof BaseListVector lists)) {
            throw new InvalidRequestException("Cannot read annotations of column '" + column + "': it holds "
                    + vector.getField().getType() + ", not lists; read it from the columns of the batch");
        }
        int[] offsets = new int[vector.getValueCount() + 1];
        List<int[]> ranges = new ArrayList<>();
        for (int row = 0; row < vector.getValueCount(); row++) {
            boolean isNull = vector.isNull(row);
            int from = isNull ? 0 : lists.getElementStartIndex(row);
            int to = isNull ? 0 : lists.getElementEndIndex(row);
            ranges.add(new int[] {from, to});
            offsets[row + 1] = offsets[row] + to - from;
        }
        ValueVector items = lists.getChildrenFromFields().get(0);
        int[] places = places(ranges, offsets[offsets.length - 1]);
        return items instanceof BaseListVector inner
                ? nested(column, offsets, items, inner, places)
                : new Annotations(column, offsets, 1, items, places);
    }

    private static Annotations nested(
            String column, int[] offsets, ValueVector items, BaseListVector inner, int[] itemPlaces) {
        List<int[]> ranges = new ArrayList<>();
        int itemValues = 0;
        for (int item : itemPlaces) {
            if (items.isNull(item)) {
                throw new InvalidRequestException("Cannot read annotations of column '" + column
                        + "': an item is NULL; read it from the columns of the batch");
            }
            int from = inner.getElementStartIndex(item);
            int to = inner.getElementEndIndex(item);
            if (ranges.isEmpty()) {
                itemValues = to - from;
            } else if (to - from != itemValues) {
                throw new InvalidRequestException("Cannot read annotations of column '" + column + "': one item has "
                        + itemValues + " values and another has " + (to - from)
                        + "; read it from the columns of the batch");
            }
            ranges.add(new int[] {from, to});
        }
        ValueVector values = inner.getChildrenFromFields().get(0);
        return new Annotations(
                column, offsets, itemValues, values, places(ranges, Math.multiplyExact(itemValues, itemPlaces.length)));
    }

    private static int[] places(List<int[]> ranges, int count) {
        int[] places = new int[count];
        int next = 0;
        for (int[] range : ranges) {
            for (int place = range[0]; place < range[1]; place++) {
                places[next++] = place;
            }
        }
        return places;
    }

    /**
     * Where the items of each row begin: those of row {@code i} are {@code offsets[i]} to below {@code offsets[i + 1]},
     * one number more than there are rows.
     */
    public int[] offsets() {
        return offsets.clone();
    }

    /** How many items all rows have. */
    public int count() {
        return offsets[offsets.length - 1];
    }

    /** How many values an item has: 1 where it is no list, 0 where there are lists but no items. */
    public int itemValues() {
        return itemValues;
    }

    /**
     * The values as float32, those of an item one after the other; NULL is NaN.
     *
     * @throws InvalidRequestException if the column does not hold floating-point numbers
     */
    public float[] floats() {
        if (!(values instanceof FloatingPointVector numbers)) {
            throw holds("floating-point numbers");
        }
        float[] floats = new float[places.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.isNull(places[i]) ? Float.NaN : (float) numbers.getValueAsDouble(places[i]);
        }
        return floats;
    }

    /**
     * The values as whole numbers; true is 1, false is 0.
     *
     * @throws InvalidRequestException if the column does not hold whole numbers or truth values, or one is NULL
     */
    public long[] longs() {
        long[] longs = new long[places.length];
        for (int i = 0; i < longs.length; i++) {
            int place = requireValue(places[i]);
            if (values instanceof BaseIntVector numbers) {
                longs[i] = numbers.getValueAsLong(place);
            } else if (values instanceof BitVector bits) {
                longs[i] = bits.get(place);
            } else {
                throw holds("whole numbers");
            }
        }
        return longs;
    }

    /**
     * The values as text.
     *
     * @throws InvalidRequestException if the column does not hold text, or a value is NULL
     */
    public List<String> strings() {
        if (!(values instanceof VarCharVector || values instanceof LargeVarCharVector)) {
            throw holds("text");
        }
        return Arrays.stream(places)
                .mapToObj(place -> String.valueOf(values.getObject(requireValue(place))))
                .toList();
    }

    private int requireValue(int place) {
        if (values.isNull(place)) {
            throw new InvalidRequestException("Cannot read annotations of column '" + column
                    + "': a value is NULL; read it from the columns of the batch");
        }
        return place;
    }

    private InvalidRequestException holds(String asked) {
        return new InvalidRequestException("Cannot read annotations of column '" + column + "' as " + asked
                + ": it holds " + values.getField().getType() + "; ask for what it holds");
    }
}
