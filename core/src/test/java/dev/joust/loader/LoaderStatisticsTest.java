// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.loader.LoaderStatistics.Bound;
import org.junit.jupiter.api.Test;

class LoaderStatisticsTest {
    private static LoaderStatistics of(double read, double decode, double collate, double wait) {
        return new LoaderStatistics(100, 0, 0, 11, read, decode, collate, 1 + wait, 1, 0, 0);
    }

    @Test
    void saysWhatAFasterEpochNeeds() {
        assertThat(of(1, 2, 3, 0.4).bound()).isEqualTo(Bound.CONSUMER);
        assertThat(of(3, 2, 1, 5).bound()).isEqualTo(Bound.READING);
        assertThat(of(1, 3, 2, 5).bound()).isEqualTo(Bound.DECODING);
        assertThat(of(1, 2, 3, 5).bound()).isEqualTo(Bound.COLLATING);
    }

    @Test
    void countsRowsPerSecond() {
        assertThat(of(0, 0, 0, 0).rowsPerSecond()).isEqualTo(100 / 11.0);
    }
}
