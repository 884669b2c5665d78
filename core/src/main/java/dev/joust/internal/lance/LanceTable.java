// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import static java.util.Objects.requireNonNull;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.CommitConflictException;
import dev.joust.error.CommitStateUnknownException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.OwnedName;
import dev.joust.internal.lance.disk.TableFolder;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.disk.TornManifest;
import dev.joust.internal.lance.disk.VersionFiles;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.guard.VanishedVersions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lance.Session;
import org.lance.Transaction;
import org.lance.WriteParams;
import org.lance.operation.Append;
import org.lance.operation.Delete;
import org.lance.operation.Operation;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;

/**
 * One table on storage: gives snapshots of its versions and commits hand-made transactions.
 *
 * <p>Threads: safe for use by several threads; each snapshot is at one version, whatever is committed meanwhile.
 */
public final class LanceTable implements AutoCloseable {
    /** The newest file format that this Lance calls stable. */
    public static final String FILE_FORMAT = "2.1";

    private static final int COMMIT_RETRIES = 20;
    private static final int MAX_FILES = 4096;

    private final LanceStore store;
    private final String name;
    private final String uri;
    private final Optional<TablePaths> paths;
    private final boolean isCheckout;
    private final String stagingFolder;
    private final Remembered files;
    private final RecentFragments fragments = new RecentFragments();
    private Optional<TableFolder> folder;
    private Session session;
    private @Nullable SharedDataset newest;
    private Optional<Seen> seen = Optional.empty();
    private long durableVersion = -1;

    /** The look at the folder before it was last listed, and whether each change since shows as another look. */
    private record Seen(TableFolder.Look look, boolean isSettled) {}

    private LanceTable(
            LanceStore store,
            String name,
            String uri,
            Optional<TableFolder> folder,
            Session session,
            Dataset dataset,
            boolean isCheckout,
            Remembered files) {
        this.store = requireNonNull(store, "store");
        this.name = requireNonNull(name, "name");
        this.uri = requireNonNull(uri, "uri");
        this.paths = TablePaths.of(uri);
        this.isCheckout = isCheckout;
        this.files = files;
        this.stagingFolder = OwnedName.nextFolder(store.owner());
        this.folder = folder;
        this.session = session;
        this.newest = SharedDataset.cached(this, folder, dataset, dataset.version());
    }

    /**
     * Creates an empty table with stable row ids.
     *
     * @throws AlreadyExistsException if there is one already, which somebody may have created a moment ago
     */
    public static LanceTable create(LanceStore store, String name, String uri, Schema schema) {
        Session session = store.session(uri);
        try {
            Dataset dataset = Dataset.write()
                    .allocator(store.allocator())
                    .session(session)
                    .schema(schema)
                    .uri(uri)
                    .mode(WriteParams.WriteMode.CREATE)
                    .enableStableRowIds(true)
                    .dataStorageVersion(FILE_FORMAT)
                    .storageOptions(store.storageOptions())
                    .execute();
            Optional<TableFolder> folder = TablePaths.of(uri).flatMap(TableFolder::of);
            LanceTable table = new LanceTable(store, name, uri, folder, session, dataset, false, noFiles());
            table.syncManifest(dataset.version());
            table.durableVersion = dataset.version();
            table.paths
                    .map(p -> p.root().toAbsolutePath().getParent())
                    .ifPresent(lake -> store.durability().syncFolders(List.of(lake)));
            return table;
        } catch (Exception e) {
            store.closeUnlessShared(session);
            if (String.valueOf(e.getMessage()).contains("Dataset already exists")) {
                AlreadyExistsException taken = new AlreadyExistsException(
                        "Cannot create table '" + name
                                + "': somebody created one of that name meanwhile; use that one, or choose another name",
                        "table",
                        name);
                taken.addSuppressed(e);
                throw taken;
            }
            throw LanceErrors.translate("create table '" + name + "'", e);
        }
    }

    /** Opens the newest version of a table. */
    public static LanceTable open(LanceStore store, String name, String uri) {
        TablePaths.of(uri).ifPresent(paths -> TornManifest.moveAside(name, paths));
        Optional<TableFolder> folder = TablePaths.of(uri).flatMap(TableFolder::of);
        Session session = store.session(uri);
        try {
            Dataset dataset = openDataset(store, uri, session);
            return new LanceTable(store, name, uri, folder, session, dataset, false, noFiles());
        } catch (Exception e) {
            folder.ifPresent(TableFolder::close);
            store.closeUnlessShared(session);
            throw LanceErrors.translate("open table '" + name + "'", e);
        }
    }

    private static Dataset openDataset(LanceStore store, String uri, Session session) throws Exception {
        return openDataset(store, uri, session, new ReadOptions.Builder());
    }

    private static Dataset openDataset(LanceStore store, String uri, Session session, ReadOptions.Builder options)
            throws Exception {
        return VanishedVersions.retried(() -> Dataset.open()
                .allocator(store.allocator())
                .session(session)
                .uri(uri)
                .readOptions(options.setStorageOptions(store.storageOptions()).build())
                .build());
    }

    /**
     * The table as it was at a version, for reading only: for this handle that version stays the newest. The caller has
     * checked that it exists, and closes the handle.
     */
    public synchronized LanceTable checkout(long version) {
        try {
            Dataset old = open().dataset().checkoutVersion(version);
            return new LanceTable(store, name, uri, paths.flatMap(TableFolder::of), store.session(), old, true, files);
        } catch (Exception e) {
            throw LanceErrors.translate("open version " + version + " of table '" + name + "'", e);
        }
    }

    /**
     * The same with memory of its own, for a part of this process that must not take that of others; it may also write
     * files for somebody else to commit. The caller closes the handle, and then its store.
     *
     * @param memory its store closes it; closed here if the version cannot be opened
     */
    public synchronized LanceTable checkout(long version, BufferAllocator memory) {
        if (newest == null) {
            memory.close();
        }
        open();
        LanceStore own = new LanceStore(memory, store, session);
        try {
            Dataset old = openDataset(own, uri, session, new ReadOptions.Builder().setVersion(version));
            return new LanceTable(own, name, uri, paths.flatMap(TableFolder::of), session, old, true, files);
        } catch (Exception e) {
            own.close();
            throw LanceErrors.translate("open version " + version + " of table '" + name + "'", e);
        }
    }

    private static Remembered noFiles() {
        return new Remembered(MAX_FILES);
    }

    /** Answers a question about a file, which never changes, from memory where it was asked before. */
    public <T> T remembered(Class<T> type, Object question, Supplier<T> answer) {
        return files.get(type, question, answer);
    }

    /** Keeps an answer that whoever wrote the file knows. */
    public void remember(Object question, Object answer) {
        files.put(question, answer);
    }

    RecentFragments recentFragments() {
        return fragments;
    }

    /** Whether it is one old version, which nothing can be written to. */
    public boolean isCheckout() {
        return isCheckout;
    }

    /** Whether it is a branch, which lies in the folder of its table and reads files of it. */
    public boolean isBranch() {
        return paths.flatMap(TablePaths::main).isPresent();
    }

    /** Whether the table that this handle was opened for is still the one that lies there. */
    public synchronized boolean isCurrent() {
        return folder.map(f -> f.state() == TableFolder.State.SAME).orElse(true);
    }

    /** A handle of its own at the newest version, for calls that change a handle in place. The caller closes it. */
    public synchronized Dataset openAlone() {
        return LanceErrors.call("open table '" + name + "'", () -> openDataset(store, uri, session));
    }

    /** The same for all handles of the table, however its location was written. */
    String place() {
        return paths.map(p -> p.root().toAbsolutePath().normalize().toString()).orElse(uri);
    }

    /** The table's name, for messages. */
    public String name() {
        return name;
    }

    /** Where it lies. */
    public String uri() {
        return uri;
    }

    /** Its files, if it lies on a local disk. */
    public Optional<TablePaths> paths() {
        return paths;
    }

    /** What it shares with the other tables of its lake. */
    public LanceStore store() {
        return store;
    }

    /** The newest version that anyone has committed. The caller closes it. */
    public synchronized Snapshot latest() {
        SharedDataset current = open();
        try {
            Instant before = Instant.now();
            Optional<TableFolder.Look> look = folder.map(TableFolder::look);
            if (look.filter(l -> l.state() != TableFolder.State.SAME).isPresent()) {
                current = reopen();
                look = Optional.empty();
            }
            if (!isCheckout && !look.filter(l -> isUnchanged(l, before)).isPresent()) {
                // The look came before the listing, so that a commit between the two changes the next look.
                SharedDataset known = current;
                current = VanishedVersions.retried(() -> listed(known));
                seen = look.map(l -> new Seen(l, l.isSettled(before)));
            }
            return new Snapshot(this, current.retain());
        } catch (Exception e) {
            throw LanceErrors.translate("open table '" + name + "'", e);
        }
    }

    /**
     * Whether there is no newer version than at the last listing: the folder's time is the same, and the next version
     * is absent. While the time may hide a change, the version itself must also be found by its name, so that only one
     * that was removed again at once would escape, until the next listing.
     */
    private boolean isUnchanged(TableFolder.Look look, Instant before) {
        return seen.filter(s -> s.look().equals(look)
                        && (s.isSettled() || !look.isSettled(before))
                        && !isFollowed(open().version(), s.isSettled()))
                .isPresent();
    }

    /**
     * Whether the manifest after this one is there, or cannot be found by its name.
     *
     * @param isNamed whether manifests need not be looked for under other names
     */
    private boolean isFollowed(long version, boolean isNamed) {
        return paths.map(p -> (!isNamed && !p.manifest(version).toFile().exists())
                        || p.manifest(version + 1).toFile().exists())
                .orElse(true);
    }

    private SharedDataset listed(SharedDataset current) {
        long version = current.dataset().latestVersion();
        return version == current.version()
                ? current
                : replace(SharedDataset.cached(this, folder, current.dataset().checkoutVersion(version), version));
    }

    /** Another table took the place of the one that it was opened for; that one is not to be found in any cache. */
    private SharedDataset reopen() {
        requireThere();
        if (isCheckout) {
            throw new NotFoundException(
                    "Cannot read version " + open().version() + " of table '" + name
                            + "': the table was dropped, and another one was created in its place; open that one",
                    "table",
                    name,
                    List.of());
        }
        paths.ifPresent(p -> TornManifest.moveAside(name, p));
        Optional<TableFolder> other = paths.flatMap(TableFolder::of);
        Session caches = Session.builder().build();
        Dataset dataset;
        try {
            dataset = openDataset(store, uri, caches);
        } catch (Exception e) {
            other.ifPresent(TableFolder::close);
            caches.close();
            throw LanceErrors.translate("open table '" + name + "'", e);
        }
        folder.ifPresent(TableFolder::close);
        store.closeUnlessShared(session);
        folder = other;
        session = caches;
        durableVersion = -1;
        return replace(SharedDataset.cached(this, folder, dataset, dataset.version()));
    }

    private void requireThere() {
        if (folder.filter(f -> f.state() == TableFolder.State.GONE).isPresent()) {
            throw new NotFoundException(
                    "Cannot open table '" + name + "': it was dropped; check the name, or create it again",
                    "table",
                    name,
                    List.of());
        }
    }

    /**
     * Checks, right before a commit, that the table is still the one that the commit was made for.
     *
     * @throws NotFoundException if it was dropped
     * @throws CommitConflictException if another one was created in its place
     */
    public synchronized void requireSame(Snapshot base) {
        TableFolder.State state = base.folder().map(TableFolder::state).orElse(TableFolder.State.SAME);
        if (state == TableFolder.State.GONE) {
            throw new NotFoundException(
                    "Cannot commit to table '" + name + "': it was dropped meanwhile; create it again and write again",
                    "table",
                    name,
                    List.of());
        }
        if (state == TableFolder.State.REPLACED || !base.folder().equals(folder)) {
            throw new CommitConflictException("Cannot commit to table '" + name
                    + "': it was dropped meanwhile, and another one was created in its place; try again");
        }
    }

    /** One version; the caller has checked that it exists, and closes the snapshot. */
    public synchronized Snapshot at(long version) {
        SharedDataset current = open();
        if (version == current.version()) {
            return new Snapshot(this, current.retain());
        }
        try {
            return new Snapshot(
                    this, new SharedDataset(this, folder, current.dataset().checkoutVersion(version), version));
        } catch (Exception e) {
            if (VanishedVersions.isAbout(e)) {
                throw new NotFoundException(
                        "Cannot open version " + version + " of table '" + name
                                + "': a cleanup has just removed it; choose a newer one",
                        "version",
                        Long.toString(version),
                        List.of());
            }
            throw LanceErrors.translate("open version " + version + " of table '" + name + "'", e);
        }
    }

    /**
     * Commits a transaction whose new files are synced already, and syncs its manifest.
     *
     * @param base the version that the operation was made from
     * @param properties stored with the transaction
     * @return the version that it became
     * @throws dev.joust.error.CommitConflictException if another writer committed something that does not go with it
     */
    public long commit(Snapshot base, Operation operation, Map<String, String> properties) {
        if (isCheckout) {
            throw new IllegalStateException("Table '" + name + "' is a checkout, which nothing can be written to");
        }
        requireSame(base);
        if (!(operation instanceof Delete || operation instanceof UpdateConfig)) {
            syncFolders();
        }
        Dataset committed = LanceErrors.call(
                "commit to table '" + name + "'",
                () -> VanishedVersions.retried(() -> committed(base, operation, properties)));
        return adopt(base, committed, keepsColumns(operation));
    }

    private static Dataset committed(Snapshot base, Operation operation, Map<String, String> properties) {
        try (Transaction transaction = new Transaction.Builder()
                .readVersion(base.version())
                .operation(operation)
                .transactionProperties(properties)
                .build()) {
            return new CommitBuilder(base.dataset())
                    .maxRetries(COMMIT_RETRIES)
                    .skipAutoCleanup(true)
                    .execute(transaction);
        }
    }

    /** Whether the columns after it are those before it, where nobody else committed between the two. */
    private static boolean keepsColumns(Operation operation) {
        return operation instanceof Append || operation instanceof Delete || operation instanceof Update;
    }

    /**
     * Makes a handle at a version that was just committed the newest one, after syncing its manifest, and the files of
     * other processes that it builds on.
     *
     * @throws CommitStateUnknownException if it cannot be synced
     */
    public long adopt(Snapshot base, Dataset committed) {
        return adopt(base, committed, false);
    }

    private long adopt(Snapshot base, Dataset committed, boolean keepsColumns) {
        long version = committed.version();
        try {
            paths.ifPresent(p -> syncCommit(p, committed, version));
        } catch (StorageException e) {
            committed.close();
            if (isSuperseded(version)) {
                return version;
            }
            throw new CommitStateUnknownException(
                    "Cannot confirm version " + version + " of table '" + name + "': it is committed, but "
                            + e.getMessage() + "; look at the newest version before writing again",
                    e);
        }
        synchronized (this) {
            durableVersion = Math.max(durableVersion, version);
            boolean isOfOther = !base.folder().equals(folder);
            if (!isOfOther && newest != null && newest.version() < version) {
                boolean hasSameColumns = keepsColumns && version == base.version() + 1;
                replace(hasSameColumns ? base.next(committed) : SharedDataset.cached(this, folder, committed, version));
                return version;
            }
        }
        committed.close();
        return version;
    }

    /** Whether others have built newer versions on this one, synced them, and cleaned it up since. */
    private boolean isSuperseded(long version) {
        return paths.filter(p -> !p.manifest(version).toFile().exists())
                .filter(p -> p.versionNumbers().stream().anyMatch(number -> number > version))
                .isPresent();
    }

    private void syncCommit(TablePaths files, Dataset committed, long version) {
        Durability durability = store.durability();
        boolean buildsOnOthers;
        boolean isFirst;
        synchronized (this) {
            buildsOnOthers = durableVersion != version - 1;
            isFirst = durableVersion < 0;
        }
        long now = System.currentTimeMillis();
        // A manifest is written after what it names, but a table may have been copied here in any order.
        boolean isSettled =
                !isFirst && VersionFiles.isSettled(files.manifest(version - 1).toFile(), now);
        if (durability == Durability.SYNCED && buildsOnOthers && !isSettled) {
            durability.sync(VersionFiles.young(VersionFiles.of(files, committed), now));
        }
        durability.sync(List.of(files.manifest(version)));
    }

    /** A folder for this handle's unfinished files, on a local disk; whoever writes there may have to make it. */
    public Path staging() {
        return paths.orElseThrow().staging().resolve(stagingFolder);
    }

    /** Removes a file of the data folder that no version names; that it stays behind is harmless. */
    public void removeData(String fileName) {
        paths.ifPresent(p -> {
            p.data(fileName).toFile().delete();
            if (!p.versions().toFile().exists()) {
                // A writer made the folders of a dropped table anew; they are removed only if they are empty.
                p.data(fileName).toFile().getParentFile().delete();
                p.root().toFile().delete();
            }
        });
    }

    /** Whether a data file is there; it is not if the table was dropped since. */
    public boolean hasData(String fileName) {
        return paths.map(p -> p.found(fileName).toFile().exists()).orElse(true);
    }

    /** Where Lance finds a data file; a branch has those of its table too. */
    public String dataUri(String fileName) {
        return paths.map(p -> p.found(fileName).toString()).orElse(uri + "/data/" + fileName);
    }

    /** Syncs files of the data folder, by name, and the folder. */
    public void syncData(List<String> fileNames) {
        syncDataFiles(fileNames);
        syncFolders();
    }

    /** Syncs files of the data folder; {@link #commit} syncs the folder, once for all files that it shows. */
    public void syncDataFiles(List<String> fileNames) {
        paths.ifPresent(p ->
                store.durability().syncFiles(fileNames.stream().map(p::data).toList()));
    }

    /** The data folder may be as new as its files: then the table's own has to learn of it. */
    private void syncFolders() {
        paths.filter(p -> p.dataFolder().toFile().isDirectory())
                .ifPresent(p -> store.durability().syncFolders(List.of(p.dataFolder(), p.root())));
    }

    /** Syncs the manifest of a version. */
    public void syncManifest(long version) {
        paths.ifPresent(p -> {
            List<Path> files = new ArrayList<>();
            files.add(p.manifest(version));
            store.durability().sync(files);
        });
    }

    private SharedDataset open() {
        if (newest == null) {
            throw new IllegalStateException("Table '" + name + "' is closed");
        }
        return newest;
    }

    private SharedDataset replace(SharedDataset with) {
        if (newest != null) {
            newest.uncache();
        }
        newest = with;
        return with;
    }

    @Override
    public synchronized void close() {
        if (newest != null) {
            newest.uncache();
            newest = null;
            folder.ifPresent(TableFolder::close);
            store.closeUnlessShared(session);
            paths.ifPresent(p -> staging().toFile().delete());
        }
    }
}
