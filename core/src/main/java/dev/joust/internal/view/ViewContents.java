// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.RowAddresses;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Which rows of its source a version of a view has, and where each lies in the view: 24 bytes a row. */
final class ViewContents {
    private final long[] sourceIds;
    private final long[] addresses;
    private final long[] rowIds;

    private ViewContents(long[] sourceIds, long[] addresses, long[] rowIds) {
        this.sourceIds = sourceIds;
        this.addresses = addresses;
        this.rowIds = rowIds;
    }

    /** Nothing, for a view that need not be looked at. */
    static ViewContents none() {
        return new ViewContents(new long[0], new long[0], new long[0]);
    }

    /** All rows of a view. */
    static ViewContents of(Snapshot view) {
        int rows = Math.toIntExact(view.count());
        long[][] columns = new long[3][rows];
        int filled = 0;
        ScanRequest request =
                ScanRequest.of(List.of(ViewPlan.SOURCE_ROW_ID)).withRowId().withRowAddress();
        try (ArrowReader reader = view.scan(request)) {
            while (reader.loadNextBatch()) {
                filled = fill(columns, filled, reader.getVectorSchemaRoot());
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read view '" + view.table().name() + "': " + e.getMessage() + "; check the storage", e);
        }
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingLong(row -> columns[0][row]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new ViewContents(sorted(columns[0], order), sorted(columns[1], order), sorted(columns[2], order));
    }

    private static int fill(long[][] columns, int from, VectorSchemaRoot batch) {
        UInt8Vector sourceIds = (UInt8Vector) batch.getVector(ViewPlan.SOURCE_ROW_ID);
        UInt8Vector addresses = (UInt8Vector) batch.getVector("_rowaddr");
        UInt8Vector rowIds = (UInt8Vector) batch.getVector(ViewPlan.ROW_ID);
        for (int row = 0; row < batch.getRowCount(); row++) {
            columns[0][from + row] = sourceIds.get(row);
            columns[1][from + row] = addresses.get(row);
            columns[2][from + row] = rowIds.get(row);
        }
        return from + batch.getRowCount();
    }

    private static long[] sorted(long[] values, int[] order) {
        return Arrays.stream(order).mapToLong(row -> values[row]).toArray();
    }

    boolean contains(long sourceId) {
        return Arrays.binarySearch(sourceIds, sourceId) >= 0;
    }

    /** The row id in the view of a row of the source that it has. */
    long rowId(long sourceId) {
        return rowIds[Arrays.binarySearch(sourceIds, sourceId)];
    }

    int size() {
        return sourceIds.length;
    }

    /** The source row ids in ascending order. */
    LongStream ids() {
        return Arrays.stream(sourceIds);
    }

    /** The places in the view of the rows whose source row ids fulfil a condition. */
    RowAddresses addresses(LongPredicate condition) {
        RowAddresses found = new RowAddresses();
        for (int row = 0; row < sourceIds.length; row++) {
            if (condition.test(sourceIds[row])) {
                found.add(addresses[row]);
            }
        }
        return found;
    }
}
