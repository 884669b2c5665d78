// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.arrow.PulledReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Some rows and columns of the batch that another reader has loaded, in an order of their own. */
final class PickedRows extends PulledReader {
    private final ArrowReader source;
    private final VectorSchemaRoot output;
    private boolean isRead;

    private PickedRows(BufferAllocator allocator, ArrowReader source, VectorSchemaRoot output) {
        super(allocator);
        this.source = source;
        this.output = output;
    }

    /**
     * Picks rows by their places in the batch, and columns by name.
     *
     * @param source closed with the reader that is returned; by the caller if this method throws
     */
    static PickedRows of(BufferAllocator allocator, ArrowReader source, List<Integer> rows, List<String> columns)
            throws IOException {
        VectorSchemaRoot batch = source.getVectorSchemaRoot();
        List<Field> fields =
                columns.stream().map(name -> batch.getVector(name).getField()).toList();
        VectorSchemaRoot output =
                VectorSchemaRoot.create(new Schema(fields, batch.getSchema().getCustomMetadata()), allocator);
        try {
            for (int i = 0; i < columns.size(); i++) {
                pick(batch.getVector(columns.get(i)), rows, output.getVector(i));
            }
            output.setRowCount(rows.size());
            return new PickedRows(allocator, source, output);
        } catch (RuntimeException e) {
            AutoCloseables.close(e, output);
            throw e;
        }
    }

    private static void pick(FieldVector from, List<Integer> rows, FieldVector to) {
        if (isRun(rows)) {
            from.makeTransferPair(to).splitAndTransfer(rows.get(0), rows.size());
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            to.copyFromSafe(rows.get(i), i, from);
        }
    }

    private static boolean isRun(List<Integer> rows) {
        return !rows.isEmpty() && IntStream.range(0, rows.size()).allMatch(i -> rows.get(i) == rows.get(0) + i);
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return output;
    }

    @Override
    public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
        return source.getDictionaryVectors();
    }

    @Override
    public boolean loadNextBatch() {
        boolean isFirst = !isRead && output.getRowCount() > 0;
        isRead = true;
        return isFirst;
    }

    @Override
    public void close() throws IOException {
        output.close();
        source.close();
    }
}
