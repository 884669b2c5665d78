// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.duplicate;

import java.util.ArrayList;
import java.util.List;

/**
 * How hashes of 64 bits are cut into bands, so that two hashes within a distance are near each other in one band.
 *
 * <p>With {@code m} bands and a distance of at most {@code m * r + a}, where {@code 0 <= a < m}, one of the first
 * {@code a + 1} bands differs in at most {@code r} bits or one of the others in at most {@code r - 1}; otherwise the
 * hashes would differ in more bits altogether (Norouzi, Punjani and Fleet 2012, "Fast search in Hamming space with
 * multi-index hashing"). So looking up every value within those radii of each band finds every hash within the
 * distance. With {@code r = 0} this is the plain pigeonhole principle.
 *
 * <p>Immutable.
 */
final class HashBands {
    private static final int BITS = Long.SIZE;
    private static final int MIN_BANDS = 3;
    private static final int MAX_PROBES = 1 << 12;
    private static final double CANDIDATE_COST = 3;
    private static final double SLOT_COST = 0.2;
    private static final double SCAN_COST = 0.1;
    /** Odd, so that bits go to places of their own; neighbouring bits, which depend on each other, go far apart. */
    private static final int STRIDE = 37;

    private static final long[][] SPREAD = spread();

    private final List<Band> bands;

    private HashBands(List<Band> bands) {
        this.bands = List.copyOf(bands);
    }

    /** Some neighbouring bits, and the values with which they are looked up, as bits that differ. */
    @SuppressWarnings("ArrayRecordComponent") // a table of millions of look-ups, never compared
    record Band(int shift, int bits, int[] probes) {
        int key(long spread) {
            return (int) (spread >>> shift) & ((1 << bits) - 1);
        }
    }

    /**
     * Chooses bands for so many hashes.
     *
     * @param distance at most so many bits differ
     * @return no bands at all if comparing every hash is faster
     */
    static HashBands of(int distance, long hashes) {
        double best = hashes * SCAN_COST;
        HashBands chosen = new HashBands(List.of());
        for (int count = MIN_BANDS; count <= Math.max(MIN_BANDS, Math.min(BITS, distance + 1)); count++) {
            if (probes(distance, count) <= MAX_PROBES && cost(distance, count, hashes) < best) {
                best = cost(distance, count, hashes);
                chosen = new HashBands(bands(distance, count));
            }
        }
        return chosen;
    }

    /** The bands that are looked up; empty if every hash is to be compared. */
    List<Band> bands() {
        return bands;
    }

    /** Moves the bits of a hash to other places; distances stay the same. */
    static long spread(long hash) {
        long spread = 0;
        for (int i = 0; i < SPREAD.length; i++) {
            spread |= SPREAD[i][(int) (hash >>> (i * Byte.SIZE)) & 0xFF];
        }
        return spread;
    }

    private static long[][] spread() {
        long[][] tables = new long[Long.BYTES][1 << Byte.SIZE];
        for (int bit = 0; bit < BITS; bit++) {
            long[] table = tables[bit / Byte.SIZE];
            for (int value = 0; value < table.length; value++) {
                if ((value >>> (bit % Byte.SIZE) & 1) == 1) {
                    table[value] |= 1L << (bit * STRIDE % BITS);
                }
            }
        }
        return tables;
    }

    private static int width(int band, int count) {
        return (band + 1) * BITS / count - band * BITS / count;
    }

    private static int radius(int distance, int band, int count) {
        return distance / count - (band <= distance % count ? 0 : 1);
    }

    private static long probes(int distance, int count) {
        long probes = 0;
        for (int band = 0; band < count; band++) {
            probes += within(width(band, count), radius(distance, band, count));
        }
        return probes;
    }

    private static double cost(int distance, int count, long hashes) {
        double cost = 0;
        for (int band = 0; band < count; band++) {
            double slots = 1L << width(band, count);
            long probes = within(width(band, count), radius(distance, band, count));
            cost += probes * (1 + CANDIDATE_COST * hashes / slots);
            cost += probes == 0 ? 0 : SLOT_COST * slots / Math.max(1, hashes);
        }
        return cost;
    }

    /** How many values of so many bits are within a radius. */
    private static long within(int bits, int radius) {
        long within = 0;
        long choices = 1;
        for (int differing = 0; differing <= Math.min(radius, bits); differing++) {
            within += choices;
            choices = choices * (bits - differing) / (differing + 1);
        }
        return within;
    }

    private static List<Band> bands(int distance, int count) {
        List<Band> bands = new ArrayList<>();
        for (int band = 0; band < count; band++) {
            int radius = radius(distance, band, count);
            if (radius >= 0) {
                int bits = width(band, count);
                int[] probes = new int[Math.toIntExact(within(bits, radius))];
                fill(probes, 0, 0, 0, bits, radius);
                bands.add(new Band(band * BITS / count, bits, probes));
            }
        }
        return bands;
    }

    /** Adds a value, and those with more bits set above the lowest free one. */
    private static int fill(int[] probes, int at, int value, int lowest, int bits, int left) {
        int next = at;
        probes[next++] = value;
        for (int bit = lowest; left > 0 && bit < bits; bit++) {
            next = fill(probes, next, value | 1 << bit, bit + 1, bits, left - 1);
        }
        return next;
    }
}
