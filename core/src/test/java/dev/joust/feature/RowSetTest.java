// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowSetTest {
    @Test
    void itsTextIsRunsWithBothEnds() {
        assertThat(RowSet.of(0, 1, 2, 3, 7, 9, 10, 11, 12)).hasToString("0-3,7,9-12");
        assertThat(RowSet.none()).hasToString("");
        assertThat(RowSet.range(3, 3)).isEqualTo(RowSet.none());
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(1);
        for (int round = 0; round < 100; round++) {
            BitSet bits = new BitSet();
            random.ints(random.nextInt(50), 0, 100).forEach(bits::set);
            RowSet rows = RowSet.of(bits);

            assertThat(RowSet.parse(rows.toString())).isEqualTo(rows);
        }
    }

    @Test
    void otherTextIsRefused() {
        assertThatThrownBy(() -> RowSet.parse("1,x-2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a list of runs: 'x-2'");
        assertThatThrownBy(() -> RowSet.parse("5-2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void combinesLikeASet() {
        RowSet low = RowSet.range(0, 6);
        RowSet high = RowSet.range(4, 9);

        assertThat(low.and(high)).isEqualTo(RowSet.of(4, 5));
        assertThat(low.or(high).size()).isEqualTo(9);
        assertThat(low.minus(high)).isEqualTo(RowSet.range(0, 4));
        assertThat(low.intersects(high)).isTrue();
        assertThat(low.next(6)).isEqualTo(-1);
    }
}
