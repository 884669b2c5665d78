// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.checkpoint.Checkpoint;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.encoder.QueryEncoder;
import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.feature.Computation;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.job.LakeRowLog;
import dev.joust.internal.job.RowLog;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.LakeFolder;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.permutation.StoredPermutation;
import dev.joust.internal.view.ViewEngine;
import dev.joust.job.Job;
import dev.joust.job.JobError;
import dev.joust.permutation.Permutation;
import dev.joust.pin.Pin;
import dev.joust.query.Answer;
import dev.joust.query.Query;
import dev.joust.schema.Names;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import dev.joust.view.ViewDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
    private final OpenTables tables;
    private final LakeRowLog log;
    private final List<QueryEncoder> encoders = new CopyOnWriteArrayList<>();
    private @Nullable FeatureCatalog catalog;

    Lake(LakeUri uri, LakeOptions options) {
        this.uri = requireNonNull(uri, "uri");
        this.store = new LanceStore(
                Allocators.child("lake " + uri.text()),
                options.storageOptions(),
                options.commits() == LakeOptions.Commits.SYNCED ? Durability.SYNCED : Durability.UNSYNCED);
        this.tables = new OpenTables(uri, store);
        this.log = new LakeRowLog(store, uri.folder().map(Path::toString).orElse(uri.text()));
    }

    /** Where it lies, as it was opened. */
    public String uri() {
        return uri.text();
    }

    /** The tables with their sizes, in alphabetical order; Joust's own, which start with {@code _}, included. */
    public List<TableInfo> tables() {
        List<TableInfo> infos = new ArrayList<>();
        for (String name : names()) {
            try {
                infos.add(openTable(name).info());
            } catch (NotFoundException e) {
                // Dropped since it was listed.
                if (exists(name)) {
                    throw e;
                }
            }
        }
        return infos;
    }

    private List<String> names() {
        return LakeFolder.tables(uri.requireFolder("list the tables of"));
    }

    /** Whether there is a table or view of this name. */
    public boolean exists(String name) {
        Names.requireName("table", name);
        return uri.folder()
                .map(folder -> LakeFolder.exists(folder, name))
                .orElseGet(() -> tables.find(name).isPresent());
    }

    /**
     * Opens a table or view.
     *
     * @throws NotFoundException if there is none of that name, with the nearest names, or no lake at all
     */
    public synchronized Table openTable(String name) {
        Names.requireName("table", name);
        tables.requireOpen();
        Optional<Path> folder = uri.folder();
        if (folder.isPresent()) {
            if (!LakeFolder.exists(uri.requireFolder("open table '" + name + "' in"), name)) {
                tables.forget(name);
                throw LakeUri.notFound("table", name, uri.text(), namesLike(name));
            }
            return new Table(this, tables.open(name));
        }
        return new Table(
                this,
                tables.find(name)
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

    synchronized Table branch(String name, String uri) {
        return new Table(this, tables.open(name, uri));
    }

    synchronized void forget(String name) {
        tables.forget(name);
    }

    synchronized Table checkout(LanceTable table, long version) {
        return new Table(this, tables.checkout(table, version));
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
        Path folder = requireFree(kind, name);
        LakeFolder.create(folder);
        try {
            return new Table(this, tables.add(LanceTable.create(store, name, uri.table(name), schema)));
        } catch (StorageException e) {
            LakeFolder.discardUnfinished(folder, name);
            throw e;
        }
    }

    Path requireFreeFor(String kind, String name) {
        return requireFree(kind, Names.requireName(kind, name));
    }

    private synchronized Path requireFree(String kind, String name) {
        tables.requireOpen();
        String what = "create " + kind + " '" + name + "'";
        Path folder = uri.requireFolderToWrite(what);
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
        TableBranches.requireNone("create view '" + name + "'", definition.source());
        Table source = openTable(definition.source());
        ViewDefinition whole = LakeViews.whole(definition, source);
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
        return new LakeViews(this).open(name);
    }

    /**
     * The views in alphabetical order; one whose definition cannot be read, such as one of a kind that only another
     * program knows, is left out and named in a warning.
     */
    public List<View> views() {
        return new LakeViews(this).all();
    }

    /**
     * Opens a permutation that was stored.
     *
     * @throws NotFoundException if there is none of that name, with the nearest names, or the table that it is of is
     *     gone
     * @throws InvalidRequestException if it is a table or view
     */
    public Permutation openPermutation(String name) {
        return new LakePermutations(this).open(name);
    }

    /**
     * Whether something is a permutation, not a table or view.
     *
     * @throws NotFoundException if there is nothing of that name
     */
    public boolean isPermutation(String name) {
        return openTable(name).kept().isPresent();
    }

    /** The names of the permutations that are stored, in alphabetical order. */
    public List<String> permutations() {
        return new LakePermutations(this).names();
    }

    /**
     * Removes a table, view or permutation with all its versions.
     *
     * @throws NotFoundException if there is none of that name
     * @throws InvalidRequestException if it is one of Joust's own, whose name starts with {@code _joust_}, or a pin
     *     keeps a version of it, or it has branches
     */
    public synchronized void dropTable(String name) {
        drop(name, Long.MAX_VALUE, () -> WriteRules.requireNotOwn("drop", name));
    }

    /**
     * Removes a table or view with all its versions, unless somebody has changed it.
     *
     * @param version the version that it is to be at
     * @throws NotFoundException if there is none of that name
     * @throws CommitConflictException if it has a newer version; it stays
     * @throws InvalidRequestException if a pin keeps a version of it, or it has branches
     */
    public synchronized void dropTable(String name, long version) {
        drop(name, version, () -> {});
    }

    private void drop(String name, long version, Runnable rule) {
        Path folder = uri.requireFolderToWrite("drop table '" + name + "'");
        Table table = openTable(name);
        String kind = table.info().kind().name().toLowerCase(Locale.ROOT);
        Optional<StoredPermutation.Kept> kept = table.kept();
        rule.run();
        Consumer<TablePaths> unneeded = paths -> {
            pinned().requireNotPinned(kind, name, paths);
            TableBranches.requireNone(kind, name, paths);
        };
        table.handle().paths().ifPresent(unneeded);
        tables.forget(name);
        LakeFolder.drop(folder, name, version, unneeded);
        kept.ifPresent(new LakePermutations(this)::release);
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

    /**
     * Makes functions known that come from elsewhere, such as a jar; see {@link #register}.
     *
     * @throws InvalidRequestException if another function of such a name is known
     */
    public synchronized void registerNew(Collection<Feature> features) {
        for (Feature feature : features) {
            catalog().find(feature.identity().udf()).ifPresent(known -> {
                if (!known.identity().equals(feature.identity())) {
                    throw new InvalidRequestException("Cannot add function " + feature.identity()
                            + ": this program has " + known.identity()
                            + " already; give the function another name, such as one that begins with your own");
                }
            });
        }
        register(features);
    }

    /**
     * Makes an encoder known, by which tables of this lake can be searched by text and by image; of two for the same
     * model, the one that came last is asked. Whoever opened it closes it, after the last such search.
     */
    public void register(QueryEncoder encoder) {
        encoders.add(0, requireNonNull(encoder, "encoder"));
    }

    /** The encoder that is known for a column. */
    QueryEncoder encoderOf(Table table, String column) {
        EncoderIdentity identity = table.requireEncoder(column);
        return encoders.stream()
                .filter(encoder -> identity.includes(encoder.identity()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(EncodedSearch.cannot(table, column)
                        + "its vectors are of encoder " + identity
                        + ", which this lake does not know; register it first"));
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
        return new LakeJobs(this, uri).all();
    }

    /**
     * One job.
     *
     * @throws NotFoundException if there was none of this id
     */
    public Job job(String id) {
        return new LakeJobs(this, uri).one(id);
    }

    /**
     * The rows that a job could not compute, in the order in which it met them.
     *
     * @throws NotFoundException if there was no job of this id
     */
    public List<JobError> jobErrors(String id) {
        return new LakeJobs(this, uri).errors(id);
    }

    /**
     * Asks a running job to stop, in this or any other process. It does within about a second and a batch; what it has
     * committed is kept, and its state is {@link dev.joust.job.JobState#CANCELLED}.
     *
     * <p>A job whose process is gone is written down as {@link dev.joust.job.JobState#INTERRUPTED}.
     *
     * @return the job as it is now, mostly still running
     * @throws NotFoundException if there was no job of this id
     * @throws InvalidRequestException if it has ended already
     * @throws StorageException if the lake cannot be written
     */
    public Job cancelJob(String id) {
        return new LakeJobs(this, uri).cancel(id);
    }

    RowLog rowLog() {
        return log;
    }

    /**
     * Creates a table with the rows of a query, which may be of a table in another lake.
     *
     * <p>Columns keep their types; the table is there with all rows, or not at all.
     *
     * @throws AlreadyExistsException if the name is taken
     */
    public Table createTable(String name, Answer rows) {
        return createTable(name, rows, read -> {});
    }

    /**
     * Creates a table like {@link #createTable(String, Answer)} and tells how far it is.
     *
     * @param progress hears, on the calling thread, how many rows were read, first zero and then after each batch; what
     *     it throws ends the work, and there is no table
     */
    public Table createTable(String name, Answer rows, LongConsumer progress) {
        requireNonNull(progress, "progress");
        Path folder = requireFree("table", Names.requireName("table", name));
        progress.accept(0);
        CopiedTable.create(store, folder, name, rows, progress);
        return openTable(name);
    }

    /** Creates a view of the rows and columns of a query; see {@link #createView(String, ViewDefinition)}. */
    public View createView(String name, Query query) {
        TableBranches.requireNone("create view '" + name + "'", query.table());
        return createView(
                name,
                QueriedView.definition(name, query, openTable(query.table()).schema()));
    }

    /**
     * Keeps the newest versions of tables and views, all or none, until the pin is dropped; reads them whole for their
     * fingerprints. A pin of this name that keeps the same versions already is returned as it is.
     *
     * @param tables at least one
     * @throws NotFoundException if there is no such table or view
     * @throws AlreadyExistsException if the name is taken by a pin of other versions
     */
    public Pinned pin(String name, String... tables) {
        PinBuilder builder = newPin(name);
        for (String table : tables) {
            builder.of(table);
        }
        return builder.create();
    }

    /** Begins a pin of which versions, or progress, are to be told; see {@link #pin}. */
    public PinBuilder newPin(String name) {
        return new PinBuilder(this, name);
    }

    /**
     * Opens a pin.
     *
     * @throws NotFoundException if there is none of this name, with the nearest names
     */
    public Pinned openPin(String name) {
        return new Pinned(this, pinned().one(name));
    }

    /**
     * The pins in alphabetical order.
     *
     * @throws NotFoundException if there is no lake
     */
    public List<Pin> pins() {
        uri.folder().ifPresent(folder -> uri.requireFolder("list the pins of"));
        return pinned().all();
    }

    /**
     * Drops a pin. The versions that it kept stay until a table is optimized.
     *
     * @throws InvalidRequestException if it is that of a checkpoint
     * @throws NotFoundException if there is none of this name, with the nearest names
     */
    public void dropPin(String name) {
        Checkpoint.idOfPin(name).filter(trained()::has).ifPresent(id -> {
            throw new InvalidRequestException("Cannot drop pin '" + name + "': checkpoint '" + id
                    + "' needs it; drop the checkpoint with joust checkpoints drop " + id);
        });
        pinned().drop(name);
    }

    /**
     * Begins a checkpoint: a model, and the versions and the order of rows that it was trained on.
     *
     * @param id what it is called
     */
    public CheckpointBuilder newCheckpoint(String id) {
        return new CheckpointBuilder(this, Optional.of(id));
    }

    /**
     * Begins a checkpoint that is called by the first {@link Checkpoint#DEFAULT_ID_DIGITS} digits of its model's hash.
     */
    public CheckpointBuilder newCheckpoint() {
        return new CheckpointBuilder(this, Optional.empty());
    }

    /**
     * Opens the data that a checkpoint was trained on.
     *
     * @throws NotFoundException if there is none of this id, with the nearest ids
     */
    public TrainingData openCheckpoint(String id) {
        return new TrainingData(this, trained().one(id));
    }

    /**
     * The checkpoints in the order of their ids.
     *
     * @throws NotFoundException if there is no lake
     */
    public List<Checkpoint> checkpoints() {
        return trained().all();
    }

    /**
     * Forgets a checkpoint, and lets go of its versions.
     *
     * @throws NotFoundException if there is none of this id, with the nearest ids
     */
    public void dropCheckpoint(String id) {
        trained().drop(id);
    }

    LakeCheckpoints trained() {
        return new LakeCheckpoints(this, uri);
    }

    LakePins pinned() {
        return new LakePins(this, uri);
    }

    void requireWritable(String what) {
        uri.requireFolderToWrite(what);
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
        log.close();
        tables.close();
    }
}
