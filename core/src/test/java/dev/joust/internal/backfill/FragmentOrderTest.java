// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentOrderTest {
    @Test
    void goesOverTheTableInEverFinerSteps() {
        assertThat(FragmentOrder.spread(List.of(0, 1, 2, 3, 4, 5, 6, 7))).containsExactly(0, 4, 2, 6, 1, 5, 3, 7);
        assertThat(FragmentOrder.spread(List.of("a", "b", "c", "d", "e"))).containsExactly("a", "e", "c", "b", "d");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 17, 64, 1000})
    void hasEachFragmentOnceAndEachBeginningSpreadEvenly(int count) {
        List<Integer> all = IntStream.range(0, count).boxed().toList();

        List<Integer> spread = FragmentOrder.spread(all);

        assertThat(spread).containsExactlyInAnyOrderElementsOf(all);
        for (int size = 1; size <= count; size++) {
            double mean = spread.subList(0, size).stream()
                    .mapToInt(Integer::intValue)
                    .average()
                    .orElseThrow();
            assertThat(mean).as(size + " of " + count).isBetween(0.0, 0.75 * count);
        }
    }
}
