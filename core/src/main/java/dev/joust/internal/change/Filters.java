// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.guard.SqlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Finds the rows that a change is about. */
final class Filters {
    static final String ROW_ID = "_rowid";
    static final String ROW_ADDRESS = "_rowaddr";

    private Filters() {}

    /**
     * Refuses an empty filter, which could be meant either way.
     *
     * @param what what is to be done: {@code "delete from table 'frames'"}
     */
    static void require(String where, String what) {
        if (where.isBlank()) {
            throw new InvalidRequestException("Cannot " + what + ": the filter is empty; use 'true' for all rows");
        }
    }

    /**
     * The rows for which the filter is true.
     *
     * @param what what is to be done with them, for messages
     * @throws InvalidRequestException if Lance would read the filter as another one
     */
    static RowAddresses matching(Snapshot snapshot, String where, String what) {
        String filter =
                SqlText.filter(where, snapshot.tableSchema().names(), what).text();
        RowAddresses rows = new RowAddresses();
        try (ArrowReader reader =
                snapshot.scan(ScanRequest.of(List.of()).where(filter).withRowAddress())) {
            while (reader.loadNextBatch()) {
                UInt8Vector addresses =
                        (UInt8Vector) reader.getVectorSchemaRoot().getVector(ROW_ADDRESS);
                for (int i = 0; i < addresses.getValueCount(); i++) {
                    rows.add(addresses.get(i));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
