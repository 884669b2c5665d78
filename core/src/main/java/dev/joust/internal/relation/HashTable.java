// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

/**
 * Longs by hashes of 64 bits, with open addressing and linear probing: 16 bytes a slot, at most two thirds of the slots
 * taken, so 24 to 48 bytes for each hash. In the heap up to a limit, beyond it in a temporary file.
 *
 * <p>Threads: may be read by several threads after it was filled by one.
 */
public final class HashTable {
    /** The memory in the heap that a table takes at most, where nothing else is said: 256 MiB. */
    public static final long DEFAULT_HEAP_BYTES = 256L << 20;

    /** No slot. */
    public static final long NONE = -1;

    private static final int FIRST_SLOTS = 1024;

    private final long heapBytes;
    private LongStore store;
    private long slots = FIRST_SLOTS;
    private long size;

    /** Creates an empty table that takes at most so many bytes of the heap. */
    public HashTable(long heapBytes) {
        this.heapBytes = heapBytes;
        this.store = LongStore.create(2 * slots, heapBytes);
    }

    /** Adds an entry; a hash may have several. */
    public void put(long hash, long value) {
        grow();
        long slot = start(key(hash));
        while (store.get(2 * slot) != 0) {
            slot = (slot + 1) & (slots - 1);
        }
        write(slot, key(hash), value);
    }

    /** Adds to the only value of a hash, which is zero before. */
    void add(long hash, long amount) {
        long slot = first(hash);
        if (slot == NONE) {
            put(hash, amount);
        } else {
            store.set(2 * slot + 1, store.get(2 * slot + 1) + amount);
        }
    }

    /** The slot of the first entry of a hash, or {@link #NONE}. */
    public long first(long hash) {
        return probe(start(key(hash)), key(hash));
    }

    /** The slot of the next entry of the same hash, or {@link #NONE}. */
    public long next(long slot) {
        return probe((slot + 1) & (slots - 1), store.get(2 * slot));
    }

    /** The value in a slot. */
    public long value(long slot) {
        return store.get(2 * slot + 1);
    }

    /** How many entries there are. */
    long size() {
        return size;
    }

    /** Whether it outgrew its memory. */
    boolean isInFile() {
        return store.isInFile();
    }

    private long probe(long from, long key) {
        long slot = from;
        while (true) {
            long found = store.get(2 * slot);
            if (found == key) {
                return slot;
            } else if (found == 0) {
                return NONE;
            }
            slot = (slot + 1) & (slots - 1);
        }
    }

    /** Zero marks a free slot. */
    private static long key(long hash) {
        return hash == 0 ? 1 : hash;
    }

    private long start(long key) {
        return RowHash.mix(0, key) & (slots - 1);
    }

    private void write(long slot, long key, long value) {
        store.set(2 * slot, key);
        store.set(2 * slot + 1, value);
        size++;
    }

    private void grow() {
        if (3 * (size + 1) <= 2 * slots) {
            return;
        }
        LongStore old = store;
        long oldSlots = slots;
        slots = 2 * oldSlots;
        size = 0;
        store = LongStore.create(2 * slots, heapBytes);
        for (long slot = 0; slot < oldSlots; slot++) {
            long key = old.get(2 * slot);
            if (key != 0) {
                put(key, old.get(2 * slot + 1));
            }
        }
    }
}
