// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The only source of chance here: {@link SplittableRandom}, seeded by a hash of whatever the draw belongs to.
 *
 * <p>The same parts give the same draws, whichever thread asks and in whatever order frames are made.
 */
final class Dice {
    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static Dice of(long... parts) {
        return new Dice(hash(parts));
    }

    /** A 64-bit hash of the parts: the finalizer of SplitMix64, chained. */
    static long hash(long... parts) {
        long hash = 0x9E3779B97F4A7C15L;
        for (long part : parts) {
            hash = mix(hash ^ mix(part + 0x632BE59BD9B4E019L)) + 0x9E3779B97F4A7C15L;
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    double range(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform in the logarithm: as many between 10 and 20 as between 100 and 200. */
    double logRange(double low, double high) {
        return low * Math.exp(Math.log(high / low) * random.nextDouble());
    }

    /** A whole number, both ends included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double gaussian() {
        return random.nextGaussian();
    }

    /** Minus one or one. */
    int side() {
        return random.nextBoolean() ? 1 : -1;
    }

    long nextLong() {
        return random.nextLong();
    }

    int pick(int[] values) {
        return values[random.nextInt(values.length)];
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
