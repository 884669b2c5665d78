// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.version.Versions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a lake that are open, each once, with the versions of them that are checked out.
 *
 * <p>Threads: safe for use by several threads.
 */
final class OpenTables implements AutoCloseable {
    private final LakeUri uri;
    private final LanceStore store;
    private final Map<String, LanceTable> tables = new LinkedHashMap<>();
    private final Map<Checkout, LanceTable> checkouts = new HashMap<>();
    private boolean closed;
    private boolean released;

    private record Checkout(String table, long version) {}

    /** Takes over the store, which is closed with the tables. */
    OpenTables(LakeUri uri, LanceStore store) {
        this.uri = uri;
        this.store = store;
    }

    synchronized LanceTable open(String name) {
        requireOpen();
        return tables.computeIfAbsent(name, n -> LanceTable.open(store, n, uri.table(n)));
    }

    /** Opens what lies elsewhere than a table of this name would: a branch. */
    synchronized LanceTable open(String name, String location) {
        requireOpen();
        return tables.computeIfAbsent(name, n -> LanceTable.open(store, n, location));
    }

    synchronized Optional<LanceTable> find(String name) {
        try {
            return Optional.of(open(name));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Keeps a table that was just created. */
    synchronized LanceTable add(LanceTable table) {
        tables.put(table.name(), table);
        return table;
    }

    /** A table as it was at a version. */
    synchronized LanceTable checkout(LanceTable table, long version) {
        requireOpen();
        Versions.require(table, version);
        Checkout key = new Checkout(table.name(), version);
        LanceTable known = checkouts.get(key);
        if (known != null && !known.isCurrent()) {
            known.close();
            checkouts.remove(key);
        }
        return checkouts.computeIfAbsent(key, k -> table.checkout(version));
    }

    /** Closes a table that is no more, with its versions. */
    synchronized void forget(String name) {
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

    synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The lake '" + uri.text() + "' is closed");
        }
    }

    /**
     * Closes the tables, and the store once nothing is read any more.
     *
     * @throws IllegalStateException if something is; then closing can be tried again
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
