// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static java.util.Objects.requireNonNull;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.RowCommit;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.files.NewRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Inserts rows whose declared key is new and replaces those whose key is there, in one commit.
 *
 * <p>The rows are written once, whatever other writers do meanwhile; only their keys are looked up again. Of the input,
 * the keys are held in memory.
 */
public final class Upserts {
    private final LanceTable table;
    private final RowKeys keys;
    private final NewRows written;
    private final Set<String> given;
    private final Set<String> computed;
    private final Map<String, String> properties;

    private Upserts(
            LanceTable table,
            RowKeys keys,
            NewRows written,
            Set<String> given,
            Set<String> computed,
            Map<String, String> properties) {
        this.table = table;
        this.keys = keys;
        this.written = written;
        this.given = given;
        this.computed = computed;
        this.properties = properties;
    }

    /**
     * Upserts all batches of a reader, which is closed; what it throws arrives as it is.
     *
     * <p>A row that replaces another has the given values in the columns that the input has. Columns that it lacks keep
     * the value of the replaced row, but for computed ones, which become NULL: they were computed from values that may
     * have changed. A new row has NULL in columns that the input lacks. Every row of the input gets a new row id. If
     * the table has several rows of one key, all of them are replaced by the one row.
     *
     * <p>Two upserts that run at the same time never insert one key twice: the later one looks again.
     *
     * @param rows a subset of the table's columns, with the key and all columns that have no NULL
     * @param computed the columns that are features
     * @param properties stored with the commit
     * @throws dev.joust.error.InvalidRequestException if the table declares no key, a key is NULL, or the input has one
     *     twice
     * @throws dev.joust.error.SchemaMismatchException if the input does not fit the table
     * @throws CommitConflictException if other writers were first twenty times in a row, or a column of the rows was
     *     renamed or dropped while they were written
     */
    public static Upserted upsert(
            LanceTable table, ArrowReader rows, Set<String> computed, Map<String, String> properties) {
        requireNonNull(computed, "computed");
        RowKeys keys;
        NewRows written;
        Set<String> given;
        try (Snapshot base = table.latest()) {
            List<Field> fields = fields(rows);
            given = fields.stream().map(Field::getName).collect(Collectors.toSet());
            keys = keys(base, rows, fields);
            written = NewFragments.write(base, rows, keys::add);
            if (written.rows() == 0) {
                return new Upserted(base.version(), 0, 0);
            }
        }
        return new Upserts(table, keys, written, given, computed, Changes.named("upsert", properties)).run();
    }

    private static List<Field> fields(ArrowReader rows) {
        try {
            return rows.getVectorSchemaRoot().getSchema().getFields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RowKeys keys(Snapshot base, ArrowReader rows, List<Field> fields) {
        try {
            return RowKeys.declared(base, fields, "upsert into");
        } catch (JoustException e) {
            try {
                rows.close();
            } catch (IOException onClose) {
                e.addSuppressed(onClose);
            }
            throw e;
        }
    }

    private Upserted run() {
        try {
            return Changes.retried(table, this::attempt)
                    .orElseThrow(() -> new CommitConflictException("Cannot upsert into table '" + table.name()
                            + "': a column of the rows was renamed or dropped while they were written; upsert them"
                            + " again"));
        } catch (CommitConflictException e) {
            written.discard();
            throw e;
        }
    }

    /** Empty if the columns of the rows are not what they were when the rows were written. */
    private Optional<Upserted> attempt(Snapshot now) {
        NewRows complete = written;
        try {
            if (!written.hasSameColumns(now)) {
                return Optional.empty();
            }
            written.requireFit(now);
            RowKeys.Matches matches = keys.match(now);
            List<Field> kept = now.schema().getFields().stream()
                    .filter(f -> !given.contains(f.getName()) && !computed.contains(f.getName()))
                    .toList();
            if (!kept.isEmpty() && matches.matched() > 0) {
                complete = new KeptColumns(now, kept, matches.rowIds()).addTo(written);
            }
            long version = RowCommit.replace(now, matches.rows(), complete, properties);
            return Optional.of(new Upserted(version, written.rows() - matches.matched(), matches.matched()));
        } catch (CommitConflictException e) {
            complete.discardBut(written);
            throw e;
        } catch (JoustException e) {
            Changes.discard(now, complete, e);
            throw e;
        }
    }
}
