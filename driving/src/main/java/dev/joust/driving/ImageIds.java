// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Distinct image ids, numbered in the order in which they came, at about twice the memory of their letters: millions of
 * strings and boxes would take five times that.
 *
 * <p>All letters lie in one array, and a hash table with linear probing holds the numbers.
 */
final class ImageIds {
    /** What {@link #find} returns where there is no such id. */
    static final int NONE = -1;

    private static final int EMPTY = 0;

    private byte[] letters = new byte[1 << 10];
    private int[] ends = new int[1 << 6];
    private int[] numbersPlusOne = new int[1 << 8];
    private int size;

    /** How many there are. */
    int size() {
        return size;
    }

    /** The number of an id, or {@link #NONE}. */
    int find(String id) {
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        return numbersPlusOne[slot(utf8, 0, utf8.length)] - 1;
    }

    /** Adds an id under the next number and returns true, or returns false if it is there already. */
    boolean add(String id) {
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        int slot = slot(utf8, 0, utf8.length);
        if (numbersPlusOne[slot] != EMPTY) {
            return false;
        }
        int start = start(size);
        int end = Math.addExact(start, utf8.length);
        letters = end <= letters.length ? letters : Arrays.copyOf(letters, grown(letters.length, end));
        ends = size < ends.length ? ends : Arrays.copyOf(ends, grown(size, size + 1));
        System.arraycopy(utf8, 0, letters, start, utf8.length);
        ends[size] = end;
        size++;
        numbersPlusOne[slot] = size;
        if (size > numbersPlusOne.length / 3 * 2) {
            rehash();
        }
        return true;
    }

    private static int grown(int length, int needed) {
        return (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 8, length * 3L / 2));
    }

    private void rehash() {
        numbersPlusOne = new int[Math.multiplyExact(numbersPlusOne.length, 2)];
        for (int number = 0; number < size; number++) {
            numbersPlusOne[slot(letters, start(number), ends[number])] = number + 1;
        }
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    /** Where the id is, or would be. */
    private int slot(byte[] utf8, int from, int to) {
        int mask = numbersPlusOne.length - 1;
        int slot = hash(utf8, from, to) & mask;
        while (numbersPlusOne[slot] != EMPTY && !isAt(numbersPlusOne[slot] - 1, utf8, from, to)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isAt(int number, byte[] utf8, int from, int to) {
        return Arrays.equals(letters, start(number), ends[number], utf8, from, to);
    }

    private static int hash(byte[] utf8, int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + utf8[at];
        }
        // Ids that differ in few letters differ in few bits, which a multiplication by the golden ratio spreads.
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }
}
