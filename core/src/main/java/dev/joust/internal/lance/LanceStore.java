// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Session;

/**
 * What all tables of one lake share: memory, caches, storage options and the durability of commits.
 *
 * <p>Threads: safe for use by several threads. Whoever opened it closes it, after all its tables.
 */
public final class LanceStore implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Session session;
    private final Map<String, String> storageOptions;
    private final Durability durability;

    /**
     * Opens a store.
     *
     * @param allocator the store closes it
     * @param storageOptions credentials and settings of the object store, by Lance's own names
     * @param durability whether commits on a local disk are synced before they are acknowledged
     */
    public LanceStore(BufferAllocator allocator, Map<String, String> storageOptions, Durability durability) {
        this.allocator = requireNonNull(allocator, "allocator");
        this.storageOptions = Map.copyOf(storageOptions);
        this.durability = requireNonNull(durability, "durability");
        this.session = Session.builder().build();
    }

    /** The parent of all native memory of this store. */
    public BufferAllocator allocator() {
        return allocator;
    }

    Session session() {
        return session;
    }

    Map<String, String> storageOptions() {
        return storageOptions;
    }

    Durability durability() {
        return durability;
    }

    @Override
    public void close() {
        session.close();
        allocator.close();
    }
}
