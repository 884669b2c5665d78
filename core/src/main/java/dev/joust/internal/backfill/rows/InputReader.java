// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import dev.joust.error.InternalException;
import dev.joust.error.StorageException;
import dev.joust.feature.RowSet;
import dev.joust.internal.feature.InputPaths;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.LazyBlob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs of some rows of a fragment in physical order, batch by batch.
 *
 * <p>Most of the rows are read by a scan, of which the rest is left out; a few rows are taken by their ids, so that one
 * row of images does not cost reading them all.
 *
 * <p>Threads: belongs to one thread.
 */
public final class InputReader implements AutoCloseable {
    private static final String ADDRESS = "_rowaddr";
    private static final String ID = "_rowid";
    private static final int BATCHES_AHEAD = 4;

    private final Snapshot snapshot;
    private final InputPlan inputs;
    private final List<String> scanned;
    private final RowSet wanted;
    private final int batchRows;
    private final FragmentFacts fragment;
    private final FragmentRowIds ids;
    private final boolean isDense;
    private final boolean readsIds;
    private final @Nullable ArrowReader scan;
    private final List<Long> takenIds = new ArrayList<>();
    private final List<Integer> takenOffsets = new ArrayList<>();
    private int taken;
    private int offset;

    public InputReader(Snapshot snapshot, FragmentFacts fragment, InputPlan inputs, RowSet rows, int batchRows) {
        this.snapshot = snapshot;
        this.inputs = inputs;
        this.scanned = inputs.scanned();
        this.wanted = rows;
        this.batchRows = batchRows;
        this.fragment = fragment;
        this.ids = new FragmentRowIds(snapshot, fragment);
        // Without deleted rows an ordered scan needs no addresses: rows come at the offsets 0, 1, 2 and so on.
        this.isDense = !scanned.isEmpty() && fragment.liveRows() == fragment.physicalRows();
        this.readsIds = inputs.columns().stream()
                .anyMatch(column -> InputPaths.isRowId(column)
                        || (snapshot.isBlob(column) && !inputs.streamed().contains(column)));
        if (scanned.isEmpty() || rows.size() >= fragment.liveRows() / 2) {
            this.scan = snapshot.scan(request());
        } else {
            this.scan = null;
            findIds(fragment, rows);
        }
    }

    private ScanRequest request() {
        ScanRequest request = ScanRequest.of(scanned)
                .fragments(List.of(fragment.id()))
                .batchRows(batchRows)
                .batchesAhead(BATCHES_AHEAD);
        request = readsIds ? request.withRowId() : request;
        return isDense ? request : request.withRowAddress();
    }

    /** Returns the next rows, or null after the last one. The caller closes the batch. */
    @Nullable
    public RawBatch next() {
        try {
            return scan == null ? take() : load(scan);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private @Nullable RawBatch load(ArrowReader reader) throws IOException {
        if (!reader.loadNextBatch()) {
            requireAll();
            return null;
        }
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        int rows = root.getRowCount();
        RowNumbers offsets = isDense ? RowNumbers.run(offset, rows) : addresses(root);
        offset += rows;
        return batch(root, offsets, readsIds ? numbers((UInt8Vector) root.getVector(ID)) : ids.at(offsets));
    }

    private void requireAll() {
        if (offset != fragment.liveRows()) {
            throw new InternalException("Cannot read fragment " + fragment.id() + " of table '"
                    + snapshot.table().name() + "': a scan gave " + offset + " of its " + fragment.liveRows()
                    + " rows; please report this");
        }
    }

    private static RowNumbers addresses(VectorSchemaRoot root) {
        UInt8Vector addresses = (UInt8Vector) root.getVector(ADDRESS);
        long[] offsets = new long[root.getRowCount()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = (int) addresses.get(i);
        }
        return RowNumbers.of(offsets);
    }

    private static RowNumbers numbers(UInt8Vector vector) {
        long[] numbers = new long[vector.getValueCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vector.get(i);
        }
        return RowNumbers.of(numbers);
    }

    private @Nullable RawBatch take() throws IOException {
        if (taken == takenIds.size()) {
            return null;
        }
        int end = Math.min(takenIds.size(), taken + batchRows);
        List<Long> taking = takenIds.subList(taken, end);
        RowNumbers offsets = RowNumbers.of(takenOffsets.subList(taken, end).stream()
                .mapToLong(Integer::longValue)
                .toArray());
        try (ArrowReader reader = snapshot.take(taking, scanned)) {
            boolean hasRows = reader.loadNextBatch();
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            if (!hasRows || root.getRowCount() != taking.size()) {
                throw new InternalException("Cannot read " + taking.size() + " rows of table '"
                        + snapshot.table().name() + "': got " + root.getRowCount() + "; please report this");
            }
            taken = end;
            return batch(
                    root,
                    offsets,
                    RowNumbers.of(taking.stream().mapToLong(Long::longValue).toArray()));
        }
    }

    /** Takes the vectors over from the reader, whose next batch gets new buffers. */
    private RawBatch batch(VectorSchemaRoot root, RowNumbers at, RowNumbers rowIds) {
        List<FieldVector> vectors = new ArrayList<>();
        long bytes = 0;
        for (String column : inputs.columns()) {
            FieldVector vector = vector(root, column, at, rowIds);
            bytes += vector.getBufferSize();
            vectors.add(vector);
        }
        return new RawBatch(
                inputs.columns(),
                vectors,
                at,
                rowIds,
                bytes,
                (column, rowId, size) -> new LazyBlob(snapshot, column, rowId, size));
    }

    private FieldVector vector(VectorSchemaRoot root, String column, RowNumbers offsets, RowNumbers rowIds) {
        if (InputPaths.isRowId(column)) {
            return InputVectors.ids(rowIds, snapshot.table().store().allocator(), column);
        }
        FieldVector read = root.getSchema().getFields().stream()
                        .anyMatch(field -> field.getName().equals(column))
                ? transferred(root.getVector(column))
                : nested(root, column);
        if (!snapshot.isBlob(column) || inputs.streamed().contains(column)) {
            return read;
        }
        try (read) {
            return blobs(read, column, offsets, rowIds);
        }
    }

    /** A scan gives a field by its path, rows that are taken come with the structs around it. */
    private static FieldVector nested(VectorSchemaRoot root, String path) {
        String column = InputPaths.column(
                path, root.getSchema().getFields().stream().map(Field::getName).toList());
        return InputVectors.nested(root.getVector(column), path.substring(column.length() + 1), path);
    }

    private FieldVector transferred(FieldVector vector) {
        TransferPair transfer = vector.getTransferPair(snapshot.table().store().allocator());
        transfer.transfer();
        return (FieldVector) transfer.getTo();
    }

    /** The bytes of a column of which a scan gives only the places. */
    private FieldVector blobs(FieldVector places, String column, RowNumbers offsets, RowNumbers rowIds) {
        List<Integer> rows = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i++) {
            if (!places.isNull(i) && wanted.contains(offsets.offset(i))) {
                rows.add(i);
                ids.add(rowIds.get(i));
            }
        }
        LargeVarBinaryVector bytes =
                new LargeVarBinaryVector(column, snapshot.table().store().allocator());
        try {
            List<byte[]> values = ids.isEmpty() ? List.of() : snapshot.blobs(ids, column);
            for (int i = 0; i < values.size(); i++) {
                bytes.setSafe(rows.get(i), values.get(i));
            }
            bytes.setValueCount(offsets.size());
            return bytes;
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private void findIds(FragmentFacts fragment, RowSet rows) {
        ScanRequest request = ScanRequest.of(List.of())
                .fragments(List.of(fragment.id()))
                .withRowId()
                .withRowAddress();
        try (ArrowReader reader = snapshot.scan(request)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                UInt8Vector addresses = (UInt8Vector) root.getVector(ADDRESS);
                UInt8Vector ids = (UInt8Vector) root.getVector(ID);
                for (int i = 0; i < root.getRowCount(); i++) {
                    int offset = (int) addresses.get(i);
                    if (rows.contains(offset)) {
                        takenOffsets.add(offset);
                        takenIds.add(ids.get(i));
                    }
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private StorageException failed(IOException e) {
        return new StorageException(
                "Cannot read table '" + snapshot.table().name() + "': " + e.getMessage() + "; check the storage", e);
    }

    @Override
    public void close() {
        if (scan != null) {
            try {
                scan.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}
