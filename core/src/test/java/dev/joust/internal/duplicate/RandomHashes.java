// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.duplicate;

import java.util.BitSet;
import java.util.Random;

/** Hashes in clusters, and groups by comparing every pair. */
final class RandomHashes {
    private RandomHashes() {}

    /** Hashes around few centres, so that chains and ties are common. */
    static long[] clustered(Random random, int count) {
        long[] centres = new long[1 + random.nextInt(1 + count / 8)];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = random.nextLong();
        }
        long[] hashes = new long[count];
        int mostFlips = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            long hash = i > 0 && random.nextInt(3) == 0
                    ? hashes[random.nextInt(i)]
                    : centres[random.nextInt(centres.length)];
            for (int flips = random.nextInt(mostFlips); flips > 0; flips--) {
                hash ^= 1L << random.nextInt(Long.SIZE);
            }
            hashes[i] = hash;
        }
        return hashes;
    }

    static BitSet known(Random random, int count) {
        BitSet known = new BitSet();
        for (int i = 0; i < count; i++) {
            known.set(i, random.nextInt(10) > 0);
        }
        return known;
    }

    /** The definition, word by word. */
    static int[] groups(int distance, long[] hashes, BitSet known) {
        int[] kept = new int[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            int best = known.get(i) ? i : -1;
            int bits = distance + 1;
            for (int j = 0; j < i && known.get(i); j++) {
                if (kept[j] == j && Long.bitCount(hashes[i] ^ hashes[j]) < bits) {
                    bits = Long.bitCount(hashes[i] ^ hashes[j]);
                    best = j;
                }
            }
            kept[i] = best;
        }
        return kept;
    }
}
