// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlErrors;
import dev.joust.internal.lance.guard.SqlText;
import java.util.List;
import org.lance.ipc.LanceScanner;

/** Filters checked as a scan would, without reading a row. */
public final class FilterCheck {
    private FilterCheck() {}

    /**
     * Plans a scan with a filter. What only the values reveal, such as a text that is no number, is not found.
     *
     * @param what what cannot be done if it is wrong, for messages: {@code "create view 'riders'"}
     * @throws InvalidRequestException if it cannot be read, names a column that is not there, or does not fit the types
     *     of the columns
     */
    @SuppressWarnings("try") // Lance declares that closing may throw anything
    public static void require(Snapshot snapshot, String filter, String what) {
        String text =
                SqlText.filter(filter, snapshot.tableSchema().names(), what).text();
        ScanRequest rows = ScanRequest.of(List.of()).withRowId().where(text).withoutIndexes();
        try (LanceScanner scanner = LanceScanner.create(
                snapshot.dataset(),
                rows.options().build(),
                snapshot.table().store().allocator())) {
            // Lance plans the whole scan to tell its columns.
            scanner.schema();
        } catch (Exception e) {
            throw SqlErrors.translate(what, snapshot.schema(), e);
        }
    }
}
