// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class TextValuesTest {
    @Test
    void shortensValuesForCells() {
        assertThat(TextValues.format(new byte[2_500])).isEqualTo("<2,500 bytes>");
        assertThat(TextValues.format(new float[] {1, 2.5f, 3, 4, 5})).isEqualTo("[1, 2.5, 3, 4, … 5 in all]");
        assertThat(TextValues.format(Collections.singletonMap("a", null))).isEqualTo("{a: -}");
        assertThat(TextValues.format(0.00001)).isEqualTo("1.000e-05");
        assertThat(TextValues.format(Double.NaN)).isEqualTo("NaN");
        assertThat(TextValues.format("two\nlines\033[31m")).isEqualTo("two lines [31m");
    }
}
