// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

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
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.WriteParams;

/** The results of expressions for the batches of another reader, one batch of it in memory at a time. */
final class EvaluatedReader extends PulledReader {
    private final LanceStore store;
    private final SqlEvaluator evaluator;
    private final ArrowReader input;
    private final VectorSchemaRoot output;
    private @Nullable Dataset table;
    private @Nullable ArrowReader results;
    private int taken;
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
                if (results != null && results.loadNextBatch()) {
                    int rows = results.getVectorSchemaRoot().getRowCount();
                    if (rows > 0) {
                        fill(results.getVectorSchemaRoot(), rows);
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
        if (!input.loadNextBatch()) {
            return false;
        }
        taken = 0;
        fill(output, input.getVectorSchemaRoot().getRowCount());
        return true;
    }

    private boolean openNext() throws IOException {
        boolean wasOpen = results != null;
        closeResults();
        VectorSchemaRoot batch = input.getVectorSchemaRoot();
        if (wasOpen && !evaluator.isFiltering() && taken != batch.getRowCount()) {
            throw new InternalException("Cannot " + evaluator.what() + ": the expressions gave " + taken
                    + " values for " + batch.getRowCount() + " rows; please report this");
        }
        taken = 0;
        if (!input.loadNextBatch()) {
            return false;
        }
        if (batch.getRowCount() > 0) {
            table = inMemory(batch);
            results = table.sql(evaluator.select()).tableName("t").intoBatchRecords();
        }
        return true;
    }

    private Dataset inMemory(VectorSchemaRoot batch) throws IOException {
        List<Field> fields = new ArrayList<>();
        List<FieldVector> vectors = new ArrayList<>();
        for (String column : evaluator.columnsRead()) {
            FieldVector vector = batch.getVector(column);
            fields.add(SqlEvaluator.plain(vector.getField(), fields.size()));
            vectors.add(vector);
        }
        int rows = batch.getRowCount();
        try (IntVector positions = new IntVector(SqlEvaluator.POSITION, store.allocator())) {
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
                        .uri(ExpressionPlan.memoryUri())
                        .mode(WriteParams.WriteMode.CREATE)
                        .execute();
            }
        }
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
