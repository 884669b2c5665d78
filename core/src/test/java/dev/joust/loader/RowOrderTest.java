// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The vectors were computed by an independent program in Python from the text of {@link RowOrder}. */
class RowOrderTest {
    private static long[] shuffled(int rows, long seed, int epoch) {
        long[] ids = LongStream.range(0, rows).toArray();
        RowOrder.shuffle(ids, seed, epoch);
        return ids;
    }

    @Test
    void shufflesAsItsDefinitionSays() {
        assertThat(shuffled(10, 42, 0)).containsExactly(8, 3, 6, 5, 4, 0, 9, 2, 1, 7);
        assertThat(shuffled(10, 42, 1)).containsExactly(1, 5, 7, 4, 2, 9, 0, 6, 3, 8);
        assertThat(shuffled(10, -1, 0)).containsExactly(6, 7, 0, 3, 5, 4, 2, 1, 9, 8);
    }

    @Test
    void fingerprintsTheOrder() {
        assertThat(RowOrder.hash(shuffled(10, 42, 0)))
                .isEqualTo("9c6e08b673d8bf03b73be4388f2a7de27b09cdff63ca4fa15953c728eaf4028e");
        assertThat(RowOrder.hash(shuffled(100_000, 7, 0)))
                .isEqualTo("92f11db4a4ba8ee065be5c222645ec8275fbeb8ee1d1ae3623016483576afdd0");
    }

    @Test
    void leavesNothingOrOneRowAsItIs() {
        assertThat(shuffled(0, 1, 0)).isEmpty();
        assertThat(shuffled(1, 1, 3)).containsExactly(0);
    }
}
