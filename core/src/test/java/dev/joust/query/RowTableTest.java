// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowTableTest {
    private static Row row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Row.of(values);
    }

    private static final List<Row> ROWS = List.of(
            row(
                    "id",
                    7L,
                    "caption",
                    "a rider on a wet street",
                    "image",
                    new byte[2500],
                    "clip",
                    new float[512],
                    "_score",
                    1.5f),
            row("id", 12L, "caption", null, "image", null, "clip", null, "_score", 0.123456f));

    @Test
    void printsScoresFirstAndSizesOfBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RowTable.of(ROWS).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                _score  id  caption                  image          clip
                1.5000   7  a rider on a wet street  <2,500 bytes>  [0, 0, 0, 0, … 512 in all]
                0.1235  12  -                        -              -
                """);
    }

    @Test
    void keepsToTheWidth() {
        assertThat(RowTable.of(ROWS).width(60)).hasToString("""
                _score  id  caption          image          clip
                1.5000   7  a rider on a w…  <2,500 bytes>  [0, 0, 0, 0, … …
                0.1235  12  -                -              -
                """);
        assertThat(RowTable.of(ROWS).width(30)).hasToString("""
                _score  id  caption
                1.5000   7  a rider on …
                0.1235  12  -
                no room for 2 more columns: image, clip
                """);
        assertThat(RowTable.of(List.of())).hasToString("No rows\n");
        assertThatThrownBy(() -> RowTable.of(ROWS).width(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width must be positive but was 0");
    }
}
