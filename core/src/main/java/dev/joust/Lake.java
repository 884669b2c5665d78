// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.FittedReader;
import dev.joust.internal.job.JobHistory;
import dev.joust.internal.job.JobProcess;
import dev.joust.internal.job.JobTables;
import dev.joust.internal.job.LakeRowLog;
import dev.joust.internal.job.RowLog;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.StagedTable;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lance.version.Versions;
import dev.joust.internal.view.ViewEngine;
import dev.joust.job.Job;
import dev.joust.job.JobError;
import dev.joust.query.Answer;
import dev.joust.query.Query;
import dev.joust.query.Row;
import dev.joust.schema.Names;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import dev.joust.view.Projection;
import dev.joust.view.ViewDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A folder or bucket of tables, in LanceDB's own layout: table {@code t} lies at {@code <lake>/t.lance}.
 *
 * <p>Threads: safe for use by several threads, as are the tables that it opens. Whoever opened the lake closes it,
 * which closes its tables; readers and streams are closed before.
 */
public final class Lake implements AutoCloseable {
    private final LakeUri uri;
    private final LanceStore store;
    private final Map<String, LanceTable> tables = new LinkedHashMap<>();
    private final Map<Checkout, LanceTable> checkouts = new HashMap<>();
    private @Nullable FeatureCatalog catalog;
    private boolean closed;
    private boolean released;

    private record Checkout(String table, long version) {}

    Lake(LakeUri uri, LakeOptions options) {
        this.uri = requireNonNull(uri, "uri");
        this.store = new LanceStore(
                Allocators.child("lake " + uri.text()),
                options.storageOptions(),
                options.commits() == LakeOptions.Commits.SYNCED ? Durability.SYNCED : Durability.UNSYNCED);
    }

    /** Where it lies, as it was opened. */
    public String uri() {
        return uri.text();
    }

    /** The tables with their sizes, in alphabetical order; Joust's own, which start with {@code _}, included. */
    public List<TableInfo> tables() {
        List<TableInfo> infos = new ArrayList<>();
        for (String name : names()) {
            infos.add(openTable(name).info());
        }
        return infos;
    }

    private List<String> names() {
        return LakeFolder.tables(requireFolder("list the tables of"));
    }

    /** Whether there is a table or view of this name. */
    public boolean exists(String name) {
        Names.requireName("table", name);
        return uri.folder()
                .map(folder -> LakeFolder.exists(folder, name))
                .orElseGet(() -> findRemote(name).isPresent());
    }

    /**
     * Opens a table or view.
     *
     * @throws NotFoundException if there is none of that name, with the nearest names, or no lake at all
     */
    public synchronized Table openTable(String name) {
        Names.requireName("table", name);
        requireOpen();
        Optional<Path> folder = uri.folder();
        if (folder.isPresent()) {
            if (!LakeFolder.exists(requireFolder("open table '" + name + "' in"), name)) {
                forget(name);
                throw Names.notFound("table", name, "lake '" + uri.text() + "'", namesLike(name));
            }
            return new Table(this, tables.computeIfAbsent(name, this::open));
        }
        return new Table(
                this,
                findRemote(name)
                        .orElseThrow(() -> new NotFoundException(
                                "Cannot open table '" + name + "': there is none in lake '" + uri.text()
                                        + "'; check the name and the location",
                                "table",
                                name,
                                List.of())));
    }

    /** Joust's own tables are candidates only for names that look like theirs. */
    private List<String> namesLike(String name) {
        return names().stream()
                .filter(other -> name.startsWith("_") || !other.startsWith("_"))
                .toList();
    }

    private LanceTable open(String name) {
        return LanceTable.open(store, name, uri.table(name));
    }

    synchronized Table checkout(LanceTable table, long version) {
        requireOpen();
        Versions.require(table, version);
        Checkout key = new Checkout(table.name(), version);
        LanceTable known = checkouts.get(key);
        if (known != null && !known.isCurrent()) {
            known.close();
            checkouts.remove(key);
        }
        return new Table(this, checkouts.computeIfAbsent(key, k -> table.checkout(version)));
    }

    private synchronized Optional<LanceTable> findRemote(String name) {
        try {
            return Optional.of(tables.computeIfAbsent(name, this::open));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Creates an empty table.
     *
     * @throws AlreadyExistsException if the name is taken
     * @throws InvalidRequestException if the name is not one for a table
     */
    public Table createTable(String name, TableSchema schema) {
        return create("table", Names.requireName("table", name), ArrowSchemas.schema(StoredColumns.encoded(schema)));
    }

    private synchronized Table create(String kind, String name, Schema schema) {
        LakeFolder.create(requireFree(kind, name));
        LanceTable table = LanceTable.create(store, name, uri.table(name), schema);
        tables.put(name, table);
        return new Table(this, table);
    }

    private Path requireFree(String kind, String name) {
        requireOpen();
        String what = "create " + kind + " '" + name + "'";
        Path folder = requireFolderToWrite(what);
        if (LakeFolder.exists(folder, name)) {
            throw new AlreadyExistsException(
                    "Cannot " + what + ": lake '" + uri.text()
                            + "' has a table of that name; choose another name or drop it first",
                    kind,
                    name);
        }
        return folder;
    }

    /** Creates an empty table with the columns and the key of a record class; see {@link RecordType}. */
    public <R extends Record> Table createTable(String name, Class<R> recordClass) {
        RecordType<R> type = RecordType.of(recordClass);
        return createTable(name, StoredColumns.keyed(type.schema(), type.key()));
    }

    /**
     * Creates a view of one table, without rows until it is refreshed.
     *
     * @throws InvalidRequestException if a column or expression does not fit the source or gives another value each
     *     time, or the source has no stable row ids
     */
    public View createView(String name, ViewDefinition definition) {
        Table source = openTable(definition.source());
        ViewDefinition whole = definition.projections().isEmpty()
                ? new ViewDefinition(
                        definition.source(),
                        source.schema().names().stream()
                                .filter(column -> !column.equals(ViewEngine.SOURCE_ROW_ID))
                                .map(Projection::column)
                                .toList(),
                        definition.filter(),
                        definition.limit(),
                        definition.sample())
                : definition;
        Names.requireName("view", name);
        Table table = create("view", name, ViewEngine.schema(store, source.handle(), name, whole));
        return new View(table, whole);
    }

    /**
     * Opens a view.
     *
     * @throws NotFoundException if there is none of that name, with the nearest names
     * @throws InvalidRequestException if it is a table, not a view
     */
    public View openView(String name) {
        if (!exists(name)) {
            throw Names.notFound("view", name, "lake '" + uri.text() + "'", viewNames());
        }
        Table table = openTable(name);
        return new View(table, ViewEngine.definition(name, ArrowSchemas.schema(table.schema())));
    }

    /** The views in alphabetical order. */
    public List<View> views() {
        return viewNames().stream().map(this::openView).toList();
    }

    private List<String> viewNames() {
        return tables().stream()
                .filter(info -> info.kind() == TableInfo.Kind.VIEW)
                .map(TableInfo::name)
                .toList();
    }

    /**
     * Removes a table or view with all its versions.
     *
     * @throws NotFoundException if there is none of that name
     */
    public synchronized void dropTable(String name) {
        Path folder = requireFolderToWrite("drop table '" + name + "'");
        openTable(name);
        forget(name);
        LakeFolder.drop(folder, name);
    }

    private void forget(String name) {
        LanceTable table = tables.remove(name);
        if (table != null) {
            table.close();
        }
        checkouts.entrySet().removeIf(entry -> {
            boolean isOfTable = entry.getKey().table().equals(name);
            if (isOfTable) {
                entry.getValue().close();
            }
            return isOfTable;
        });
    }

    /**
     * Makes functions known, so that backfills find them by name; one with a known name takes its place. Functions in
     * jars on the class path that offer a {@link dev.joust.feature.FeatureProvider} are known already.
     */
    public synchronized void register(Collection<Feature> features) {
        // Of an SQL feature the table records all there is to know; no program needs to bring it.
        catalog = catalog()
                .with(features.stream()
                        .filter(feature -> feature.computation() instanceof Computation.Code)
                        .toList());
    }

    /** The functions that are known. */
    public synchronized FeatureCatalog catalog() {
        if (catalog == null) {
            catalog = FeatureCatalog.load(Lake.class.getClassLoader());
        }
        return catalog;
    }

    /**
     * The jobs that ran in this lake, or run now, in the order in which they started; empty if there were none.
     *
     * <p>A job that told its start, but no end, is {@link dev.joust.job.JobState#INTERRUPTED} if it ran on this machine
     * and its process is gone.
     */
    public List<Job> jobs() {
        return JobHistory.jobs(recorded(JobTables.JOBS, "true"), JobProcess::isAlive);
    }

    /**
     * One job.
     *
     * @throws NotFoundException if there was none of this id
     */
    public Job job(String id) {
        return jobs().stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow(() -> unknownJob(id));
    }

    /**
     * The rows that a job could not compute, in the order in which it met them.
     *
     * @throws NotFoundException if there was no job of this id
     */
    public List<JobError> jobErrors(String id) {
        job(id);
        return JobHistory.errors(recorded(JobTables.ERRORS, "job = '" + id.replace("'", "''") + "'"));
    }

    private List<Row> recorded(String table, String where) {
        requireFolder("list the jobs of");
        return exists(table) ? openTable(table).query().where(where).rows() : List.of();
    }

    private NotFoundException unknownJob(String id) {
        return new NotFoundException(
                "Cannot find job '" + id + "': lake '" + uri.text()
                        + "' has none of this id; the list of its jobs names them",
                "job",
                id,
                List.of());
    }

    RowLog rowLog() {
        return new LakeRowLog(store, uri.folder().map(Path::toString).orElse(uri.text()));
    }

    /** Refuses to take columns away that a view of the table reads. */
    void requireNoViewReads(String table, List<String> columns, String what) {
        for (View view : views()) {
            if (view.definition().source().equals(table)
                    && columns.stream().anyMatch(column -> ViewEngine.uses(view.definition(), column))) {
                throw new InvalidRequestException("Cannot " + what + " table '" + table + "': view '" + view.name()
                        + "' reads it; drop the view first, or create it again without the column");
            }
        }
    }

    /** The versions of a table that its views have come to, from which their next refresh starts. */
    List<Long> versionsThatViewsNeed(String table) {
        return views().stream()
                .filter(view -> view.definition().source().equals(table))
                .flatMap(view -> view.sourceVersion().stream().boxed())
                .toList();
    }

    /**
     * Creates a table with the rows of a query, which may be of a table in another lake.
     *
     * <p>Columns keep their types; the table is there with all rows, or not at all.
     *
     * @throws AlreadyExistsException if the name is taken
     */
    public Table createTable(String name, Answer rows) {
        Path folder = requireFree("table", Names.requireName("table", name));
        try (ArrowReader reader = rows.arrow()) {
            TableSchema schema = StoredColumns.encoded(CopiedColumns.of(
                    ArrowSchemas.tableSchema(reader.getVectorSchemaRoot().getSchema())));
            LakeFolder.create(folder);
            try (StagedTable staged = StagedTable.create(store, folder, name, ArrowSchemas.schema(schema));
                    FittedReader fitted =
                            new FittedReader(store.allocator(), reader, schema, "create table '" + name + "'")) {
                Changes.append(staged.table(), fitted, Map.of());
                staged.publish();
            }
            return openTable(name);
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot create table '" + name + "': " + e.getMessage() + "; check where the rows come from", e);
        }
    }

    /** Creates a view of the rows and columns of a query; see {@link #createView(String, ViewDefinition)}. */
    public View createView(String name, Query query) {
        return createView(name, QueriedView.definition(name, query));
    }

    void requireWritable(String what) {
        requireFolderToWrite(what);
    }

    private Path requireFolderToWrite(String what) {
        return uri.folder()
                .orElseThrow(() -> new InvalidRequestException("Cannot " + what + " in lake '" + uri.text()
                        + "': object stores are for reading so far; copy the table into a folder"));
    }

    private Path requireFolder(String what) {
        Path folder = uri.folder()
                .orElseThrow(() -> new InvalidRequestException("Cannot " + what + " lake '" + uri.text()
                        + "': listing works in folders only so far; name the table"));
        if (!LakeFolder.exists(folder)) {
            throw new NotFoundException(
                    "Cannot " + what + " lake '" + uri.text()
                            + "': there is no such folder; check the path, or create a table to begin a lake",
                    "lake",
                    uri.text(),
                    List.of());
        }
        return folder;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The lake '" + uri.text() + "' is closed");
        }
    }

    LanceStore store() {
        return store;
    }

    /**
     * Closes the tables and gives back what they held.
     *
     * @throws IllegalStateException if readers or loaders are still open; they go on, and once they are closed, so can
     *     be the lake
     */
    @Override
    public synchronized void close() {
        closed = true;
        tables.values().forEach(LanceTable::close);
        tables.clear();
        checkouts.values().forEach(LanceTable::close);
        checkouts.clear();
        if (!released) {
            store.requireUnused(uri.text());
            released = true;
            store.close();
        }
    }
}
