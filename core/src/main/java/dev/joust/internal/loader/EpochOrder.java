// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.loader.LoaderSpec;
import dev.joust.loader.LoaderSpec.ShortBatch;
import dev.joust.loader.OrderedRows;
import dev.joust.loader.RowOrder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The rows of one epoch in the order of their delivery, cut into batches. */
final class EpochOrder {
    private final long rows;
    private final String hash;
    private final long[] part;
    private final int batchRows;
    private final long steps;

    private EpochOrder(long rows, String hash, long[] part, int batchRows, long steps) {
        this.rows = rows;
        this.hash = hash;
        this.part = part;
        this.batchRows = batchRows;
        this.steps = steps;
    }

    /** Rows of the whole epoch. */
    long rows() {
        return rows;
    }

    /** The fingerprint of the order of epoch 0, before sharding. */
    String hash() {
        return hash;
    }

    /** How many batches this part of the rows has. */
    long steps() {
        return steps;
    }

    /** The most rows that a batch has. */
    int batchRows() {
        return batchRows;
    }

    /** The row ids of a batch, in order. */
    long[] batch(long step) {
        int from = Math.toIntExact(step * batchRows);
        return Arrays.copyOfRange(part, from, Math.min(part.length, from + batchRows));
    }

    /** Reads the row ids, which takes 8 bytes a row, and shuffles them. */
    static EpochOrder of(Snapshot snapshot, LoaderSpec spec) {
        OrderedRows rows = spec.rows()
                .orElseGet(() -> new OrderedRows(rowIds(snapshot, spec), snapshot.version(), OptionalLong.empty(), 1));
        LoaderChecks.requireRows(snapshot.table().name(), rows.size(), spec);
        long[] first = rows.order(spec.seed(), 0);
        String hash = RowOrder.hash(first);
        long[] order = spec.epoch() == 0 ? first : rows.order(spec.seed(), spec.epoch());
        long[] part = part(order, spec.shard());
        int batchRows = Math.max(1, Math.min(spec.batches().rows(), part.length));
        return new EpochOrder(rows.size(), hash, part, batchRows, steps(rows.size(), part.length, spec));
    }

    private static long steps(long rows, long partRows, LoaderSpec spec) {
        long batchRows = spec.batches().rows();
        return spec.batches().shortBatch() == ShortBatch.DROP
                ? rows / spec.shard().world() / batchRows
                : (partRows + batchRows - 1) / batchRows;
    }

    private static long[] part(long[] order, LoaderSpec.Shard shard) {
        if (shard.world() == 1) {
            return order;
        }
        long[] part = new long[(order.length - shard.rank() + shard.world() - 1) / shard.world()];
        for (int i = 0; i < part.length; i++) {
            part[i] = order[shard.rank() + i * shard.world()];
        }
        return part;
    }

    private static long[] rowIds(Snapshot snapshot, LoaderSpec spec) {
        ScanRequest request = ScanRequest.of(List.of()).withRowId();
        ScanRequest narrowed = spec.filter().map(request::where).orElse(request);
        long[] ids = new long[Math.toIntExact(snapshot.count())];
        int size = 0;
        try (ArrowReader reader = snapshot.scan(narrowed)) {
            while (reader.loadNextBatch()) {
                UInt8Vector batch = (UInt8Vector) reader.getVectorSchemaRoot().getVector("_rowid");
                for (int row = 0; row < batch.getValueCount(); row++) {
                    ids[size++] = batch.get(row);
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + snapshot.table().name() + "': " + e.getMessage() + "; check the storage",
                    e);
        }
        return Arrays.copyOf(ids, size);
    }
}
