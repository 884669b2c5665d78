// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.ChangeResult;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.bdd100k.RecordReader;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends what a reader reads, portion by portion, each as one version.
 *
 * <p>The table is created for the first row, and dropped again if no row could be committed.
 */
final class PortionedAppend<R extends Record> {
    private final Lake lake;
    private final String name;
    private final Class<R> type;
    private final KnownImages known;
    private final Consumer<IngestCommit> listener;

    private @Nullable Table table;
    private boolean isCreated;
    private long rowsAdded;
    private long version;

    /**
     * Describes an append.
     *
     * @param table none if the table does not exist yet
     * @param known what the reader asks for images of the table, brought up to date before each portion
     * @param listener hears of each commit
     */
    PortionedAppend(
            Lake lake,
            String name,
            Class<R> type,
            @Nullable Table table,
            KnownImages known,
            Consumer<IngestCommit> listener) {
        this.lake = lake;
        this.name = name;
        this.type = type;
        this.table = table;
        this.known = known;
        this.listener = listener;
    }

    /**
     * Appends all rows, or those before the stop.
     *
     * @param stop asked before each image is looked at; where it throws, the portion is not committed
     * @return whether all images were looked at
     */
    boolean run(RecordReader<R> reader, PortionLimits limits, BooleanSupplier stop) {
        Portion<R> portion;
        try {
            do {
                portion = new Portion<>(reader, limits, stop, System::nanoTime);
                if (portion.hasNext()) {
                    append(portion);
                }
            } while (portion.end() == Portion.End.FULL);
        } finally {
            dropIfEmpty();
        }
        return portion.end() == Portion.End.ALL_READ;
    }

    private void append(Portion<R> portion) {
        Table target = table;
        if (target == null) {
            target = lake.createTable(name, type);
            table = target;
            isCreated = true;
            known.catchUp(target, target.version());
        }
        Iterable<R> rows = () -> portion;
        ChangeResult added = target.append(rows);
        rowsAdded += added.rows();
        version = added.version();
        listener.accept(new IngestCommit(rowsAdded, version));
        if (portion.end() == Portion.End.FULL) {
            known.catchUp(target, version);
        }
    }

    private void dropIfEmpty() {
        if (isCreated && rowsAdded == 0 && table != null && table.count() == 0) {
            lake.dropTable(name);
        }
    }

    /** Rows that were committed. */
    long rowsAdded() {
        return rowsAdded;
    }

    /** Rows of the table now; 0 if there is none. */
    long rowsTotal() {
        return table == null ? 0 : table.count();
    }

    /** The version of the last commit; the table's if there was none; 0 if there is no table. */
    long version() {
        return version > 0 || table == null ? version : table.version();
    }
}
