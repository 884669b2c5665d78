// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups and searches against a model that compares every pair, for every distance from 0 to 16 and some beyond. */
class HashGroupsSeededTest {
    private static final int RUNS = 20;
    private static final int[] NOTHING = new int[0];

    static IntStream distances() {
        return IntStream.concat(IntStream.rangeClosed(0, 16), IntStream.of(20, 31, 32));
    }

    @ParameterizedTest
    @MethodSource("distances")
    void groupsAsTheModelDoes(int distance) {
        for (long seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            long[] hashes = RandomHashes.clustered(random, random.nextInt(400));
            BitSet known = RandomHashes.known(random, hashes.length);

            assertThat(HashGroups.of(distance, hashes, known, NOTHING, 0))
                    .as("seed %d", seed)
                    .containsExactly(RandomHashes.groups(distance, hashes, known));
        }
    }

    @ParameterizedTest
    @MethodSource("distances")
    void groupsMoreHashesAsIfAllWereNew(int distance) {
        for (long seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            long[] hashes = RandomHashes.clustered(random, 1 + random.nextInt(400));
            BitSet known = RandomHashes.known(random, hashes.length);
            // A few new ones and many take different ways.
            int from = random.nextBoolean() ? random.nextInt(hashes.length) : hashes.length * 15 / 16;
            int[] before = RandomHashes.groups(distance, Arrays.copyOf(hashes, from), known);

            assertThat(HashGroups.of(distance, hashes, known, before, from))
                    .as("seed %d", seed)
                    .containsExactly(RandomHashes.groups(distance, hashes, known));
        }
    }

    @ParameterizedTest
    @MethodSource("distances")
    void findsEveryHashWithinTheDistanceHoweverItIsCutIntoBands(int distance) {
        for (int expected : new int[] {0, 100, 3_000, 100_000, 10_000_000}) {
            Random random = new Random(expected);
            long[] hashes = RandomHashes.clustered(random, 300);
            HashIndex index = new HashIndex(distance, expected);
            Arrays.stream(hashes).forEach(index::add);
            for (long query : RandomHashes.clustered(random, 20)) {
                check(index, hashes, query, distance, "expected " + expected);
            }
            for (int i = 0; i < hashes.length; i += 10) {
                check(index, hashes, hashes[i] ^ 1L << random.nextInt(64), distance, "expected " + expected);
            }
        }
    }

    private static void check(HashIndex index, long[] hashes, long query, int distance, String what) {
        TreeSet<Integer> found = new TreeSet<>();
        index.forEachNear(query, found::add);
        int nearest = -1;
        TreeSet<Integer> near = new TreeSet<>();
        for (int i = 0; i < hashes.length; i++) {
            int bits = Long.bitCount(hashes[i] ^ query);
            if (bits <= distance) {
                near.add(i);
                nearest = nearest < 0 || bits < Long.bitCount(hashes[nearest] ^ query) ? i : nearest;
            }
        }
        assertThat(found).as(what).isEqualTo(near);
        assertThat(index.nearest(query)).as(what).isEqualTo(nearest);
    }
}
