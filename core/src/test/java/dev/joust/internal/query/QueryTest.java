// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("StringConcatToTextBlock") // one line of the answer a line
class QueryTest {
    record Frame(long id, Optional<String> weather) {}

    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("weather", Types.STRING)
            .column("has_person", Types.BOOL)
            .column("Upper", Types.INT32)
            .column("box", Types.struct(Column.of("width", Types.INT32), Column.of("height", Types.INT32)))
            .column("vec", Types.vector(2))
            .build();

    @TempDir
    Path lake;

    private TestTable frames;

    @BeforeEach
    void open() {
        frames = new TestTable(lake, "frames", SCHEMA);
        frames.append(rows(0, 6));
        frames.append(rows(6, 10));
    }

    @AfterEach
    void close() {
        frames.close();
    }

    private static List<Map<String, @Nullable Object>> rows(int from, int to) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", (long) i);
            row.put(
                    "weather",
                    i % 4 == 3 ? null : List.of("clear", "rainy", "snowy").get(i % 4));
            row.put("has_person", i % 2 == 0);
            row.put("Upper", 100 - i);
            row.put("box", Map.of("width", i, "height", 2 * i));
            row.put("vec", new float[] {i, 1});
            rows.add(row);
        }
        return rows;
    }

    private static List<Object> values(List<Row> rows, String column) {
        return rows.stream().map(row -> row.value(column)).toList();
    }

    @Test
    void narrowsWithEachFilter() {
        List<Row> rows = frames.query()
                .where("id < 3 OR id > 7 -- ends")
                .where("has_person")
                .rows();

        assertThat(values(rows, "id")).containsExactly(0L, 2L, 8L);
        assertThat(rows.get(0).names()).containsExactly("id", "weather", "has_person", "Upper", "box", "vec");
    }

    @Test
    void sortsByColumnsThatAreNotSelected() {
        List<Row> rows = frames.query()
                .select("weather")
                .orderByDescending("weather")
                .orderBy("Upper")
                .limit(4)
                .offset(1)
                .rows();

        assertThat(values(rows, "weather")).containsExactly("snowy", "rainy", "rainy", "rainy");
    }

    @Test
    void computesColumnsTogetherWithOrderLimitAndVersion() {
        List<Row> rows = frames.query()
                .selectAs("twice", "id * 2")
                .select("box.width")
                .selectAs("where_", "weather || '!'")
                .withRowId()
                .where("id <> 4")
                .orderByDescending("id")
                .limit(2)
                .atVersion(2)
                .rows();

        assertThat(rows.stream().map(Row::toString))
                .containsExactly(
                        "{twice=10, box.width=5, where_=rainy!, _rowid=5}",
                        "{twice=6, box.width=3, where_=null, _rowid=3}");
    }

    @Test
    void readsRowsAsRecords() {
        assertThat(frames.query().where("id IN (3, 4)").as(Frame.class))
                .containsExactly(new Frame(3, Optional.empty()), new Frame(4, Optional.of("clear")));
    }

    @Test
    void readsRowsByTheirIdsInTheOrderAsked() {
        List<Row> rows = frames.query()
                .rowIds(List.of(7L, 2L, 7L))
                .select("id")
                .selectAs("next", "id + 1")
                .withRowId()
                .rows();

        assertThat(rows.stream().map(Row::toString))
                .containsExactly("{id=7, next=8, _rowid=7}", "{id=2, next=3, _rowid=2}", "{id=7, next=8, _rowid=7}");
        assertThat(frames.query().rowIds(List.of()).rows()).isEmpty();
        assertThat(frames.query()
                        .rowIds(List.of(1L, 2L, 3L))
                        .offset(1)
                        .limit(1)
                        .select("id")
                        .rows())
                .extracting(row -> row.longValue("id"))
                .containsExactly(2L);
    }

    @Test
    void namesRowIdsThatDoNotExist() {
        assertThatThrownBy(
                        () -> frames.query().rowIds(List.of(1L, 99L, 2L, 77L)).rows())
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot read rows of table 'frames' by their ids: there is no row with id 99, 77; it was"
                        + " deleted or replaced, or never existed");
    }

    @Test
    void takesALimitOfZeroAsNoRows() {
        assertThat(frames.query().limit(0).rows()).isEmpty();
        assertThat(frames.query().limit(0).selectAs("x", "id").rows()).isEmpty();
        assertThat(frames.query().limit(0).count()).isZero();
    }

    @Test
    void countsWhatItWouldReturn() {
        assertThat(frames.query().count()).isEqualTo(10);
        assertThat(frames.query().where("has_person").offset(2).count()).isEqualTo(3);
        assertThat(frames.query().where("has_person").offset(2).limit(1).count())
                .isEqualTo(1);
        assertThat(frames.query().offset(50).count()).isZero();
        assertThat(frames.query().atVersion(2).count()).isEqualTo(6);
    }

    @Test
    void streamsRowsAndGivesMemoryBackWhenLeftEarly() {
        try (RowStream<Row> rows = frames.query().stream()) {
            assertThat(rows.next().longValue("id")).isZero();
        }
        try (var stream = frames.query().stream().asStream()) {
            assertThat(stream.mapToLong(row -> row.longValue("id")).sum()).isEqualTo(45);
        }
        assertThat(frames.store.allocator().getAllocatedMemory()).isZero();
    }

    @Test
    void refusesAListInPlaceOfAnExpression() {
        assertThatThrownBy(() -> frames.query().selectAs("both", "id, weather").rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot read table 'frames': there is a ',' in the SQL expression 'id, weather', which stands"
                                + " for one value; write one expression, and give others apart from it");
        assertThat(frames.query()
                        .selectAs("one", "coalesce(id, 1) + make_array(id, 2)[1]")
                        .rows())
                .isNotEmpty();
    }

    @Test
    void refusesFiltersThatAreWrong() {
        assertFilterRefused(
                "hasperson = 1",
                "Cannot read table 'frames': there is no column 'hasperson'; did you mean 'has_person'?");
        assertFilterRefused(
                "id = 1; drop table x",
                "Cannot read table 'frames': there is a ';' in the SQL expression 'id = 1; drop table x'; write one"
                        + " expression, without a ';'");
        assertFilterRefused(
                "id = 1, id = 2",
                "Cannot read table 'frames': there is a ',' in the SQL expression 'id = 1, id = 2', which stands for one"
                        + " value; write one expression, and give others apart from it");
        assertFilterRefused(
                "id", "Cannot read table 'frames': The filter id does not return a boolean; correct the SQL");
        assertFilterRefused(
                "  ", "Cannot read table 'frames': the SQL expression is empty; write one such as: id > 10");
        assertFilterRefused(
                "id = 1) OR (id = 2",
                "Cannot read table 'frames': the parentheses in 'id = 1) OR (id = 2' do not match; close each one that"
                        + " is opened");
        assertFilterRefused(
                "id = 'abc'",
                "Cannot read table 'frames': the condition 'id = 'abc'' does not fit the columns (Received literal"
                        + " Utf8(\"abc\") and could not convert to literal of type 'Int64'); correct the SQL");
        assertFilterRefused(
                "lenght(weather) > 2",
                "Cannot read table 'frames': there is no function 'lenght'; see the functions of DataFusion's SQL");
        assertFilterRefused(
                "\"Upper\" = 1",
                "Cannot read table 'frames': in the filter '\"Upper\" = 1' \"Upper\" means the text, not the column;"
                        + " write `Upper` for the column, or 'Upper' for the text");
        assertThatThrownBy(() -> frames.query().where("count(*) > 1").rows())
                .isInstanceOf(InvalidRequestException.class);
        assertThat(frames.query().where("`Upper` = 99").count()).isEqualTo(1);
    }

    private void assertFilterRefused(String filter, String message) {
        assertRefused(() -> frames.query().where(filter).rows(), message);
        assertThatThrownBy(() -> frames.query().where(filter).count()).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(
                        () -> frames.query().where(filter).selectAs("x", "id").rows())
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesColumnsThatAreWrong() {
        assertRefused(
                () -> frames.query().select("wether").rows(),
                "Cannot read table 'frames': there is no column 'wether'; did you mean 'weather'?");
        assertRefused(
                () -> frames.query().orderBy("Uper").rows(),
                "Cannot read table 'frames': there is no column 'Uper'; did you mean 'Upper'?");
        assertRefused(
                () -> frames.query().orderBy("vec").rows(),
                "Cannot read table 'frames': column 'vec' is a fixed_size_list<float32>[2], which has no order; sort by"
                        + " a column of numbers, text or times");
        assertRefused(
                () -> frames.query().select("id", "id").rows(),
                "Cannot read table 'frames': the column 'id' is selected twice; give one of them another name");
        assertRefused(
                () -> frames.query().selectAs("x", "upper + 1").rows(),
                "Cannot read table 'frames': there is no column 'upper'; names with upper-case letters need backticks:"
                        + " `Upper`");
        assertRefused(
                () -> frames.query().selectAs("x", "sum(id)").rows(),
                "Cannot read table 'frames': 'sum(id)' does not give one value for each row by itself; use a whole"
                        + " SELECT for sums, windows and subqueries");
    }

    @Test
    void refusesVersionsThatDoNotExist() {
        assertThatThrownBy(() -> frames.query().atVersion(9).rows())
                .isInstanceOf(NotFoundException.class)
                .hasMessage(
                        "Cannot read table 'frames' at version 9: there is no such version, or it was cleaned up; the"
                                + " newest is 3");
    }

    @Test
    void explainsHowTheAnswerIsFound() {
        frames.indexes.create(dev.joust.index.Index.btree("id"));

        assertThat(frames.query()
                        .where("id > 3")
                        .selectAs("x", "id + 1")
                        .orderBy("id")
                        .limit(2)
                        .explain())
                .isEqualTo(String.join(
                        "\n",
                        "table 'frames' version 4, 10 rows in 2 fragments",
                        "filter (id > 3), with index id_idx",
                        "sort by id",
                        "at most 2 rows",
                        "read id, _rowid",
                        "compute id + 1 AS x"));
    }

    @Test
    void runsASelectOverTheTable() {
        assertThat(frames
                        .sql("SELECT weather, count(*) AS n FROM t WHERE id > 1 GROUP BY weather ORDER BY weather;")
                        .rows()
                        .stream()
                        .map(Row::toString))
                .containsExactly(
                        "{weather=clear, n=2}", "{weather=rainy, n=2}", "{weather=snowy, n=2}", "{weather=null, n=2}");
        assertThat(frames.sql("SELECT 'x' AS k FROM t WHERE id < 2").rows()).hasSize(2);
        assertThat(frames.sql("SELECT count(*) AS n FROM t WHERE id < 2")
                        .atVersion(2)
                        .rows())
                .extracting(row -> row.longValue("n"))
                .containsExactly(2L);
    }

    @Test
    void readsRowIdsInSql() {
        assertThat(ids("SELECT _rowid FROM t WHERE id < 3")).containsExactly(0L, 1L, 2L);
        assertThat(ids("SELECT _rowid, 'x' AS k FROM t WHERE id > 7")).containsExactly(8L, 9L);
        assertThat(ids("SELECT max(_rowid) AS _rowid FROM t")).containsExactly(9L);
        assertThat(ids("WITH q AS (SELECT _rowid FROM t WHERE _rowid > 8) SELECT * FROM q"))
                .containsExactly(9L);
        assertThat(ids("SELECT _rowid FROM t ORDER BY id DESC LIMIT 1")).containsExactly(9L);
    }

    private List<Long> ids(String sql) {
        return frames.sql(sql).rows().stream()
                .map(row -> row.longValue("_rowid"))
                .toList();
    }

    @Test
    void refusesStatementsThatAreNotOneSelect() {
        String end = "; only one SELECT (or WITH ... SELECT) can be run; nothing was changed";
        assertRefused(
                () -> frames.sql("DROP TABLE t").rows(),
                "Cannot run SQL on table 'frames': it starts with 'DROP'" + end);
        assertRefused(
                () -> frames.sql("COPY t TO '" + lake.resolve("x.csv") + "'").rows(),
                "Cannot run SQL on table 'frames': it starts with 'COPY'" + end);
        assertThat(lake.resolve("x.csv")).doesNotExist();
        assertRefused(
                () -> frames.sql("SELECT 1 AS x; SELECT 2 AS y").rows(),
                "Cannot run SQL on table 'frames': there is more than one statement; write one SELECT");
        assertRefused(
                () -> frames.sql("SELECT id INTO q FROM t").rows(),
                "Cannot run SQL on table 'frames': it would write; only one SELECT can be run; nothing was changed");
        assertRefused(
                () -> frames.sql("SELECT wether FROM t").rows(),
                "Cannot run SQL on table 'frames': there is no column 'wether'; did you mean 'weather'?");
        assertThatThrownBy(() -> frames.sql("SELECT * FROM frames").rows()).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> frames.sql("SELEC 1").rows()).isInstanceOf(InvalidRequestException.class);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }
}
