// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 B",
                "812 | 812 B",
                "999 | 999 B",
                "1000 | 1.0 kB",
                "1449999 | 1.4 MB",
                "9949999 | 9.9 MB",
                "9950000 | 10 MB",
                "181359552 | 181 MB",
                "999499999 | 999 MB",
                "999500000 | 1.0 GB",
                "9223372036854775807 | 9.2 EB"
            })
    void saysSizesInPowersOfThousand(long bytes, String text) {
        assertThat(HumanFormat.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 ms",
                "0.8504 | 850 ms",
                "0.9994 | 999 ms",
                "0.9996 | 1.0 s",
                "3.24 | 3.2 s",
                "47.4 | 47 s",
                "59.6 | 1 min 00 s",
                "245 | 4 min 05 s",
                "3599.4 | 59 min 59 s",
                "3780 | 1 h 03 min"
            })
    void saysDurationsInTheirTwoLargestUnits(double seconds, String text) {
        assertThat(HumanFormat.seconds(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0 rows", "1 | 1 row", "12345 | 12,345 rows", "-1200 | -1,200 rows"})
    void groupsDigitsAndMatchesTheNoun(long count, String text) {
        assertThat(HumanFormat.count(count, "row")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.04 | 0.0 rows/s", "3.24 | 3.2 rows/s", "12345.4 | 12,345 rows/s"})
    void saysRatesWithAsManyDigitsAsMatter(double rate, String text) {
        assertThat(HumanFormat.rate(rate)).isEqualTo(text);
    }
}
