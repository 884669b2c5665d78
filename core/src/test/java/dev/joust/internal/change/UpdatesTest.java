// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.index.Index;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.ColumnChanges;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.internal.lance.files.FileMetadata;
import dev.joust.internal.query.IndexEngine;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdatesTest {
    private static final Map<String, String> BLOB = Map.of("lance-encoding:blob", "true");

    @TempDir
    Path folder;

    private TestLake lake;
    private LanceTable table;

    @BeforeEach
    void twoFragmentsWithADeletedRow() {
        lake = new TestLake(folder);
        table = lake.create(
                "t",
                TestLake.key(Column.required("id", Types.INT64)),
                Column.required("n", Types.INT32),
                Column.of("score", Types.FLOAT32),
                Column.of("text", Types.STRING),
                Column.of("tags", Types.listOf(Types.STRING)),
                Column.of("vec", Types.vector(2)),
                Column.of("half", Types.vector(Types.FLOAT16, 2)),
                Column.of("box", Types.struct(Column.of("w", Types.INT64), Column.of("kind", Types.STRING))),
                Column.of("raw", Types.LARGE_BINARY),
                Column.of("image", Types.LARGE_BINARY).withMetadata(BLOB),
                Column.of("at", Types.TIMESTAMP),
                Column.of("later", Types.INT64));
        lake.append(table, rows(0, 10));
        lake.append(table, rows(10, 20));
        Deletes.delete(table, "id = 4", Map.of());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<Map<String, Object>> rows(int from, int to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", (long) i);
            row.put("n", i);
            row.put("score", i / 2f);
            row.put("text", "row " + i);
            row.put("tags", List.of("a" + i, "b"));
            row.put("vec", new float[] {i, -i});
            row.put("half", new float[] {i, 0.5f});
            row.put("box", Map.of("w", (long) i, "kind", "k" + i));
            row.put("raw", new byte[] {(byte) i});
            row.put("image", i % 3 == 0 ? null : new byte[] {(byte) i, 1, 2});
            rows.add(row);
        }
        return rows;
    }

    private long update(Map<String, String> set, String where) {
        return Updates.update(table, set, where, IndexKeeper.none(), Map.of()).rows();
    }

    private Map<Object, Object> values(String column) {
        return TestLake.values(table, "id", column);
    }

    @Test
    void setsValuesAndLeavesOthers() {
        Map<Object, Object> expected = values("n");
        expected.replaceAll((id, n) -> (long) id >= 8 && (long) id < 12 ? String.valueOf((long) id * 10 + 1) : n);

        assertThat(update(Map.of("n", "n * 10 + 1"), "id >= 8 AND id < 12")).isEqualTo(4);

        assertThat(values("n")).isEqualTo(expected);
        assertThat(values("text")).containsEntry(9L, "row 9").hasSize(19);
    }

    @Test
    void keepsRowIdsAndDataFiles() {
        Map<String, String> before = lake.dataFiles("t");
        List<Map<String, Object>> ids;
        try (Snapshot now = table.latest()) {
            ids = TestLake.rows(now.scan(ScanRequest.of(List.of("id")).withRowId()));
        }

        update(Map.of("text", "concat(text, '!')"), "true");

        assertThat(lake.dataFiles("t")).containsAllEntriesOf(before).hasSize(before.size() + 2);
        try (Snapshot now = table.latest()) {
            assertThat(TestLake.rows(now.scan(ScanRequest.of(List.of("id")).withRowId())))
                    .isEqualTo(ids);
        }
        assertThat(values("text")).containsEntry(9L, "row 9!").hasSize(19);
    }

    @Test
    void setsSeveralColumnsFromOldValues() {
        update(Map.of("n", "CAST(score AS INT) + 100", "score", "n"), "id = 7");

        assertThat(values("n")).containsEntry(7L, "103").containsEntry(8L, "8");
        assertThat(values("score")).containsEntry(7L, "7.0").containsEntry(8L, "4.0");
    }

    @Test
    void setsNestedColumns() {
        update(
                Map.of(
                        "tags", "make_array('x', text)",
                        "vec", "[1.5, 2]",
                        "half", "[0.25, 4]",
                        "box", "named_struct('w', id, 'kind', 'big')"),
                "id = 3 OR id = 13");

        assertThat(values("tags")).containsEntry(3L, "[x, row 3]").containsEntry(5L, "[a5, b]");
        assertThat(values("vec")).containsEntry(13L, "[1.5, 2.0]").containsEntry(5L, "[5.0, -5.0]");
        assertThat(values("half")).containsEntry(13L, "[0.25, 4.0]").containsEntry(5L, "[5.0, 0.5]");
        assertThat(values("box")).containsEntry(3L, "{w=3, kind=big}").containsEntry(5L, "{w=5, kind=k5}");
    }

    @Test
    void setsNullAndConstants() {
        update(Map.of("text", "NULL", "vec", "NULL", "box", "NULL", "score", "1", "tags", "NULL"), "id = 3");

        assertThat(TestLake.rows(table).get(3))
                .doesNotContainKeys("text", "vec", "box", "tags")
                .containsEntry("score", 1f);
        assertThat(TestLake.rows(table).get(5)).containsKeys("text", "vec", "box", "tags");
    }

    @Test
    void fillsAColumnThatHasNoFileYet() {
        update(Map.of("later", "id * 2", "at", "'2026-01-02 03:04:05'"), "id >= 15");

        assertThat(values("later")).containsEntry(14L, "null").containsEntry(15L, "30");
        assertThat(values("at")).containsEntry(14L, "null").containsEntry(15L, "2026-01-02T03:04:05");
    }

    @Test
    void readsNamesWithCapitalsAndExpressionsWithComments() {
        LanceTable mixed = lake.create("mixed", Column.of("Id", Types.INT64), Column.of("timeOfDay", Types.INT32));
        lake.append(mixed, List.of(Map.of("Id", 1, "timeOfDay", 5)));

        Updates.update(
                mixed, Map.of("timeOfDay", "\"timeOfDay\" + 1 -- next"), "timeOfDay = 5", IndexKeeper.none(), Map.of());

        assertThat(TestLake.rows(mixed)).containsExactly(Map.of("Id", 1L, "timeOfDay", 6));
    }

    @Test
    void setsBytesBesideBlobs() {
        update(Map.of("raw", "X'0102'", "image", "NULL"), "id = 5");
        update(Map.of("image", "X'07'"), "id = 8");

        assertThat(values("raw")).containsEntry(5L, "[1, 2]").containsEntry(6L, "[6]");
        try (Snapshot now = table.latest()) {
            List<Map<String, Object>> ids = TestLake.rows(
                    now.scan(ScanRequest.of(List.of("id", "image")).withRowId()));
            List<String> images = new ArrayList<>();
            for (Map<String, Object> row : ids) {
                images.add(
                        row.get("image") == null
                                ? "null"
                                : Arrays.toString(now.blobs(List.of((Long) row.get("_rowid")), "image")
                                        .get(0)));
            }
            assertThat(images)
                    .startsWith("null", "[1, 1, 2]", "[2, 1, 2]", "null", "null", "null", "[7, 1, 2]", "[7]", "null")
                    .endsWith("[19, 1, 2]");
        }
    }

    @Test
    void tellsWhichRowsOfWhichFileChanged() throws Exception {
        String base;
        try (Snapshot now = table.latest()) {
            base = now.fragments().get(0).files().get(0).name();
        }

        update(Map.of("n", "n + 1"), "id IN (1, 2, 3, 7)");

        try (Snapshot now = table.latest()) {
            String file = now.fragments().get(0).filesOf(now.fieldIds("n")).get(0);
            assertThat(FileMetadata.read(now.table(), file).orElseThrow().metadata())
                    .containsEntry(RowRuns.BASE_KEY, base)
                    .containsEntry(RowRuns.CHANGED_KEY, "1-3,7");
        }
    }

    @Test
    void dropsIndexesBeforeAndRebuildsThemAfter() {
        List<String> calls = new ArrayList<>();
        IndexKeeper keeper = (t, columns) -> {
            calls.add("drop " + columns + " at " + values("n").get(3L));
            return () -> calls.add("rebuild at " + values("n").get(3L));
        };

        Updates.update(table, Map.of("n", "-1"), "id = 3", keeper, Map.of());
        Updates.update(table, Map.of("n", "-1"), "id = 1000", keeper, Map.of());

        assertThat(calls).containsExactly("drop [n] at 3", "rebuild at -1");
    }

    @Test
    void refusesAnIndexThatWouldEndTheProcess() {
        LanceTable named = lake.create("named", Column.of("flat", Types.vector(2)));
        lake.append(named, List.of(Map.of("flat", new float[] {1, 2}), Map.of("flat", new float[] {3, 4})));

        assertThatThrownBy(() ->
                        new IndexEngine(named).create(Index.ivfFlat("flat").partitions(1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot create index 'flat_idx' on table 'named': Lance keeps the name 'flat' for itself in an"
                                + " ivf_flat index; rename the column first");
    }

    @Test
    void refusesNullWhereThereIsNone() {
        Map<String, String> before = lake.dataFiles("t");

        assertThatThrownBy(() -> update(Map.of("n", "CASE WHEN id < 3 THEN NULL ELSE n END"), "id < 12"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot update column 'n' of table 't': 3 of 11 rows would get NULL, and its values are never"
                                + " NULL; change the expression or the filter");
        assertThat(lake.dataFiles("t")).isEqualTo(before);
        assertThat(values("n")).containsEntry(1L, "1");
    }

    @Test
    void refusesValuesThatDoNotFit() {
        assertThatThrownBy(() -> update(Map.of("n", "3000000000 + id"), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot update columns [n] of table 't': Cast error: Can't cast value 3000000000 to type Int32;"
                                + " correct the SQL");
        assertThatThrownBy(() -> update(Map.of("n", "score"), "true"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot update column 'n' of table 't': it is int32 but 'score' is float32; cast the"
                        + " expression");
        assertThatThrownBy(() -> update(Map.of("vec", "[1.0, 2.0, 3.0]"), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Cannot cast to FixedSizeList(2): value at index 0 has length 3");
    }

    @Test
    void refusesColumnsThatCannotBeSet() {
        assertThatThrownBy(() -> update(Map.of("txt", "1"), "true"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("'txt'")
                .hasMessageContaining("text");
        assertThatThrownBy(() -> update(Map.of("box.w", "1"), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot update column 'box.w' of table 't': it is a part of another column; set that one as a"
                                + " whole");
        assertThatThrownBy(() -> update(Map.of("id", "1"), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot update column 'id' of table 't': it is the declared key, by which rows are recognized;"
                                + " delete the rows and append them with their new key");
    }

    @Test
    void refusesExpressionsThatCannotBeEvaluated() {
        assertThatThrownBy(() -> update(Map.of("n", "nope + 1"), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot update column 'n' of table 't' with 'nope + 1': there is no column 'nope'; did you"
                        + " mean 'n'?");
        assertThatThrownBy(() -> update(Map.of("n", " "), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot update column 'n' of table 't': its expression is empty; use NULL for no value");
        assertThatThrownBy(() -> update(Map.of(), "true"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot update table 't': nothing is set; name at least one column");
        assertThatThrownBy(() -> update(Map.of("n", "1 / (id - 5)"), "true"))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(values("n")).containsEntry(5L, "5");
    }

    @Test
    void twoThreadsThatCountUpLoseNothing() throws Exception {
        try (LanceTable other = lake.open("t")) {
            Racers.race(
                    () -> {
                        for (int i = 0; i < 10; i++) {
                            update(Map.of("n", "n + 1"), "id < 15");
                        }
                    },
                    () -> {
                        for (int i = 0; i < 10; i++) {
                            Updates.update(other, Map.of("n", "n + 100"), "id > 8", IndexKeeper.none(), Map.of());
                        }
                    });
        }

        assertThat(values("n"))
                .containsEntry(8L, "18")
                .containsEntry(10L, "1020")
                .containsEntry(19L, "1019");
    }

    @Test
    void seesRowsThatAnotherWriterChangedMeanwhile() {
        IndexKeeper meanwhile = (t, columns) -> {
            Updates.update(table, Map.of("n", "1000"), "id = 9", IndexKeeper.none(), Map.of());
            Deletes.delete(table, "id = 10", Map.of());
            return () -> {};
        };

        RowsChanged changed = Updates.update(table, Map.of("n", "n + 1"), "id >= 8", meanwhile, Map.of());

        assertThat(changed.rows()).isEqualTo(11);
        assertThat(values("n")).containsEntry(8L, "9").containsEntry(9L, "1001").containsEntry(11L, "12");
    }

    @Test
    void refusesAColumnThatWasCreatedAgainMeanwhile() {
        Map<String, String> files = lake.dataFiles("t");
        Map<String, String> values = Map.of("later", "id", "text", "'new'");
        values.forEach((column, value) -> {
            IndexKeeper meanwhile = (updated, columns) -> {
                Columns.drop(updated, List.of(column), version -> {});
                ColumnChanges.add(
                        updated, version -> List.of(Field.nullable(column, new ArrowType.Int(Integer.SIZE, true))));
                return () -> {};
            };

            assertThatThrownBy(() -> Updates.update(table, Map.of(column, value), "id > 7", meanwhile, Map.of()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot write column '" + column + "' of table 't': it was dropped and created again"
                            + " meanwhile; compute its values again");

            assertThat(values(column).values()).hasSize(19).containsOnly("null");
        });
        assertThat(lake.dataFiles("t")).isEqualTo(files);
    }
}
