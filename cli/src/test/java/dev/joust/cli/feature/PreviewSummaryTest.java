// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.Preview;
import dev.joust.backfill.PreviewRow;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewSummaryTest {
    private static Preview preview(double openSeconds, double seconds, double laterSeconds, long rowsLeft) {
        return new Preview(
                List.of(),
                Collections.nCopies(10, new PreviewRow(0, Map.of(), Optional.empty())),
                openSeconds,
                seconds,
                5,
                laterSeconds,
                rowsLeft);
    }

    @Test
    void tellsTheTimeForTheRestByTheLaterHalfAndTheOpeningApart() {
        assertThat(PreviewSummary.lines(preview(3, 9, 2.5, 1000), 4))
                .containsExactly(
                        "10 rows in 9.0 s, the later half at 2.0 rows/s with one instance; opened in 3.0 s before",
                        "1,000 rows to compute: about 8 min 23 s with one instance, 2 min 08 s with 4");
    }

    @Test
    void saysThatTheSampleIsTooSmallAndHowManyRowsWouldTellMore() {
        assertThat(PreviewSummary.lines(preview(0, 0.5, 0.05, 100_000), 4))
                .containsExactly(
                        "10 rows in 500 ms, the later half at 100 rows/s with one instance",
                        "100,000 rows to compute: the sample is too small to tell, probably less than 16 min 40 s with"
                                + " one instance, 4 min 10 s with 4; --rows 1000 would tell more");
    }

    @Test
    void namesNoNumberOfRowsWhereTheRestIsSmall() {
        assertThat(PreviewSummary.lines(preview(0, 0.5, 0.05, 100), 4).get(1))
                .isEqualTo(
                        "100 rows to compute: the sample is too small to tell, probably less than 1.0 s with one instance,"
                                + " 250 ms with 4");
        assertThat(PreviewSummary.lines(preview(0, 0.5, 0.05, 0), 4)).hasSize(1);
    }
}
