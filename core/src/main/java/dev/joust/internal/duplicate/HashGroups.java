// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.duplicate;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Groups hashes in the order in which they are given: one that is within the distance of a kept one before it is a
 * duplicate of the nearest of those, the first of several; any other is kept. So a row of hashes that each differ a
 * little from the one before does not become one group.
 *
 * <p>The result depends on the hashes and their order only.
 */
public final class HashGroups {
    /** Stands for a hash that is not known. */
    public static final int NONE = -1;

    /** Kept hashes are shown to an index of the new ones where they are so many times more. */
    private static final int MANY_TIMES = 8;

    private final int distance;
    private final long[] hashes;
    private final BitSet known;
    private final int from;
    private final int[] kept;

    private HashGroups(int distance, long[] hashes, BitSet known, int from, int[] kept) {
        this.distance = distance;
        this.hashes = hashes;
        this.known = known;
        this.from = from;
        this.kept = kept;
    }

    /**
     * Groups hashes of which the first ones were grouped before.
     *
     * @param distance at most so many bits differ, from 0 to 64
     * @param known the positions of those that count
     * @param before the result for the first hashes, as if there were no others; those after {@code from} do not matter
     * @param from how many of them stand
     * @return for each hash the position of the kept one whose group it is in, its own if it is kept, {@link #NONE} if
     *     it is not known
     */
    public static int[] of(int distance, long[] hashes, BitSet known, int[] before, int from) {
        int[] kept = Arrays.copyOf(before, hashes.length);
        new HashGroups(distance, hashes, known, from, kept).group();
        return kept;
    }

    private void group() {
        int left = hashes.length - from;
        int keptBefore = 0;
        for (int i = 0; i < from; i++) {
            keptBefore += kept[i] == i ? 1 : 0;
        }
        boolean isShort = (long) left * MANY_TIMES < keptBefore;
        int[] nearest = isShort ? nearestBefore() : new int[0];
        HashIndex index = new HashIndex(distance, isShort ? left : hashes.length);
        int[] indexed = new int[isShort ? left : keptBefore + left];
        int size = 0;
        for (int i = 0; i < from && !isShort; i++) {
            if (kept[i] == i) {
                index.add(hashes[i]);
                indexed[size++] = i;
            }
        }
        for (int i = from; i < hashes.length; i++) {
            if (!known.get(i)) {
                kept[i] = NONE;
                continue;
            }
            int found = index.nearest(hashes[i]);
            int own = found < 0 ? NONE : indexed[found];
            int best = isShort ? nearer(i, nearest[i - from], own) : own;
            kept[i] = best == NONE ? i : best;
            if (best == NONE) {
                index.add(hashes[i]);
                indexed[size++] = i;
            }
        }
    }

    /** For each hash that is left the nearest kept one of those before. */
    private int[] nearestBefore() {
        int left = hashes.length - from;
        HashIndex index = new HashIndex(distance, left);
        for (int i = from; i < hashes.length; i++) {
            index.add(hashes[i]);
        }
        int[] nearest = new int[left];
        Arrays.fill(nearest, NONE);
        for (int i = 0; i < from; i++) {
            if (kept[i] == i) {
                int before = i;
                index.forEachNear(hashes[i], found -> nearest[found] = nearer(from + found, nearest[found], before));
            }
        }
        return nearest;
    }

    /** The one of two positions, or NONE, whose hash is nearer to that of a third; the first one of equals. */
    private int nearer(int of, int first, int second) {
        if (first == NONE || second == NONE) {
            return first == NONE ? second : first;
        }
        int one = Long.bitCount(hashes[first] ^ hashes[of]);
        int other = Long.bitCount(hashes[second] ^ hashes[of]);
        return one <= other ? first : second;
    }
}
