// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import static dev.joust.filter.Filter.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSqlTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .column("timeofday", Types.STRING)
            .column("people", Types.INT32)
            .column("tiny", Types.UINT8)
            .column("share", Types.FLOAT32)
            .column("half", Types.FLOAT16)
            .column("money", Types.decimal(6, 2))
            .column("seen", new ColumnType.Timestamp(ColumnType.Unit.MILLISECOND))
            .column("taken", Types.INSTANT)
            .column("day", Types.DATE)
            .column("clock", Types.TIME)
            .column("yes", Types.BOOL)
            .column("hash", Types.BINARY)
            .column("labels", Types.listOf(Types.STRING))
            .column("vector", Types.vector(3))
            .column("box", Types.struct(Column.of("Wide part", Types.INT32)))
            .build();

    private static String sql(Filter filter) {
        return FilterSql.of(filter, SCHEMA, "read table 'frames'");
    }

    private static void assertRefused(Filter filter, String why) {
        assertThatThrownBy(() -> sql(filter))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read table 'frames': " + why);
    }

    @Test
    void writesConditionsWithValuesOfTheColumnsTypes() {
        assertThat(sql(col("timeofday").eq("night").and(col("people").gt(2))))
                .isEqualTo("(`timeofday` = 'night') AND (`people` > 2)");
        assertThat(sql(col("box.Wide part").in(1, 2L).or(col("yes").isTrue()).not()))
                .isEqualTo("NOT ((`box`.`Wide part` IN (1, 2)) OR (`yes` IS TRUE))");
        assertThat(sql(col("share").lt(0.1))).isEqualTo("`share` < 0.10000000149011612");
        assertThat(sql(col("money").eq(12))).isEqualTo("`money` = arrow_cast('12', 'Decimal128(6, 2)')");
        assertThat(sql(col("hash").eq(new byte[] {1, -1}))).isEqualTo("`hash` = X'01ff'");
        assertThat(sql(col("labels").has("car"))).isEqualTo("array_has(`labels`, 'car')");
        assertThat(sql(col("_rowid").le(7))).isEqualTo("`_rowid` <= 7");
        assertThat(sql(Filter.allOf(List.of()))).isEqualTo("true");
        assertThat(sql(Filter.anyOf(List.of()))).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"' OR '1'='1", "'; DELETE FROM t; --", "\\' OR 1=1 --", "''", "/*", "`", "\"", "?"})
    void keepsTextsWhole(String text) {
        String expected = "'" + text.replace("'", "''") + "'";

        assertThat(sql(col("timeofday").eq(text))).isEqualTo("`timeofday` = " + expected);
        assertThat(sql(Filter.sql("timeofday = ? OR people > ?", text, 2)))
                .isEqualTo("timeofday = " + expected + " OR people > 2");
    }

    @Test
    void givesTextsThatTheBindingCannotTakeAsBytes() {
        assertThat(sql(col("timeofday").contains("a\u0000")))
                .isEqualTo("contains(`timeofday`, arrow_cast(X'6100', 'Utf8'))");
        assertThat(sql(Filter.sql("timeofday = '\uD83D\uDE00' AND people = ?", 1)))
                .isEqualTo("timeofday = arrow_cast(X'f09f9880', 'Utf8') AND people = 1");
    }

    @Test
    void takesNoQuestionMarkInsideQuotesAndCommentsForAParameter() {
        assertThat(sql(Filter.sql("timeofday = '?''?' AND `people` > ? /* ? */ AND \"?\" <> 'x' -- ?", 2)))
                .isEqualTo("timeofday = '?''?' AND `people` > 2   AND \"?\" <> 'x'  ");
        assertThat(sql(Filter.sql("timeofday IN ('a?', '?') OR people BETWEEN ? AND ?", 1, 2)))
                .isEqualTo("timeofday IN ('a?', '?') OR people BETWEEN 1 AND 2");
    }

    @Test
    void refusesAnotherNumberOfParameters() {
        assertRefused(
                Filter.sql("timeofday = ? AND people > ?", "night"),
                "'timeofday = ? AND people > ?' has 2 places for a parameter, and 1 is given; give one for each '?'"
                        + " outside of quotes");
        assertRefused(
                Filter.sql("people > ?"),
                "'people > ?' has 1 place for a parameter, and none is given; give one for each '?' outside of quotes");
        assertRefused(
                Filter.sql("timeofday = '?'", "night"),
                "'timeofday = '?'' has 0 places for a parameter, and 1 is given; give one for each '?' outside of quotes");
        assertRefused(
                Filter.sql("people > 1) OR (true").not(),
                "the parentheses in 'people > 1) OR (true' do not match; close each one that is opened");
    }

    @Test
    void refusesValuesThatDoNotFitTheirColumn() {
        assertRefused(
                col("people").gt("2"),
                "column 'people' is int32 and cannot be compared with '2', a text; give a whole number");
        assertRefused(
                col("timeofday").eq(5),
                "column 'timeofday' is utf8 and cannot be compared with 5, a number; give a text");
        assertRefused(col("people").gt(2.5), "column 'people' is int32, which 2.5 does not fit; give a whole number");
        assertRefused(
                col("tiny").lt(300), "column 'tiny' is uint8, which 300 does not fit; give a number from 0 to 255");
        assertRefused(
                col("tiny").lt(new BigDecimal("1e70")),
                "column 'tiny' is uint8, which 1E+70 does not fit; give a number from 0 to 255");
        assertRefused(
                col("people").in(1, Double.NaN),
                "column 'people' is int32, which NaN does not fit; give a finite number");
        assertRefused(
                col("half").eq(70_000),
                "column 'half' is float16, which 70000 does not fit; give a number from -65504 to 65504");
        assertRefused(
                col("money").eq(new BigDecimal("1.234")),
                "column 'money' is decimal128(6,2), which 1.234 does not fit; give a number of at most 4 digits before"
                        + " the point and 2 after it");
        assertRefused(
                col("seen").eq(Instant.EPOCH),
                "column 'seen' is timestamp[ms] and cannot be compared with 1970-01-01T00:00:00Z, a value of Instant;"
                        + " give a LocalDateTime");
        assertRefused(
                col("seen").eq(LocalDateTime.parse("2024-01-01T00:00:00.0001")),
                "column 'seen' is timestamp[ms], which 2024-01-01T00:00:00.000100 does not fit; give a time in whole"
                        + " milliseconds");
        assertRefused(
                col("taken").eq(LocalDate.EPOCH),
                "column 'taken' is timestamp[us, UTC] and cannot be compared with 1970-01-01, a value of LocalDate;"
                        + " give an Instant");
        assertRefused(
                col("yes").eq(1), "column 'yes' is bool and cannot be compared with 1, a number; give true or false");
        assertRefused(
                col("vector").eq(1),
                "column 'vector' is fixed_size_list<float32>[3] and cannot be compared with 1, a number; ask whether it"
                        + " is NULL, or use SQL");
        assertRefused(
                col("people").startsWith("x"),
                "column 'people' is int32, which is no text to look into; choose a column of text");
        assertRefused(col("people").has(1), "column 'people' is int32, which is no list; choose a column of lists");
        assertRefused(
                col("people").isTrue(),
                "column 'people' is int32, which is neither true nor false; compare it with a value");
        assertRefused(col("peopel").isNull(), "there is no column 'peopel'; did you mean 'people'?");
    }

    @Test
    void namesOfColumnsAreNeverSql() {
        assertThatThrownBy(() -> sql(col("people` > 0 OR `people").isNull()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot read table 'frames': there is no column 'people` > 0 OR `people'");
    }

    @Test
    void bindsParametersOfEveryClass() {
        assertThat(sql(Filter.sql(
                                "? ? ? ? ? ? ? ? ? ?",
                                true,
                                Long.MIN_VALUE,
                                new BigInteger("18446744073709551615"),
                                0.1,
                                Float.NaN,
                                new BigDecimal("12.50"),
                                LocalDate.of(1970, 1, 2),
                                LocalTime.of(4, 5, 6),
                                LocalDateTime.of(1970, 1, 1, 0, 0, 1),
                                Instant.ofEpochSecond(0, 1)))
                        .replaceAll("arrow_cast", "\narrow_cast"))
                .isEqualTo("true \narrow_cast('-9223372036854775808', 'Int64')"
                        + " \narrow_cast('18446744073709551615', 'UInt64') 0.1 \narrow_cast('NaN', 'Float64')"
                        + " \narrow_cast('12.50', 'Decimal128(4, 2)') \narrow_cast(1, 'Date32')"
                        + " \narrow_cast('04:05:06', 'Time64(Microsecond)')"
                        + " \narrow_cast(1000000, 'Timestamp(Microsecond, None)')"
                        + " \narrow_cast(1, 'Timestamp(Nanosecond, Some(\"UTC\"))')");
        assertThat(sql(Filter.sql("timeofday = ?", TimeUnit.DAYS))).isEqualTo("timeofday = 'DAYS'");
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void refusesValuesThatNoColumnHolds() {
        assertThatThrownBy(() -> Filter.sql("people = ? OR people = ?", 1, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot make a filter: parameter 2 is null, and nothing is equal to NULL in SQL; ask for IS"
                        + " NULL or isNull() instead");
        assertThatThrownBy(() -> Filter.sql("people = ?", List.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot make a filter: parameter 1 is of the class java.util.")
                .hasMessageEndingWith("which no column holds; give a boolean, number, text, bytes, date or time");
        assertThatThrownBy(() -> col("people").in(Arrays.asList(1, new Object[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot make a filter: value 2 is of the class [Ljava.lang.Object;, which no column holds;"
                        + " give a boolean, number, text, bytes, date or time");
        assertThatThrownBy(() -> col("timeofday").eq("a\uD83D"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot make a filter: value is no valid text, half of a character stands at position 1; give"
                                + " whole characters");
        assertThatThrownBy(() -> col("money").eq(new BigDecimal("1e1000000000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot make a filter: value has more digits than a column can hold; give a number of at most"
                                + " 76 digits");
        assertThatThrownBy(() -> col("day").eq(LocalDate.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot make a filter: value is +999999999-12-31, which no column can hold; give a time within"
                                + " 290000 years of 1970");
    }
}
