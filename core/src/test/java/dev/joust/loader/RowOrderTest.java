// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** The tests of the Python package have the same numbers. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, ebc5d109615e256f13e6e7aa746ed5b7d62164e368549236825846b18bd6ddad",
        "42, 0, 1, 37e97f2f3d1bf2010411ab98b9e4e2f86753eb7a39e5c8bb8ccf7fe4ae3c4866",
        "42, 1, 1, 608488a289469f0bc2015909fcc23cf5b85af00d0a0840c5b5cb8c30341454d6",
        "42, 7, 1, 11d8e41f6b7a96d4984d753336bb87f7fd5e49b9dfbcaa8e29d9168fc8bdbf37",
        "-1, 3, 1, b5b3dcb7fe154d2504cb003b0b8ea550e3b19c7496db13d5ebffb45aa7db77d1",
        "-9223372036854775808, 2147483647, 1, ab9d00b028fc89ac420ed96558ca7be4dded6c2bc165082d2bef3605c0462813",
        "42, 0, 4, a60a7c348caf743c7d95fbe62e9a090b7ec62c7726930904d92a21742f5923cc",
        "42, 5, 7, 566ccee94cc580618a03bb11fcbae4c329c0d992f7406872c6b2900060a569bf",
        "9, 2, 1000, 1eb59640bbaba7fca63e5bd5733ac56d56b7dac0511c9ec336f669b09e5bde98"
    })
    void mixesEpochsAndClumpsAsThePythonPackageDoes(long seed, int epoch, int clumpRows, String hash) {
        long[] ids = LongStream.range(0, 1000).map(i -> (1L << 40) + 3 * i).toArray();

        RowOrder.shuffle(ids, seed, epoch, clumpRows);

        assertThat(RowOrder.hash(ids)).isEqualTo(hash);
    }

    @Test
    void leavesNothingOrOneRowAsItIs() {
        assertThat(shuffled(0, 1, 0)).isEmpty();
        assertThat(shuffled(1, 1, 3)).containsExactly(0);
    }
}
