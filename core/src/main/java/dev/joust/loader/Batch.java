// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import dev.joust.error.InvalidRequestException;
import dev.joust.schema.Names;
import java.util.List;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Some rows, read and decoded.
 *
 * <p>Valid until it is closed, or until its loader is; its arrays are used again after that. Whoever receives it closes
 * it.
 */
public interface Batch extends AutoCloseable {
    /** Its number in the epoch, from 0. */
    long step();

    /** How many rows. */
    int size();

    /** The ids of its rows, in their order. */
    long[] rowIds();

    /**
     * The columns that were asked for, apart from the decoded one, in the same order of rows. Boxes are moved along
     * with the images.
     */
    VectorSchemaRoot columns();

    /**
     * The decoded images as uint8, one after the other: size x height x width x channels values. The array may be
     * longer than that. Empty if nothing is decoded, or images are normalized.
     */
    byte[] pixels();

    /**
     * The normalized images as float32, one after the other: size x channels x height x width values. The array may be
     * longer than that. Empty if images are not normalized.
     */
    float[] tensor();

    /**
     * The shape of {@link #pixels} or {@link #tensor}, whichever there is: {@code [size, height, width, channels]} or
     * {@code [size, channels, height, width]}; empty if nothing is decoded.
     */
    long[] shape();

    /** Whether the image of a row was flipped, for what else has a left and a right; the boxes are moved already. */
    boolean isFlipped(int row);

    /** The rows of this batch whose images could not be decoded, in their order; see {@link BrokenImages}. */
    List<BrokenRow> brokenRows();

    /**
     * A column of lists, such as boxes or their categories, as values and offsets.
     *
     * @throws InvalidRequestException if there is no such column, or it does not hold lists
     */
    default Annotations annotations(String column) {
        ValueVector vector = columns().getVector(column);
        if (vector == null) {
            throw new InvalidRequestException("Cannot read annotations: "
                    + Names.noColumn(
                            column,
                            columns().getSchema().getFields().stream()
                                    .map(Field::getName)
                                    .toList()));
        }
        return Annotations.of(vector);
    }

    @Override
    void close();
}
