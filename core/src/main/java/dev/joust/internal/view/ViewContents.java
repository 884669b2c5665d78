// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.StorageException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.RowAddresses;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Which rows of its source a version of a view has, and where each lies in the view. */
final class ViewContents {
    /**
     * Where a row lies in the view.
     *
     * @param address fragment id in the upper, physical offset in the lower 32 bits
     * @param rowId its row id in the view
     */
    record Place(long address, long rowId) {}

    private final Map<Long, Place> places = new HashMap<>();

    private ViewContents() {}

    /** Finds the rows whose source row ids fulfil a condition. */
    static ViewContents of(Snapshot view, LongPredicate condition) {
        ViewContents contents = new ViewContents();
        ScanRequest request =
                ScanRequest.of(List.of(ViewPlan.SOURCE_ROW_ID)).withRowId().withRowAddress();
        try (ArrowReader reader = view.scan(request)) {
            while (reader.loadNextBatch()) {
                contents.add(reader.getVectorSchemaRoot(), condition);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read view '" + view.table().name() + "': " + e.getMessage() + "; check the storage", e);
        }
        return contents;
    }

    /** The places of all rows of a view. */
    static RowAddresses allOf(Snapshot view) {
        return RowAddresses.of(view, ScanRequest.of(List.of()));
    }

    private void add(VectorSchemaRoot batch, LongPredicate condition) {
        UInt8Vector sourceIds = (UInt8Vector) batch.getVector(ViewPlan.SOURCE_ROW_ID);
        UInt8Vector addresses = (UInt8Vector) batch.getVector("_rowaddr");
        UInt8Vector rowIds = (UInt8Vector) batch.getVector(ViewPlan.ROW_ID);
        for (int row = 0; row < batch.getRowCount(); row++) {
            if (condition.test(sourceIds.get(row))) {
                places.put(sourceIds.get(row), new Place(addresses.get(row), rowIds.get(row)));
            }
        }
    }

    Optional<Place> find(long sourceRowId) {
        return Optional.ofNullable(places.get(sourceRowId));
    }

    int size() {
        return places.size();
    }

    /** The places of the rows whose source row ids fulfil a condition. */
    RowAddresses addresses(LongPredicate condition) {
        RowAddresses addresses = new RowAddresses();
        places.forEach((id, place) -> {
            if (condition.test(id)) {
                addresses.add(place.address());
            }
        });
        return addresses;
    }
}
