// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void choosesRowsAsItsDefinitionSays() {
        Sample quarter = new Sample(0.25, 7);

        // Computed by an independent program in Python from the text of Sample.contains.
        assertThat(LongStream.range(0, 40).filter(quarter::contains))
                .containsExactly(0L, 3L, 7L, 8L, 9L, 16L, 17L, 21L, 24L, 27L, 28L, 30L, 38L);
    }

    @Test
    void comesNearItsShare() {
        Sample tenth = new Sample(0.1, 1234);

        assertThat(LongStream.range(0, 100_000).filter(tenth::contains).count()).isBetween(9_700L, 10_300L);
    }

    @Test
    void growsWithItsShare() {
        Sample small = new Sample(0.2, 5);
        Sample large = new Sample(0.6, 5);

        assertThat(LongStream.range(0, 1_000).filter(small::contains)).allMatch(large::contains);
    }

    @Test
    void refusesAShareOfNothing() {
        assertThatThrownBy(() -> new Sample(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share must be above 0 and at most 1 but was 0.0");
    }
}
