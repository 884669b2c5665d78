// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.duplicate;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Hashes of 64 bits that are found by Hamming distance, exactly: every one within the distance, and no other.
 *
 * <p>Takes 12 bytes and 4 more for each band of {@link HashBands} a hash, and a table of at most 16 MiB for each band.
 * Threads: belongs to one thread.
 */
final class HashIndex {
    private static final int NONE = -1;
    private static final int FIRST_HASHES = 64;

    private final int distance;
    private final List<HashBands.Band> bands;
    private final int[][] heads;
    private final int[][] next;
    private long[] hashes = new long[FIRST_HASHES];
    private int size;

    /**
     * Creates an empty index.
     *
     * @param distance at most so many bits differ
     * @param expected about how many hashes it will hold; decides the speed, not what is found
     */
    HashIndex(int distance, int expected) {
        this.distance = distance;
        this.bands = HashBands.of(distance, expected).bands();
        this.heads = new int[bands.size()][];
        this.next = new int[bands.size()][FIRST_HASHES];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = new int[1 << bands.get(i).bits()];
            Arrays.fill(heads[i], NONE);
        }
    }

    /** Adds a hash; its position is the number of those that were added before. */
    void add(long hash) {
        if (size == hashes.length) {
            int larger = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 1L));
            hashes = Arrays.copyOf(hashes, larger);
            for (int i = 0; i < next.length; i++) {
                next[i] = Arrays.copyOf(next[i], larger);
            }
        }
        long spread = HashBands.spread(hash);
        hashes[size] = spread;
        for (int i = 0; i < heads.length; i++) {
            int key = bands.get(i).key(spread);
            next[i][size] = heads[i][key];
            heads[i][key] = size;
        }
        size++;
    }

    /** The position of the hash that differs in the fewest bits, the first of several; -1 if none is near. */
    int nearest(long hash) {
        Nearest nearest = new Nearest(HashBands.spread(hash));
        forEachNear(hash, nearest);
        return nearest.position;
    }

    /** Keeps the best of what it sees. */
    private final class Nearest implements IntConsumer {
        private final long spread;
        private int bits = Integer.MAX_VALUE;
        private int position = NONE;

        Nearest(long spread) {
            this.spread = spread;
        }

        @Override
        public void accept(int candidate) {
            int differing = Long.bitCount(hashes[candidate] ^ spread);
            if (differing < bits || (differing == bits && candidate < position)) {
                bits = differing;
                position = candidate;
            }
        }
    }

    /** Shows the position of every hash within the distance, in no order, and some of them several times. */
    void forEachNear(long hash, IntConsumer positions) {
        long spread = HashBands.spread(hash);
        if (heads.length == 0) {
            for (int i = 0; i < size; i++) {
                show(i, spread, positions);
            }
            return;
        }
        for (int band = 0; band < heads.length; band++) {
            int[] first = heads[band];
            int[] following = next[band];
            int key = bands.get(band).key(spread);
            for (int probe : bands.get(band).probes()) {
                for (int at = first[key ^ probe]; at != NONE; at = following[at]) {
                    show(at, spread, positions);
                }
            }
        }
    }

    private void show(int position, long spread, IntConsumer positions) {
        if (Long.bitCount(hashes[position] ^ spread) <= distance) {
            positions.accept(position);
        }
    }
}
