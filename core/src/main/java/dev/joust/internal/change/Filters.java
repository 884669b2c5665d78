// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.index.LanceIndexes;
import java.util.List;

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
        return RowAddresses.of(
                snapshot,
                LanceIndexes.trusted(snapshot, ScanRequest.of(List.of()).where(text(snapshot, where, what))));
    }

    /** The filter as Lance's binding can take it. */
    static String text(Snapshot snapshot, String where, String what) {
        return SqlText.filter(where, snapshot.tableSchema().names(), what).text();
    }
}
