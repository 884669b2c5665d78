// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.loader.LoaderSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;

/**
 * Reads and decodes the rows of one batch.
 *
 * @param columns the columns to deliver, by the names that they are delivered under
 */
record BatchTask(
        Snapshot snapshot,
        BufferAllocator allocator,
        LoaderSpec spec,
        Map<String, String> columns,
        LoaderClock clock,
        Queue<byte[]> pixelPool,
        Set<LoadedBatch> open) {

    LoadedBatch load(long step, long[] rowIds) {
        List<String> read = new ArrayList<>(columns.values());
        spec.decoded()
                .map(LoaderSpec.Decoded::column)
                .filter(c -> !read.contains(c))
                .ifPresent(read::add);
        long started = System.nanoTime();
        VectorSchemaRoot rows = take(rowIds, read);
        clock.read(System.nanoTime() - started);
        try {
            if (rows.getRowCount() != rowIds.length) {
                throw new InvalidRequestException("Cannot load batch " + step + " of table '"
                        + snapshot.table().name() + "': " + (rowIds.length - rows.getRowCount())
                        + " of its rows are gone from version " + snapshot.version() + "; open the loader again");
            }
            byte[] pixels = spec.decoded().isPresent() ? decode(spec.decoded().get(), rows, rowIds) : new byte[0];
            VectorSchemaRoot delivered = keep(rows);
            LoadedBatch batch = new LoadedBatch(step, rowIds, delivered, pixels, closed -> {
                open.remove(closed);
                pixelPool.offer(closed.pixels());
            });
            open.add(batch);
            return batch;
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    private VectorSchemaRoot take(long[] rowIds, List<String> names) {
        try (ArrowReader reader = snapshot.take(Arrays.stream(rowIds).boxed().toList(), names)) {
            VectorSchemaRoot all =
                    VectorSchemaRoot.create(reader.getVectorSchemaRoot().getSchema(), allocator);
            try {
                boolean first = true;
                while (reader.loadNextBatch()) {
                    append(all, reader.getVectorSchemaRoot(), first);
                    first = false;
                }
                return all;
            } catch (RuntimeException | IOException | Error e) {
                all.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + snapshot.table().name() + "': " + e.getMessage() + "; check the storage",
                    e);
        }
    }

    private static void append(VectorSchemaRoot all, VectorSchemaRoot batch, boolean first) {
        if (!first) {
            VectorSchemaRootAppender.append(all, batch);
            return;
        }
        for (int i = 0; i < batch.getFieldVectors().size(); i++) {
            TransferPair pair = batch.getVector(i).makeTransferPair(all.getVector(i));
            pair.transfer();
        }
        all.setRowCount(batch.getRowCount());
    }

    /** The columns that were asked for; the encoded images are let go unless they are among them. */
    private VectorSchemaRoot keep(VectorSchemaRoot rows) {
        int count = rows.getRowCount();
        List<FieldVector> kept = new ArrayList<>();
        columns.forEach((name, column) -> {
            FieldVector vector = rows.getVector(column);
            Field field = vector.getField();
            TransferPair renamed =
                    vector.getTransferPair(new Field(name, field.getFieldType(), field.getChildren()), allocator);
            renamed.transfer();
            kept.add((FieldVector) renamed.getTo());
        });
        rows.close();
        return new VectorSchemaRoot(kept.stream().map(FieldVector::getField).toList(), kept, count);
    }

    private byte[] decode(LoaderSpec.Decoded decoded, VectorSchemaRoot rows, long[] rowIds) {
        long started = System.nanoTime();
        int imageBytes = decoded.decoder().bytes();
        byte[] pooled = pixelPool.poll();
        byte[] pixels = pooled != null ? pooled : new byte[Math.multiplyExact(imageBytes, spec.batchRows())];
        FieldVector vector = rows.getVector(decoded.column());
        long encodedBytes = 0;
        for (int row = 0; row < rowIds.length; row++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the loader is being closed");
            }
            byte[] encoded = bytes(vector, row, rowIds[row]);
            encodedBytes += encoded.length;
            try {
                decoded.decoder().decode(encoded, pixels, row * imageBytes);
            } catch (RuntimeException e) {
                throw new InvalidRequestException(
                        "Cannot decode column '" + decoded.column() + "' of row " + rowIds[row] + " in table '"
                                + snapshot.table().name() + "': " + e.getMessage()
                                + "; leave the row out with a filter or mend it",
                        e);
            }
        }
        clock.decoded(System.nanoTime() - started, encodedBytes);
        return pixels;
    }

    private byte[] bytes(FieldVector vector, int row, long rowId) {
        if (vector.isNull(row)) {
            throw new InvalidRequestException("Cannot decode column '" + vector.getName() + "' of row " + rowId
                    + " in table '" + snapshot.table().name() + "': it is NULL; leave the row out with a filter");
        }
        if (vector instanceof LargeVarBinaryVector large) {
            return large.get(row);
        }
        if (vector instanceof VarBinaryVector small) {
            return small.get(row);
        }
        throw new IllegalArgumentException("column '" + vector.getName() + "' does not hold bytes: "
                + vector.getField().getType());
    }
}
