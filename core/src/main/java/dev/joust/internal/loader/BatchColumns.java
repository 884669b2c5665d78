// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.VectorAppender;

/**
 * Puts together the columns of a batch that was read in several calls.
 *
 * @param shown the columns to deliver, by the names that they are delivered under
 * @param boxes of these columns, those that are moved along with images
 */
record BatchColumns(BufferAllocator allocator, Map<String, String> shown, Set<String> boxes) {
    /** The columns of all rows that were read, one part after the other; the caller closes the parts. */
    VectorSchemaRoot joined(List<VectorSchemaRoot> parts) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            shown.forEach((name, column) -> {
                List<FieldVector> sources =
                        parts.stream().map(part -> part.getVector(column)).toList();
                boolean isShownTwice =
                        shown.values().stream().filter(column::equals).count() > 1;
                vectors.add(
                        sources.size() > 1 || isShownTwice ? appended(name, sources) : renamed(name, sources.get(0)));
            });
            return root(
                    vectors,
                    parts.stream().mapToInt(VectorSchemaRoot::getRowCount).sum());
        } catch (RuntimeException | Error e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private FieldVector renamed(String name, FieldVector vector) {
        TransferPair pair = vector.getTransferPair(named(name, vector), allocator);
        pair.transfer();
        return (FieldVector) pair.getTo();
    }

    private FieldVector appended(String name, List<FieldVector> parts) {
        FieldVector whole = named(name, parts.get(0)).createVector(allocator);
        try {
            allocate(whole, parts);
            for (FieldVector part : parts) {
                part.accept(new VectorAppender(whole), null);
            }
            return whole;
        } catch (RuntimeException | Error e) {
            whole.close();
            throw e;
        }
    }

    private static Field named(String name, FieldVector vector) {
        Field field = vector.getField();
        return new Field(name, field.getFieldType(), field.getChildren());
    }

    /** Makes room for images and the like at once; appending alone would double it again and again. */
    private static void allocate(FieldVector whole, List<FieldVector> parts) {
        int rows = parts.stream().mapToInt(FieldVector::getValueCount).sum();
        long bytes = parts.stream().mapToLong(FieldVector::getBufferSize).sum();
        if (whole instanceof BaseLargeVariableWidthVector large) {
            large.allocateNew(bytes, rows);
        } else if (whole instanceof BaseVariableWidthVector small) {
            small.allocateNew(bytes, rows);
        } else {
            whole.setInitialCapacity(rows);
            whole.allocateNew();
        }
    }

    /** The rows with these numbers, in the order of the numbers; those that were given are closed. */
    VectorSchemaRoot selected(VectorSchemaRoot rows, int[] numbers) {
        List<FieldVector> vectors = new ArrayList<>();
        try (rows) {
            rows.getFieldVectors().forEach(vector -> vectors.add(selected(vector, numbers)));
            return root(vectors, numbers.length);
        } catch (RuntimeException | Error e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    /** Rows that follow each other are copied together. */
    private FieldVector selected(FieldVector vector, int[] numbers) {
        List<FieldVector> runs = new ArrayList<>();
        try {
            int begin = 0;
            for (int end = 1; end <= numbers.length; end++) {
                if (end == numbers.length || numbers[end] != numbers[end - 1] + 1) {
                    TransferPair run = vector.getTransferPair(vector.getField(), allocator);
                    run.splitAndTransfer(numbers[begin], end - begin);
                    runs.add((FieldVector) run.getTo());
                    begin = end;
                }
            }
            return runs.isEmpty() ? vector.getField().createVector(allocator) : appended(vector.getName(), runs);
        } finally {
            runs.forEach(FieldVector::close);
        }
    }

    /** Moves boxes to where they are in the decoded images, in memory that is not Lance's; takes the rows over. */
    VectorSchemaRoot withMovedBoxes(VectorSchemaRoot rows, MovedBoxes images) {
        List<FieldVector> vectors = new ArrayList<>(rows.getFieldVectors());
        try {
            for (int i = 0; i < vectors.size(); i++) {
                FieldVector vector = vectors.get(i);
                if (boxes.contains(shown.getOrDefault(vector.getName(), ""))) {
                    vectors.set(i, appended(vector.getName(), List.of(vector)));
                    vector.close();
                    images.move(vectors.get(i));
                }
            }
            return root(vectors, rows.getRowCount());
        } catch (RuntimeException | Error e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private static VectorSchemaRoot root(List<FieldVector> vectors, int rows) {
        return new VectorSchemaRoot(vectors.stream().map(FieldVector::getField).toList(), vectors, rows);
    }
}
