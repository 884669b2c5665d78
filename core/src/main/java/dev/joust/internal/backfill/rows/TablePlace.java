// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import static java.util.Objects.requireNonNull;

import dev.joust.error.NotFoundException;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.Durability;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one version of a table lies, as a value that travels to whoever reads it.
 *
 * @param owner the process that commits what is written there
 * @param files identifies the files of the version: its number alone would also fit a table that took its place
 */
public record TablePlace(
        String name,
        String uri,
        Map<String, String> storageOptions,
        Durability durability,
        String owner,
        long version,
        int files)
        implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(TablePlace.class);
    private static final Map<TablePlace, LanceTable> HERE = new ConcurrentHashMap<>();

    public TablePlace {
        requireNonNull(name, "name");
        requireNonNull(uri, "uri");
        storageOptions = Map.copyOf(storageOptions);
        requireNonNull(durability, "durability");
        requireNonNull(owner, "owner");
    }

    public static TablePlace of(Snapshot snapshot) {
        LanceTable table = snapshot.table();
        return new TablePlace(
                table.name(),
                table.uri(),
                table.store().storageOptions(),
                table.store().durability(),
                table.store().owner(),
                snapshot.version(),
                snapshot.fragments().hashCode());
    }

    /** As long as it is open, workers of this process share the caches of a handle that it has already. */
    public record Known(TablePlace place, LanceTable table) implements AutoCloseable {
        @Override
        public void close() {
            HERE.remove(place, table);
        }
    }

    /** Makes the place of a snapshot known in this process, until it is closed. */
    public static Known known(Snapshot snapshot) {
        TablePlace place = of(snapshot);
        HERE.putIfAbsent(place, snapshot.table());
        return new Known(place, snapshot.table());
    }

    /** The version, opened with memory of its own. */
    public static final class Opened implements AutoCloseable {
        private final LanceStore store;
        private final LanceTable table;
        private final Snapshot snapshot;

        private Opened(LanceStore store, LanceTable table, Snapshot snapshot) {
            this.store = store;
            this.table = table;
            this.snapshot = snapshot;
        }

        public Snapshot snapshot() {
            return snapshot;
        }

        @Override
        public void close() {
            snapshot.close();
            table.close();
            closeStore(store);
        }
    }

    /**
     * Opens it; the caller closes it.
     *
     * @throws NotFoundException if another table took its place
     */
    public Opened open() {
        LanceTable here = HERE.get(this);
        return here == null ? openAnew() : openBeside(here);
    }

    private Opened openBeside(LanceTable here) {
        LanceTable table;
        try {
            table = here.checkout(version, Allocators.child("worker"));
        } catch (IllegalStateException e) {
            LOG.debug("The handle is one of another lake, which was closed just now", e);
            return openAnew();
        }
        return opened(table.store(), table);
    }

    private Opened openAnew() {
        LanceStore store = new LanceStore(Allocators.child("worker"), storageOptions, durability, owner);
        LanceTable table;
        try {
            table = LanceTable.open(store, name, uri);
        } catch (RuntimeException | Error e) {
            closeStore(store);
            throw e;
        }
        return opened(store, table);
    }

    private Opened opened(LanceStore store, LanceTable table) {
        try {
            return open(store, table);
        } catch (RuntimeException | Error e) {
            table.close();
            closeStore(store);
            throw e;
        }
    }

    private Opened open(LanceStore store, LanceTable table) {
        Snapshot snapshot = table.at(version);
        if (snapshot.fragments().hashCode() != files) {
            snapshot.close();
            throw new NotFoundException(
                    "Cannot read version " + version + " of table '" + name
                            + "': the table was dropped, and another one was created in its place; start again",
                    "table",
                    name,
                    List.of());
        }
        return new Opened(store, table, snapshot);
    }

    /** A function that never returned may still read its inputs: then their memory is left to it. */
    private static void closeStore(LanceStore store) {
        long bytes = store.allocator().getAllocatedMemory();
        if (bytes > 0) {
            LOG.warn("{} bytes stay taken, because a function that was given up still runs", bytes);
            return;
        }
        store.close();
    }
}
