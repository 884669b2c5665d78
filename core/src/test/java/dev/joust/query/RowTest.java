// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {
    private final Row row = row(new byte[] {1, 2, 3}, new float[] {1, 2, 3, 4, 5});

    private static Row row(byte[] bytes, float[] vector) {
        return Row.header(List.of("id", "name", "bytes", "vector", "boxes", "box", "day", "nothing", "kept", "score"))
                .row(
                        7_000_000_000L,
                        "a",
                        bytes,
                        vector,
                        List.of(List.of(1f, 2f)),
                        Map.of("x", 1),
                        LocalDate.of(2024, 1, 2),
                        null,
                        true,
                        0.5f);
    }

    @Test
    void givesValuesByType() {
        assertThat(row.longValue("id")).isEqualTo(7_000_000_000L);
        assertThat(row.string("name")).isEqualTo("a");
        assertThat(row.bytes("bytes")).containsExactly(1, 2, 3);
        assertThat(row.vector("vector")).containsExactly(1, 2, 3, 4, 5);
        assertThat(row.list("boxes")).hasSize(1);
        assertThat(row.struct("box").get("x")).isEqualTo(1);
        assertThat(row.value("day", LocalDate.class)).isEqualTo(LocalDate.of(2024, 1, 2));
        assertThat(row.bool("kept")).isTrue();
        assertThat(row.doubleValue("score")).isEqualTo(0.5);
        assertThat(row.floatValue("score")).isEqualTo(0.5f);
        assertThat(row.value("nothing")).isNull();
        assertThat(row.isNull("nothing")).isTrue();
        assertThat(row.isNull("id")).isFalse();
        assertThat(row.has("id")).isTrue();
        assertThat(row.has("di")).isFalse();
        assertThat(row.names()).startsWith("id", "name");
        assertThat(row.toMap()).containsEntry("name", "a").containsEntry("nothing", null);
    }

    @Test
    void namesTheNearestColumns() {
        assertThatThrownBy(() -> row.string("nam"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot read the row: there is no column 'nam'; did you mean 'name'?");
    }

    @Test
    void saysWhatTheValueIs() {
        assertThatThrownBy(() -> row.string("id"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read column 'id' as a String: the value is a Long; use the accessor for that type,"
                        + " or value");
        assertThatThrownBy(() -> row.intValue("id"))
                .hasMessage("Cannot read column 'id' as an int: the value is 7000000000; use longValue");
        assertThatThrownBy(() -> row.string("nothing"))
                .hasMessage("Cannot read column 'nothing' as a String: the value is NULL; ask isNull first, or use"
                        + " value");
    }

    @Test
    void isEqualByContent() {
        Row same = row(new byte[] {1, 2, 3}, new float[] {1, 2, 3, 4, 5});
        Row other = row(new byte[] {1, 2, 4}, new float[] {1, 2, 3, 4, 5});

        assertThat(same).isEqualTo(row).hasSameHashCodeAs(row);
        assertThat(other).isNotEqualTo(row);
        assertThat(Row.of(Map.of("v", List.of(new float[] {1}))))
                .isEqualTo(Row.of(Map.of("v", List.of(new float[] {1}))))
                .isNotEqualTo(Row.of(Map.of("v", List.of(new float[] {2}))))
                .isNotEqualTo(Row.of(Map.of("v", List.of())));
        assertThat(Row.of(Map.of("v", 1))).isNotEqualTo(Row.of(Map.of("w", 1)));
    }

    @Test
    void printsBytesAndVectorsShort() {
        assertThat(row)
                .hasToString("{id=7000000000, name=a, bytes=<3 bytes>, vector=[1.0, 2.0, 3.0, 4.0, ... 5 numbers],"
                        + " boxes=[[1.0, 2.0]], box={x=1}, day=2024-01-02, nothing=null, kept=true, score=0.5}");
    }

    @Test
    void doesNotChangeWithItsSource() {
        Map<String, Object> source = new LinkedHashMap<>(Map.of("a", 1));
        Object[] values = {1};

        Row fromMap = Row.of(source);
        Row fromArray = Row.header(List.of("a")).row(values);
        source.put("a", 2);
        Arrays.fill(values, 2);

        assertThat(fromMap.intValue("a")).isEqualTo(1);
        assertThat(fromArray.intValue("a")).isEqualTo(1);
    }

    @Test
    void refusesNamesThatRepeatAndValuesThatDoNotMatch() {
        assertThatThrownBy(() -> Row.header(List.of("a", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("names must be distinct but 'a' is twice");
        assertThatThrownBy(() -> Row.header(List.of("a", "b")).row(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must have one value for each of 2 columns but has 1");
    }
}
