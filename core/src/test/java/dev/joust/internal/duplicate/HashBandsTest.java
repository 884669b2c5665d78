// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashBandsTest {
    @Test
    void comparesFewHashesOneByOne() {
        assertThat(HashBands.of(5, 20).bands()).isEmpty();
    }

    @Test
    void looksUpNearValuesOfFewBandsAmongMillions() {
        List<HashBands.Band> bands = HashBands.of(5, 1_000_000).bands();

        assertThat(bands).hasSize(3);
        assertThat(bands).extracting(HashBands.Band::bits).containsExactly(21, 21, 22);
        assertThat(bands).extracting(band -> band.probes().length).containsExactly(22, 22, 23);
    }

    @Test
    void looksUpEachValueOnce() {
        for (HashBands.Band band : HashBands.of(8, 1_000_000).bands()) {
            Set<Integer> probes = new HashSet<>();
            for (int probe : band.probes()) {
                assertThat(probes.add(probe)).isTrue();
            }
        }
    }

    @Test
    void keepsDistancesWhereBitsMove() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            long one = random.nextLong();
            long other = random.nextLong();
            assertThat(Long.bitCount(HashBands.spread(one) ^ HashBands.spread(other)))
                    .isEqualTo(Long.bitCount(one ^ other));
        }
    }
}
