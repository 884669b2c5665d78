// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static java.util.Objects.requireNonNull;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.commit.RowCommit;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.files.NewRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Appends the rows whose key a table does not have, in one commit, and leaves the others out.
 *
 * <p>Each commit is made from the version on which the keys were looked up, and of two such commits from one version
 * only one succeeds. The other looks its keys up again, and writes the files that hold rows which are there by now once
 * more without them. Of the input, the keys are held in memory.
 */
public final class Inserts {
    private final LanceTable table;
    private final RowKeys keys;
    private final BitSet absent;
    private final LongConsumer listener;
    private final Map<String, String> properties;
    private final BitSet told = new BitSet();
    private NewRows written;

    private Inserts(
            LanceTable table,
            RowKeys keys,
            NewRows written,
            BitSet absent,
            LongConsumer listener,
            Map<String, String> properties) {
        this.table = table;
        this.keys = keys;
        this.written = written;
        this.absent = absent;
        this.listener = listener;
        this.properties = properties;
    }

    /**
     * Inserts the batches of a reader, which is closed; what it throws arrives as it is.
     *
     * @param rows a subset of the table's columns, with the key and all columns that have no NULL
     * @param key the columns that tell rows apart; the declared key if empty
     * @param present hears before the commit of each row that the table has, by its place in the input; what it throws
     *     arrives as it is, and nothing is committed
     * @param properties stored with the commit
     * @throws dev.joust.error.InvalidRequestException if there is no such key, one is NULL, or the input has one twice
     * @throws dev.joust.error.SchemaMismatchException if the input does not fit the table
     * @throws CommitConflictException if other writers were first twenty times in a row, or a column of the rows was
     *     renamed or dropped while they were written
     */
    public static Inserted insert(
            LanceTable table,
            ArrowReader rows,
            List<String> key,
            LongConsumer present,
            Map<String, String> properties) {
        requireNonNull(present, "present");
        try (ArrowReader input = rows;
                Snapshot base = table.latest()) {
            List<Field> given = input.getVectorSchemaRoot().getSchema().getFields();
            String verb = "append missing rows to";
            RowKeys keys = key.isEmpty() ? RowKeys.declared(base, given, verb) : new RowKeys(base, key, given, verb);
            BitSet absent = new BitSet();
            NewRows written = NewFragments.writeChosen(base, input, batch -> choose(base, keys, absent, batch));
            return new Inserts(table, keys, written, absent, present, Changes.named("append", properties)).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BitSet choose(Snapshot base, RowKeys keys, BitSet absent, VectorSchemaRoot batch) {
        int start = keys.count();
        keys.add(batch);
        BitSet chosen = new BitSet();
        chosen.set(0, batch.getRowCount());
        chosen.andNot(keys.found(base, batch));
        chosen.stream().forEach(row -> absent.set(start + row));
        return chosen;
    }

    private Inserted run() {
        try {
            return Changes.retried(table, this::attempt);
        } catch (CommitConflictException e) {
            written.discard();
            throw e;
        }
    }

    private Inserted attempt(Snapshot now) {
        requireColumns(now);
        try {
            leaveOutPresent(now);
        } catch (RuntimeException e) {
            written.discard();
            throw e;
        }
        int inserted = absent.cardinality();
        return new Inserted(inserted == 0 ? now.version() : commit(now), inserted, keys.count() - inserted);
    }

    private void requireColumns(Snapshot now) {
        if (!written.hasSameColumns(now)) {
            throw new CommitConflictException("Cannot append missing rows to table '" + table.name()
                    + "': a column of the rows was renamed or dropped while they were written; append them again");
        }
    }

    private long commit(Snapshot now) {
        try {
            written.requireFit(now);
            return RowCommit.replace(now, new RowAddresses(), written, properties);
        } catch (CommitConflictException e) {
            throw e;
        } catch (JoustException e) {
            Changes.discard(now, written, e);
            throw e;
        }
    }

    /** Takes rows that are there by now out of the files. */
    private void leaveOutPresent(Snapshot now) {
        BitSet arrived = new BitSet();
        if (!absent.isEmpty()) {
            long[] rowIds = keys.match(now).rowIds();
            absent.stream().filter(row -> rowIds[row] >= 0).forEach(arrived::set);
        }
        if (!arrived.isEmpty()) {
            BitSet dropped = new BitSet();
            int place = 0;
            for (int row = absent.nextSetBit(0); row >= 0; row = absent.nextSetBit(row + 1)) {
                dropped.set(place++, arrived.get(row));
            }
            NewRows left = dropped.cardinality() == place ? NewRows.none(now) : written.without(now, dropped);
            written.discardBut(left);
            written = left;
            absent.andNot(arrived);
        }
        BitSet present = new BitSet();
        present.set(0, keys.count());
        present.andNot(absent);
        present.andNot(told);
        told.or(present);
        present.stream().forEach(listener::accept);
    }
}
