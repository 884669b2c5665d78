// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Midway;
import dev.joust.error.CommitConflictException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.internal.lance.version.VersionFacts;
import dev.joust.internal.lance.version.Versions;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // values of the model are looked up by names that are there
class UpsertsTest {
    @TempDir
    Path folder;

    private TestLake lake;
    private LanceTable table;

    @BeforeEach
    void open() {
        lake = new TestLake(folder);
        table = lake.create(
                "t",
                TestLake.key(Column.required("Key", Types.STRING)),
                Column.required("n", Types.INT32),
                Column.of("tags", Types.listOf(Types.STRING)),
                Column.of("image", Types.LARGE_BINARY).withMetadata(Map.of("lance-encoding:blob", "true")),
                Column.of("feature", Types.INT32));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Map<String, Object> row(String key, int n) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Key", key);
        row.put("n", n);
        return row;
    }

    private static Map<String, Object> full(String key, int n) {
        Map<String, Object> row = row(key, n);
        row.put("tags", List.of("t" + n));
        row.put("image", new byte[] {(byte) n});
        row.put("feature", n);
        return row;
    }

    private Upserted upsert(List<Map<String, Object>> rows) {
        return Upserts.upsert(table, lake.reader(table, rows), Set.of("feature"), Map.of());
    }

    private Map<Object, Object> values(String column) {
        return TestLake.values(table, "Key", column);
    }

    private byte[] image(String key) {
        try (Snapshot now = table.latest()) {
            long rowId = (Long) TestLake.rows(now.scan(ScanRequest.of(List.of("Key"))
                            .where("`Key` = '" + key + "'")
                            .withRowId()))
                    .get(0)
                    .get("_rowid");
            return now.blobs(List.of(rowId), "image").get(0);
        }
    }

    @Test
    void insertsNewKeysAndReplacesKnownOnes() {
        lake.append(table, List.of(full("a", 1), full("b", 2)));
        lake.append(table, List.of(full("c", 3)));

        Upserted upserted = upsert(List.of(full("b", 20), full("it's new", 40), full("c", 30)));

        assertThat(upserted).isEqualTo(new Upserted(4, 1, 2));
        assertThat(values("n")).isEqualTo(Map.of("a", "1", "b", "20", "c", "30", "it's new", "40"));
        assertThat(image("c")).containsExactly(30);
        assertThat(Versions.list(table).get(3))
                .extracting(VersionFacts::operation)
                .isEqualTo("upsert");
    }

    @Test
    void keepsColumnsThatTheInputLacksButNotComputedOnes() {
        lake.append(table, List.of(full("a", 1), full("b", 2), full("c", 3)));

        upsert(List.of(row("new", 9), row("c", 30), row("a", 10)));

        assertThat(values("n")).isEqualTo(Map.of("a", "10", "b", "2", "c", "30", "new", "9"));
        assertThat(values("tags")).isEqualTo(Map.of("a", "[t1]", "b", "[t2]", "c", "[t3]", "new", "null"));
        assertThat(values("feature")).isEqualTo(Map.of("a", "null", "b", "2", "c", "null", "new", "null"));
        assertThat(image("c")).containsExactly(3);
        assertThat(image("b")).containsExactly(2);
    }

    @Test
    void givesEveryRowANewRowId() {
        lake.append(table, List.of(full("a", 1), full("b", 2)));

        upsert(List.of(row("a", 10)));

        try (Snapshot now = table.latest()) {
            assertThat(TestLake.rows(now.scan(ScanRequest.of(List.of("Key")).withRowId())))
                    .containsExactly(Map.of("Key", "b", "_rowid", 1L), Map.of("Key", "a", "_rowid", 2L));
        }
    }

    @Test
    void fillsAnEmptyTableAndDoesNothingForNoRows() {
        assertThat(upsert(List.of(row("a", 1)))).isEqualTo(new Upserted(2, 1, 0));

        Upserted nothing;
        try (Snapshot now = table.latest()) {
            nothing = Upserts.upsert(
                    table, now.scan(ScanRequest.of(List.of("Key", "n")).where("n > 1000")), Set.of(), Map.of());
        }

        assertThat(nothing).isEqualTo(new Upserted(2, 0, 0));
    }

    @Test
    void replacesAllRowsOfAKeyThatTheTableHasTwice() {
        lake.append(table, List.of(full("a", 1), full("a", 2), full("b", 3)));

        assertThat(upsert(List.of(row("a", 10)))).isEqualTo(new Upserted(3, 0, 1));

        assertThat(TestLake.rows(table)).hasSize(2);
    }

    @Test
    void upsertsManyRowsIntoManyFragments() {
        for (int from = 0; from < 4000; from += 1000) {
            lake.append(
                    table,
                    IntStream.range(from, from + 1000)
                            .mapToObj(i -> full("k" + i, i))
                            .toList());
        }

        Upserted upserted = upsert(
                IntStream.range(2000, 6000).mapToObj(i -> row("k" + i, -i)).toList());

        assertThat(upserted).isEqualTo(new Upserted(6, 2000, 2000));
        Map<Object, Object> n = values("n");
        Map<Object, Object> tags = values("tags");
        assertThat(n).hasSize(6000);
        for (int i = 0; i < 6000; i++) {
            assertThat(n.get("k" + i)).isEqualTo(String.valueOf(i < 2000 ? i : -i));
            assertThat(tags.get("k" + i)).isEqualTo(i < 4000 ? "[t" + i + "]" : "null");
        }
    }

    @Test
    void refusesKeysThatAreNotKeys() {
        lake.append(table, List.of(full("a", 1)));
        Map<String, String> before = lake.dataFiles("t");

        assertThatThrownBy(() -> upsert(List.of(row("x", 1), row("y", 2), row("x", 3))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot upsert into table 't': rows 0 and 2 of the input have the same key 'x'; leave one of"
                                + " them out");
        assertThatThrownBy(() -> upsert(List.of(Map.of("n", 1))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot upsert into table 't': the rows have no column 'Key', which is the key; add" + " it");
        assertThatThrownBy(() -> upsert(List.of(Map.of("Key", "z"))))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(
                        "Cannot write to table 't': the rows have no column 'n', whose values are never NULL; add it");
        LanceTable keyless = lake.create("keyless", Column.of("id", Types.INT64));
        assertThatThrownBy(() ->
                        Upserts.upsert(keyless, lake.reader(keyless, List.of(Map.of("id", 1))), Set.of(), Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot upsert into table 'keyless': it declares no key; append the rows, or create the table"
                                + " with a key");
        assertThat(lake.dataFiles("t")).isEqualTo(before);
    }

    @Test
    void refusesANullKey() {
        LanceTable source = lake.create("source", Column.of("Key", Types.STRING), Column.of("n", Types.INT32));
        lake.append(source, List.of(row("a", 1), row("b", 2)));
        lake.append(source, List.of(Map.of("n", 3)));

        try (Snapshot rows = source.latest()) {
            assertThatThrownBy(() -> Upserts.upsert(table, rows.scan(ScanRequest.everything()), Set.of(), Map.of()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "Cannot upsert into table 't': row 2 of the input has NULL in its key; give it a value");
        }
        assertThat(lake.dataFiles("t")).isEmpty();
    }

    @Test
    void usesAKeyOfSeveralColumns() {
        LanceTable pairs = lake.create(
                "pairs",
                TestLake.key(Column.required("a", Types.INT64)),
                TestLake.key(Column.required("b", Types.STRING)),
                Column.of("n", Types.INT64));
        lake.append(pairs, List.of(Map.of("a", 1, "b", "x", "n", 1), Map.of("a", 1, "b", "y", "n", 2)));

        Upserted upserted = Upserts.upsert(
                pairs,
                lake.reader(pairs, List.of(Map.of("a", 1, "b", "y", "n", 20), Map.of("a", 2, "b", "y", "n", 30))),
                Set.of(),
                Map.of());

        assertThat(upserted).isEqualTo(new Upserted(3, 1, 1));
        assertThat(TestLake.rows(pairs).stream().map(row -> row.get("n"))).containsExactlyInAnyOrder(1L, 20L, 30L);
    }

    @Test
    void twoThreadsNeverInsertAKeyTwice() throws Exception {
        try (LanceTable other = lake.open("t")) {
            Racers.race(() -> upsertInSteps(table, 1), () -> upsertInSteps(other, 2), () -> {
                for (int i = 0; i < 10; i++) {
                    lake.append(table, List.of(row("appended " + i, 0)));
                }
            });
        }

        List<Object> keys =
                TestLake.rows(table).stream().map(row -> row.get("Key")).toList();
        assertThat(new HashSet<>(keys)).hasSize(60);
        assertThat(keys).hasSize(60);
    }

    private void upsertInSteps(LanceTable target, int n) {
        for (int step = 0; step < 10; step++) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                rows.add(row("k" + (step * 5 + i), n));
            }
            Upserts.upsert(target, lake.reader(table, rows), Set.of(), Map.of());
        }
    }

    @ParameterizedTest
    @MethodSource("unsignedKeys")
    void findsUnsignedKeysBeyondTheSignedOnes(ColumnType type, Object key) {
        LanceTable unsigned = lake.create("u", TestLake.key(Column.required("id", type)), Column.of("n", Types.INT32));
        lake.append(unsigned, List.of(Map.of("id", key, "n", 1)));

        Upserts.upsert(unsigned, lake.reader(unsigned, List.of(Map.of("id", key, "n", 2))), Set.of(), Map.of());

        assertThat(TestLake.rows(unsigned)).extracting(row -> row.get("n")).containsExactly(2);
    }

    static List<Arguments> unsignedKeys() {
        return List.of(
                Arguments.of(Types.UINT8, 200),
                Arguments.of(Types.UINT16, 65),
                Arguments.of(Types.UINT16, 60_000),
                Arguments.of(Types.UINT32, 3_000_000_000L));
    }

    @Test
    void refusesRowsWhoseColumnIsRenamedWhileTheyAreWritten() {
        lake.append(table, List.of(full("a", 1)));
        Map<String, String> files = lake.dataFiles("t");
        List<Map<String, Object>> rows = List.of(full("a", 2), full("b", 3));

        assertThatThrownBy(() -> Upserts.upsert(
                        table,
                        lake.reader(
                                table,
                                Midway.rows(rows, () -> Columns.rename(table, "tags", "words", version -> {})),
                                1),
                        Set.of("feature"),
                        Map.of()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessage("Cannot upsert into table 't': a column of the rows was renamed or dropped while they were"
                        + " written; upsert them again");

        assertThat(values("words")).containsExactly(Map.entry("a", "[t1]"));
        assertThat(lake.dataFiles("t")).isEqualTo(files);
    }
}
