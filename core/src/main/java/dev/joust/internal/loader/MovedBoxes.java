// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.loader.PixelDecoder.StoredSize;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;

/**
 * Moves boxes from where they are in stored images to where they are in the decoded ones.
 *
 * <p>A box that is NULL, or has a number that is NULL, stays as it is.
 */
final class MovedBoxes {
    private static final int NUMBERS = 4;

    private final String table;
    private final long[] rowIds;
    private final BatchImages images;

    MovedBoxes(String table, long[] rowIds, BatchImages images) {
        this.table = table;
        this.rowIds = rowIds;
        this.images = images;
    }

    /** Moves all boxes of a column in place. */
    void move(FieldVector column) {
        BaseListVector lists = (BaseListVector) column;
        ValueVector boxes = lists.getChildrenFromFields().get(0);
        BaseListVector corners = (BaseListVector) boxes;
        ValueVector numbers = corners.getChildrenFromFields().get(0);
        for (int row = 0; row < column.getValueCount(); row++) {
            if (column.isNull(row)) {
                continue;
            }
            for (int box = lists.getElementStartIndex(row); box < lists.getElementEndIndex(row); box++) {
                if (!boxes.isNull(box)) {
                    int from = corners.getElementStartIndex(box);
                    int values = corners.getElementEndIndex(box) - from;
                    if (values != NUMBERS) {
                        throw BatchErrors.noBox(table, column.getName(), rowIds[row], values);
                    }
                    move(numbers, from, row);
                }
            }
        }
    }

    private void move(ValueVector numbers, int from, int row) {
        for (int i = 0; i < NUMBERS; i++) {
            if (numbers.isNull(from + i)) {
                return;
            }
        }
        StoredSize stored = images.size(row);
        double across = (double) images.width() / stored.width();
        double down = (double) images.height() / stored.height();
        double left = number(numbers, from) * across;
        double right = number(numbers, from + 2) * across;
        boolean isFlipped = images.isFlipped(row);
        write(numbers, from, isFlipped ? images.width() - right : left);
        write(numbers, from + 1, number(numbers, from + 1) * down);
        write(numbers, from + 2, isFlipped ? images.width() - left : right);
        write(numbers, from + 3, number(numbers, from + 3) * down);
    }

    private static double number(ValueVector numbers, int index) {
        return numbers instanceof Float4Vector floats ? floats.get(index) : ((Float8Vector) numbers).get(index);
    }

    private static void write(ValueVector numbers, int index, double value) {
        if (numbers instanceof Float4Vector floats) {
            floats.set(index, (float) value);
        } else {
            ((Float8Vector) numbers).set(index, value);
        }
    }
}
