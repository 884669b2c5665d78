// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.world;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The only source of chance here: {@link SplittableRandom}, seeded by a hash of whatever the draw belongs to.
 *
 * <p>The same parts give the same draws, whichever thread asks and in whatever order frames are made.
 */
public final class Dice {
    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The dice that belong to these parts. */
    public static Dice of(long... parts) {
        return new Dice(hash(parts));
    }

    /** A 64-bit hash of the parts: the finalizer of SplitMix64, chained. */
    public static long hash(long... parts) {
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

    /** Uniform in [low, high). */
    public double range(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform in the logarithm: as many between 10 and 20 as between 100 and 200. */
    public double logRange(double low, double high) {
        return low * Math.exp(Math.log(high / low) * random.nextDouble());
    }

    /** A whole number, both ends included. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** True as often as the probability says. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Normally distributed, mean 0, deviation 1. */
    public double gaussian() {
        return random.nextGaussian();
    }

    /** Minus one or one. */
    public int side() {
        return random.nextBoolean() ? 1 : -1;
    }

    /** A seed for further dice. */
    public long nextLong() {
        return random.nextLong();
    }

    /** One of the values, each as likely. */
    public int pick(int[] values) {
        return values[random.nextInt(values.length)];
    }

    /** One of the values, each as likely. */
    public <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
