// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InternalException;
import dev.joust.internal.arrow.PulledReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.guard.SqlErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.WriteParams;

/** The results of expressions for the batches of another reader, a part of a batch at a time, see {@link SqlPace}. */
final class EvaluatedReader extends PulledReader {
    private final LanceStore store;
    private final SqlEvaluator evaluator;
    private final ArrowReader input;
    private final VectorSchemaRoot output;
    private @Nullable Dataset table;
    private @Nullable ArrowReader results;
    /** Rows of the input's batch whose results were given. */
    private int taken;
    /** The end of the part of it that is evaluated. */
    private int partEnd;

    private int partStart;
    private long partNanos;
    private long partBytes;
    private boolean closed;

    EvaluatedReader(LanceStore store, SqlEvaluator evaluator, ArrowReader input) {
        super(store.allocator());
        this.store = store;
        this.evaluator = evaluator;
        this.input = input;
        this.output = VectorSchemaRoot.create(evaluator.schema(), store.allocator());
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return output;
    }

    @Override
    public boolean loadNextBatch() {
        if (closed) {
            throw new IllegalStateException("The reader is closed");
        }
        try {
            while (true) {
                if (evaluator.isPassing()) {
                    return pass();
                }
                if (loadResults()) {
                    VectorSchemaRoot computed = requireNonNull(results).getVectorSchemaRoot();
                    if (computed.getRowCount() > 0) {
                        fill(computed, computed.getRowCount());
                        return true;
                    }
                } else if (!openNext()) {
                    return false;
                }
            }
        } catch (IOException | RuntimeException e) {
            throw SqlErrors.translate(evaluator.what(), evaluator.schema(), e);
        }
    }

    private boolean pass() throws IOException {
        while (input.loadNextBatch()) {
            int rows = input.getVectorSchemaRoot().getRowCount();
            if (rows > 0) {
                taken = 0;
                fill(output, rows);
                return true;
            }
        }
        return false;
    }

    private boolean loadResults() throws IOException {
        if (results == null) {
            return false;
        }
        long start = System.nanoTime();
        boolean isLoaded = results.loadNextBatch();
        partNanos += System.nanoTime() - start;
        if (isLoaded) {
            results.getVectorSchemaRoot().getFieldVectors().forEach(vector -> partBytes += vector.getBufferSize());
        } else {
            evaluator.pace().took(partEnd - partStart, (double) partNanos / 1e9, partBytes);
        }
        return isLoaded;
    }

    private boolean openNext() throws IOException {
        closeResults();
        VectorSchemaRoot batch = input.getVectorSchemaRoot();
        if (!evaluator.isFiltering() && taken != partEnd) {
            throw new InternalException("Cannot " + evaluator.what() + ": the expressions gave " + taken
                    + " values for " + partEnd + " rows; please report this");
        }
        if (partEnd == batch.getRowCount() || partEnd == 0) {
            taken = 0;
            partEnd = 0;
            if (!input.loadNextBatch()) {
                return false;
            }
        }
        if (batch.getRowCount() > 0) {
            long start = System.nanoTime();
            partStart = partEnd;
            partEnd = Math.min(batch.getRowCount(), partStart + evaluator.pace().rows());
            partBytes = 0;
            table = inMemory(batch);
            results = table.sql(evaluator.select()).tableName("t").intoBatchRecords();
            partNanos = System.nanoTime() - start;
        }
        return true;
    }

    /** The part as a table. */
    private Dataset inMemory(VectorSchemaRoot batch) throws IOException {
        List<Field> fields = new ArrayList<>();
        List<FieldVector> vectors = new ArrayList<>();
        List<FieldVector> slices = new ArrayList<>();
        int rows = partEnd - partStart;
        try (IntVector positions = new IntVector(SqlEvaluator.POSITION, store.allocator())) {
            for (String column : evaluator.columnsRead()) {
                FieldVector vector = batch.getVector(column);
                fields.add(SqlEvaluator.plain(vector.getField(), fields.size()));
                vectors.add(rows == batch.getRowCount() ? vector : slice(vector, slices));
            }
            positions.allocateNew(rows);
            for (int i = 0; i < rows; i++) {
                positions.set(i, i);
            }
            positions.setValueCount(rows);
            fields.add(positions.getField());
            vectors.add(positions);
            try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(store.allocator());
                    BorrowedBatch reader = new BorrowedBatch(store.allocator(), fields, vectors, rows)) {
                Data.exportArrayStream(store.allocator(), reader, stream);
                return Dataset.write().allocator(store.allocator()).stream(stream)
                        .uri(LanceStore.memoryUri())
                        .mode(WriteParams.WriteMode.CREATE)
                        .execute();
            }
        } finally {
            slices.forEach(FieldVector::close);
        }
    }

    private FieldVector slice(FieldVector vector, List<FieldVector> slices) {
        TransferPair pair = vector.getTransferPair(store.allocator());
        FieldVector slice = (FieldVector) pair.getTo();
        slices.add(slice);
        pair.splitAndTransfer(partStart, partEnd - partStart);
        return slice;
    }

    private void fill(VectorSchemaRoot computed, int rows) throws IOException {
        VectorSchemaRoot batch = input.getVectorSchemaRoot();
        int next = 0;
        for (int i = 0; i < evaluator.outputs().size(); i++) {
            FieldVector target = output.getVector(i);
            SqlEvaluator.Output wanted = evaluator.outputs().get(i);
            if (evaluator.isFiltering() || wanted.sql().isPresent()) {
                computed.getVector(next++).makeTransferPair(target).transfer();
            } else {
                batch.getVector(wanted.column()).makeTransferPair(target).splitAndTransfer(taken, rows);
            }
        }
        output.setRowCount(rows);
        taken += rows;
    }

    private void closeResults() throws IOException {
        Dataset closing = table;
        ArrowReader finished = results;
        table = null;
        results = null;
        try {
            if (finished != null) {
                finished.close();
            }
        } finally {
            if (closing != null) {
                closing.close();
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        output.close();
        try {
            closeResults();
        } catch (IOException e) {
            throw LanceErrors.translate(evaluator.what(), e);
        } finally {
            closeInput();
        }
    }

    private void closeInput() {
        try {
            input.close();
        } catch (IOException e) {
            throw LanceErrors.translate(evaluator.what(), e);
        }
    }
}
