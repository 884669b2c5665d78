// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowRunsTest {
    private static BitSet bits(int... rows) {
        BitSet bits = new BitSet();
        for (int row : rows) {
            bits.set(row);
        }
        return bits;
    }

    @Test
    void writesRangesWithBothEnds() {
        BitSet rows = bits(105, 200);
        rows.set(0, 100);

        assertThat(RowRuns.write(rows)).isEqualTo("0-99,105,200");
        assertThat(RowRuns.read("0-99,105,200")).isEqualTo(rows);
    }

    @Test
    void writesNoRowsAsNoText() {
        assertThat(RowRuns.write(new BitSet())).isEmpty();
        assertThat(RowRuns.read("")).isEqualTo(new BitSet());
    }

    @Test
    void writesManyRangesAsBits() {
        BitSet rows = new BitSet();
        for (int i = 0; i < 1_000_000; i += 2) {
            rows.set(i);
        }

        String text = RowRuns.write(rows);

        assertThat(text).startsWith("z:").hasSizeLessThan(1000);
        assertThat(RowRuns.read(text)).isEqualTo(rows);
    }

    @Test
    void readsWhatItWrote() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            BitSet rows = new BitSet();
            int limit = 1 + random.nextInt(3000);
            for (int i = random.nextInt(limit); i > 0; i--) {
                rows.set(random.nextInt(limit));
            }

            assertThat(RowRuns.read(RowRuns.write(rows))).isEqualTo(rows);
        }
    }

    @Test
    void refusesOtherTexts() {
        assertThatThrownBy(() -> RowRuns.read("5-3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a range of rows: 5-3");
        assertThatThrownBy(() -> RowRuns.read("z:AAAA")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RowRuns.read("a")).isInstanceOf(IllegalArgumentException.class);
    }
}
