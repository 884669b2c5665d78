// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.InsertResult;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.bdd100k.RecordReader;
import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends what a reader reads, portion by portion, each as one version.
 *
 * <p>Images that another writer adds while a portion is read are left out of it, in the same commit.
 *
 * <p>The table is created for the first row, and dropped again if no row could be committed and nobody else uses it.
 */
final class PortionedAppend<R extends Record> {
    private static final String KEY = "image_id";
    private static final long NONE = -1;

    private final Lake lake;
    private final String name;
    private final Class<R> type;
    private final KnownImages known;
    private final Consumer<IngestCommit> listener;

    private @Nullable Table table;
    private long createdVersion = NONE;
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
                    append(reader, portion);
                }
            } while (portion.end() == Portion.End.FULL);
        } catch (RuntimeException | Error e) {
            dropAfter(e);
            throw e;
        }
        dropIfEmpty();
        return portion.end() == Portion.End.ALL_READ;
    }

    private void dropAfter(Throwable failure) {
        try {
            dropIfEmpty();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void append(RecordReader<R> reader, Portion<R> portion) {
        Table target = table == null ? create() : table;
        table = target;
        List<ReadImage> images = new ArrayList<>();
        Iterable<R> rows = () -> ReadImage.noting(portion, images);
        InsertResult added =
                target.appendMissing(rows, place -> countAsPresent(target, reader, images.get((int) place)), KEY);
        rowsAdded += added.inserted();
        if (added.inserted() > 0) {
            version = added.version();
            listener.accept(new IngestCommit(rowsAdded, version));
        }
        if (portion.end() == Portion.End.FULL) {
            known.catchUp(target, added.inserted() > 0 ? version : NONE);
        }
    }

    /** Creates the table, or opens the one that another writer has created since. */
    private Table create() {
        try {
            Table created = lake.createTable(name, type);
            createdVersion = created.version();
            known.catchUp(created, createdVersion);
            return created;
        } catch (AlreadyExistsException e) {
            Table other = lake.openTable(name);
            TargetShape.requireFit(other, type);
            known.catchUp(other, NONE);
            return other;
        }
    }

    private void countAsPresent(Table target, RecordReader<R> reader, ReadImage image) {
        if (known.find(image.id()).isEmpty()) {
            known.catchUp(target, NONE);
        }
        reader.countAsPresent(
                image.id(), image.content(), known.find(image.id()).orElse(image.content()));
    }

    /** Takes away a table that it created in vain, unless somebody else has written to it. */
    private void dropIfEmpty() {
        if (createdVersion == NONE || rowsAdded > 0) {
            return;
        }
        try {
            lake.dropTable(name, createdVersion);
            table = null;
        } catch (CommitConflictException e) {
            table = lake.openTable(name);
        } catch (NotFoundException e) {
            table = null;
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
