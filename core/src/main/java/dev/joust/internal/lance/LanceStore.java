// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import static java.util.Objects.requireNonNull;

import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.disk.OwnedName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Session;

/**
 * What all tables of one lake share: memory, caches, storage options and the durability of commits.
 *
 * <p>Threads: safe for use by several threads. Whoever opened it closes it, after all its tables.
 */
public final class LanceStore implements AutoCloseable {
    private static final int MAX_ANSWERS = 256;
    private static final AtomicLong IN_MEMORY = new AtomicLong();

    private final BufferAllocator allocator;
    private final Session session;
    private final boolean ownsSession;
    private final Map<String, String> storageOptions;
    private final Durability durability;
    private final String owner;
    private final Set<String> opened = ConcurrentHashMap.newKeySet();
    private final Remembered answers;

    /**
     * Opens a store.
     *
     * @param allocator the store closes it
     * @param storageOptions credentials and settings of the object store, by Lance's own names
     * @param durability whether commits on a local disk are synced before they are acknowledged
     */
    public LanceStore(BufferAllocator allocator, Map<String, String> storageOptions, Durability durability) {
        this(allocator, storageOptions, durability, OwnedName.thisProcess());
    }

    /**
     * Opens a store that writes files for another process, which commits them.
     *
     * @param owner that process, as it says itself
     */
    public LanceStore(
            BufferAllocator allocator, Map<String, String> storageOptions, Durability durability, String owner) {
        this.owner = requireNonNull(owner, "owner");
        this.allocator = requireNonNull(allocator, "allocator");
        this.storageOptions = Map.copyOf(storageOptions);
        this.durability = requireNonNull(durability, "durability");
        this.session = Session.builder().build();
        this.ownsSession = true;
        this.answers = new Remembered(MAX_ANSWERS);
    }

    /** A place in memory where no other table is. */
    public static String memoryUri() {
        return "memory://joust-" + IN_MEMORY.incrementAndGet();
    }

    /** A store with memory of its own and everything else of another one, whose caches outlive it. */
    LanceStore(BufferAllocator allocator, LanceStore other, Session session) {
        this.owner = other.owner;
        this.allocator = requireNonNull(allocator, "allocator");
        this.storageOptions = other.storageOptions;
        this.durability = other.durability;
        this.session = requireNonNull(session, "session");
        this.ownsSession = false;
        this.answers = other.answers;
    }

    /** The parent of all native memory of this store. */
    public BufferAllocator allocator() {
        return allocator;
    }

    /**
     * Finds out once what does not depend on any table; only the last answers are kept.
     *
     * @param question has value equality; questions about different types of answers are never equal
     */
    public <T> T remembered(Class<T> type, Object question, Supplier<T> answer) {
        return answers.get(type, question, answer);
    }

    /**
     * The caches for a table: those of the store the first time, new ones for a location that was opened before. Lance
     * keeps what it read by location and version, and so would find a table that was dropped in the one that took its
     * place.
     */
    Session session(String uri) {
        return opened.add(uri) ? session : Session.builder().build();
    }

    Session session() {
        return session;
    }

    /** Closes caches unless they are the store's own; open handles keep what they need of them. */
    void closeUnlessShared(Session caches) {
        if (caches != session) {
            caches.close();
        }
    }

    /**
     * Checks that nothing is read any more.
     *
     * @param lake its location, for the message
     * @throws IllegalStateException if something is, with its names
     */
    public void requireUnused(String lake) {
        List<String> used = LiveVersions.names(this);
        long bytes = allocator.getAllocatedMemory();
        if (!used.isEmpty() || bytes > 0) {
            throw new IllegalStateException("Cannot close lake '" + lake + "': readers or loaders of "
                    + (used.isEmpty() ? "its tables with " + bytes + " bytes" : String.join(", ", used))
                    + " are still open; close them first, and then the lake again");
        }
    }

    /** Credentials and settings of the object store, by Lance's own names. */
    public Map<String, String> storageOptions() {
        return storageOptions;
    }

    /** Whether commits on a local disk are synced before they are acknowledged. */
    public Durability durability() {
        return durability;
    }

    /** The process that commits the files which are written through this store. */
    public String owner() {
        return owner;
    }

    @Override
    public void close() {
        if (ownsSession) {
            session.close();
        }
        allocator.close();
    }
}
