// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.error.StorageException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.FittedReader;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.change.Deletes;
import dev.joust.internal.change.RowsChanged;
import dev.joust.internal.lance.Changes;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.Versions;
import dev.joust.internal.loader.LoaderEngine;
import dev.joust.internal.view.ViewEngine;
import dev.joust.loader.LoaderBuilder;
import dev.joust.schema.Column;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * One table of a lake.
 *
 * <p>Each read is at one version: the newest when it starts. Each change is a new version, made whole or not at all.
 *
 * <p>Threads: safe for use by several threads. The lake closes it.
 */
public final class Table {
    private final Lake lake;
    private final LanceTable table;

    Table(Lake lake, LanceTable table) {
        this.lake = requireNonNull(lake, "lake");
        this.table = requireNonNull(table, "table");
    }

    /** Its name. */
    public String name() {
        return table.name();
    }

    /** The lake that it is in. */
    public Lake lake() {
        return lake;
    }

    /** The newest version. */
    public long version() {
        try (Snapshot now = table.latest()) {
            return now.version();
        }
    }

    /** The columns of the newest version. */
    public TableSchema schema() {
        try (Snapshot now = table.latest()) {
            return ArrowSchemas.tableSchema(now.schema());
        }
    }

    TableInfo info() {
        try (Snapshot now = table.latest()) {
            TableInfo.Kind kind = ViewEngine.isView(now.schema()) ? TableInfo.Kind.VIEW : TableInfo.Kind.TABLE;
            return new TableInfo(name(), kind, now.count(), now.version());
        }
    }

    /**
     * Appends records, in bounded memory, as one version.
     *
     * @param rows all of one record class, whose components become columns by name; columns that it lacks become NULL
     * @throws dev.joust.error.SchemaMismatchException if a record does not fit; nothing is added
     */
    public ChangeResult append(Iterable<? extends Record> rows) {
        return appendRecords(rows.iterator());
    }

    /** Appends the records of a stream, which is closed; see {@link #append(Iterable)}. */
    public ChangeResult append(Stream<? extends Record> rows) {
        try (rows) {
            return appendRecords(rows.iterator());
        }
    }

    /**
     * Appends rows given as maps from column names to values, in bounded memory, as one version.
     *
     * @throws dev.joust.error.SchemaMismatchException if a key is no column or a value does not fit; nothing is added
     */
    public ChangeResult appendRows(Iterable<? extends Map<String, ?>> rows) {
        Iterator<? extends Map<String, ?>> iterator = rows.iterator();
        if (!iterator.hasNext()) {
            return new ChangeResult(0, version());
        }
        return append(RowBatchReader.ofMaps(
                iterator, schema(), BatchLimits.DEFAULT, lake.store().allocator()));
    }

    @SuppressWarnings("unchecked")
    private ChangeResult appendRecords(Iterator<? extends Record> rows) {
        if (!rows.hasNext()) {
            return new ChangeResult(0, version());
        }
        Record first = rows.next();
        RecordType<Record> type = RecordType.of((Class<Record>) first.getClass());
        TableSchema schema = schema();
        return append(RowBatchReader.ofRecords(
                Stream.concat(Stream.of(first), stream(rows)).iterator(),
                type,
                schema.without(unfilled(schema, type)),
                BatchLimits.DEFAULT,
                lake.store().allocator()));
    }

    /** Columns that the records lack and that may be NULL; nothing is written for them. */
    private static List<String> unfilled(TableSchema schema, RecordType<?> type) {
        List<String> components = type.schema().names();
        return schema.columns().stream()
                .filter(column -> column.nullable() && !components.contains(column.name()))
                .map(Column::name)
                .toList();
    }

    private static Stream<Record> stream(Iterator<? extends Record> rows) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false);
    }

    /**
     * Appends all batches of a reader, which is closed.
     *
     * @param rows some or all columns of the table, by name; the ones that it lacks become NULL
     * @throws dev.joust.error.SchemaMismatchException if a column is unknown or a value does not fit; nothing is added
     */
    public ChangeResult append(ArrowReader rows) {
        String what = "append to table '" + name() + "'";
        try (FittedReader fitted = new FittedReader(lake.store().allocator(), rows, schema(), what)) {
            long version = Changes.append(table, fitted, Map.of(Versions.OPERATION, "append"));
            return new ChangeResult(fitted.rows(), version);
        } catch (IOException e) {
            throw new StorageException("Cannot " + what + ": " + e.getMessage() + "; check the source", e);
        }
    }

    /** How many rows there are. */
    public long count() {
        try (Snapshot now = table.latest()) {
            return now.count();
        }
    }

    /**
     * For how many rows a SQL expression is true.
     *
     * @throws dev.joust.error.InvalidRequestException if the expression is wrong or names a column that is not there
     */
    public long count(String where) {
        try (Snapshot now = table.latest()) {
            return now.count(where);
        }
    }

    /**
     * Deletes the rows for which a SQL expression is true; {@code true} for all rows.
     *
     * @throws dev.joust.error.InvalidRequestException if the expression is empty or wrong
     */
    public ChangeResult delete(String where) {
        RowsChanged changed = Deletes.delete(table, where, Map.of());
        return new ChangeResult(changed.rows(), changed.version());
    }

    /** Says what a loader delivers: batches of rows of one version, in a reproducible order, read and decoded ahead. */
    public LoaderBuilder loader() {
        return new LoaderBuilder(new LoaderEngine(table)::open);
    }

    /** All versions that are still there, oldest first. */
    public List<TableVersion> versions() {
        return Versions.list(table).stream()
                .map(v -> new TableVersion(
                        v.version(),
                        v.time(),
                        v.rows(),
                        v.operation(),
                        Optional.ofNullable(v.properties().get("joust.job")),
                        v.tags()))
                .toList();
    }

    /** The tags with the versions that they name. */
    public Map<String, Long> tags() {
        return Versions.tags(table);
    }

    /** Names a version, so that no cleanup removes it. */
    public void tag(String tag, long version) {
        Versions.tag(table, dev.joust.schema.Names.requireName("tag", tag), version);
    }

    /** Forgets a tag. */
    public void dropTag(String tag) {
        Versions.dropTag(table, tag);
    }

    /** Makes an old version the newest one, as a new version that copies nothing. */
    public long restore(long version) {
        return Versions.restore(table, version);
    }

    LanceTable handle() {
        return table;
    }
}
