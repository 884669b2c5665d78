// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Midway;
import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // values of rows are looked up by names that are there
class InsertsTest {
    @TempDir
    Path folder;

    private TestLake lake;
    private LanceTable table;

    @BeforeEach
    void open() {
        lake = new TestLake(folder);
        table = lake.create(
                "t",
                TestLake.key(Column.required("id", Types.INT64)),
                Column.of("n", Types.INT32),
                Column.of("tags", Types.listOf(Types.STRING)),
                Column.of("image", Types.LARGE_BINARY).withMetadata(Map.of("lance-encoding:blob", "true")),
                Column.of("later", Types.INT32));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<Map<String, Object>> rows(int first, int end, int n) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int id = first; id < end; id++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", (long) id);
            row.put("n", n);
            row.put("tags", List.of("t" + id, "x"));
            row.put("image", image(id));
            rows.add(row);
        }
        return rows;
    }

    private static byte[] image(int id) {
        byte[] bytes = new byte[1 + id % 40];
        Arrays.fill(bytes, (byte) id);
        return bytes;
    }

    private Inserted insert(Iterable<Map<String, Object>> rows, List<Long> present) {
        return Inserts.insert(table, lake.reader(table, rows, 7), List.of(), present::add, Map.of());
    }

    private void assertIntact(Map<Long, Integer> expected) {
        List<Map<String, Object>> rows = TestLake.rows(table);
        Map<Long, Integer> found = new TreeMap<>();
        try (Snapshot now = table.latest()) {
            List<Map<String, Object>> ids =
                    TestLake.rows(now.scan(ScanRequest.of(List.of("id")).withRowId()));
            for (Map<String, Object> row : ids) {
                int id = Math.toIntExact((Long) requireNonNull(row.get("id")));
                assertThat(now.blobs(List.of((Long) row.get("_rowid")), "image").get(0))
                        .isEqualTo(image(id));
            }
        }
        rows.forEach(row -> {
            Long id = (Long) row.get("id");
            assertThat(found.put(id, (Integer) row.get("n"))).as("twice: " + id).isNull();
            assertThat(row.get("tags")).isEqualTo(List.of("t" + id, "x"));
        });
        assertThat(found).isEqualTo(expected);
    }

    private static Map<Long, Integer> numbers(int first, int end, int n) {
        Map<Long, Integer> numbers = new TreeMap<>();
        for (long id = first; id < end; id++) {
            numbers.put(id, n);
        }
        return numbers;
    }

    private void assertNoOrphans() {
        try (Snapshot now = table.latest()) {
            TreeSet<String> named = new TreeSet<>();
            now.fragments().forEach(f -> f.files().forEach(file -> named.add(file.name())));
            assertThat(new TreeSet<>(lake.dataFiles("t").keySet())).isEqualTo(named);
        }
    }

    @Test
    void leavesOutWhatIsThere() {
        List<Long> present = new ArrayList<>();
        insert(rows(0, 30, 1), present);

        Inserted second = insert(rows(10, 50, 2), present);

        assertThat(second).isEqualTo(new Inserted(3, 20, 20));
        assertThat(present).hasSize(20).startsWith(0L).endsWith(19L);
        Map<Long, Integer> expected = numbers(0, 30, 1);
        expected.putAll(numbers(30, 50, 2));
        assertIntact(expected);
        assertNoOrphans();
    }

    @Test
    void makesNoVersionIfAllIsThere() {
        insert(rows(0, 30, 1), new ArrayList<>());

        assertThat(insert(rows(0, 30, 2), new ArrayList<>())).isEqualTo(new Inserted(2, 0, 30));
        assertNoOrphans();
    }

    @Test
    void leavesOutWhatAnotherWriterAddsWhileItWrites() {
        List<Long> present = new ArrayList<>();
        List<Map<String, Object>> mine = rows(0, 40, 1);

        Inserted inserted = insert(Midway.rows(mine, () -> insert(rows(13, 22, 2), new ArrayList<>())), present);

        assertThat(inserted).isEqualTo(new Inserted(3, 31, 9));
        assertThat(present).containsExactly(13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L, 21L);
        Map<Long, Integer> expected = numbers(0, 40, 1);
        expected.putAll(numbers(13, 22, 2));
        assertIntact(expected);
        assertNoOrphans();
    }

    @Test
    void looksAgainWhenAnotherWriterCommitsRightBeforeIt() {
        List<Map<String, Object>> mine = rows(0, 40, 1);
        insert(rows(39, 40, 0), new ArrayList<>());
        List<Long> present = new ArrayList<>();

        Inserted inserted = Inserts.insert(
                table,
                lake.reader(table, mine, 7),
                List.of(),
                row -> {
                    present.add(row);
                    if (row == 39) {
                        insert(rows(5, 8, 2), new ArrayList<>());
                    }
                },
                Map.of());

        assertThat(inserted).isEqualTo(new Inserted(4, 36, 4));
        assertThat(present).containsExactly(39L, 5L, 6L, 7L);
        Map<Long, Integer> expected = numbers(0, 39, 1);
        expected.putAll(numbers(5, 8, 2));
        expected.put(39L, 0);
        assertIntact(expected);
        assertNoOrphans();
    }

    @Test
    void addsNothingIfWhoHearsOfAPresentRowObjects() {
        insert(rows(3, 4, 0), new ArrayList<>());

        assertThatThrownBy(() -> Inserts.insert(
                        table,
                        lake.reader(table, rows(0, 40, 1), 7),
                        List.of(),
                        row -> {
                            throw new IllegalStateException("row " + row + " is there");
                        },
                        Map.of()))
                .hasMessage("row 3 is there");

        assertIntact(numbers(3, 4, 0));
        assertNoOrphans();
    }

    @Test
    void comparesNamedColumnsWhereTheTableDeclaresNoKey() {
        LanceTable keyless = lake.create("u", Column.of("a", Types.STRING), Column.of("b", Types.INT32));
        lake.append(keyless, List.of(Map.of("a", "it's", "b", 1), Map.of("a", "y", "b", 1)));
        List<Map<String, Object>> rows =
                List.of(Map.of("a", "it's", "b", 2), Map.of("a", "it's", "b", 1), Map.of("a", "z", "b", 1));

        Inserted inserted =
                Inserts.insert(keyless, lake.reader(keyless, rows, 7), List.of("a", "b"), row -> {}, Map.of());

        assertThat(inserted).isEqualTo(new Inserted(3, 2, 1));
        assertThatThrownBy(() -> Inserts.insert(keyless, lake.reader(keyless, rows, 7), List.of(), r -> {}, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot append missing rows to table 'u': it declares no key; append the rows, or create the"
                                + " table with a key");
        assertThatThrownBy(
                        () -> Inserts.insert(keyless, lake.reader(keyless, rows, 7), List.of("c"), r -> {}, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot append missing rows to table 'u': it has no column 'c' to be the key; its columns"
                        + " are a, b");
    }

    @Test
    void threadsAndProcessesAddEachKeyOnce() throws Exception {
        try (LanceTable other = lake.open("t")) {
            Racers.race(
                    () -> insertAll(table, 1),
                    () -> insertAll(other, 2),
                    () -> Children.run(List.of(
                            Children.command(WriterProcess.class, folder, "t", "insert", 0, 10, 30, 3),
                            Children.command(WriterProcess.class, folder, "t", "insert", 0, 10, 30, 4))));
        }

        List<Object> ids =
                TestLake.rows(table).stream().map(row -> row.get("id")).toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(300);
        assertNoOrphans();
    }

    private void insertAll(LanceTable target, int n) {
        for (int first = 0; first < 300; first += 30) {
            Inserts.insert(target, lake.reader(target, rows(first, first + 30, n), 7), List.of(), row -> {}, Map.of());
        }
    }

    private static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, 8) : LongStream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyInterleavingAddsEachKeyOnce(long seed) {
        Random random = new Random(seed);
        Map<Long, Integer> expected = new TreeMap<>();
        for (int round = 0; round < 15; round++) {
            int first = random.nextInt(120);
            int end = first + 1 + random.nextInt(60);
            int mine = 2 * round;
            Runnable other = () -> change(mine + 1, random, expected);
            insertWhile(first, end, mine, other, random, expected);
            assertIntact(expected);
            assertNoOrphansBesideOldVersions();
        }
    }

    private void change(int n, Random random, Map<Long, Integer> expected) {
        int first = random.nextInt(120);
        int end = first + 1 + random.nextInt(60);
        insert(rows(first, end, n), new ArrayList<>());
        numbers(first, end, n).forEach(expected::putIfAbsent);
        if (random.nextInt(3) == 0) {
            Deletes.delete(table, "id % 7 = " + n % 7, Map.of());
            expected.keySet().removeIf(id -> id % 7 == n % 7);
        }
    }

    private void insertWhile(int first, int end, int n, Runnable other, Random random, Map<Long, Integer> expected) {
        boolean isBeforeCommit = random.nextBoolean();
        boolean[] isDone = new boolean[1];
        List<Long> left = new ArrayList<>();
        Iterable<Map<String, Object>> mine = rows(first, end, n);
        if (!isBeforeCommit) {
            mine = Midway.rows(rows(first, end, n), other);
        }
        Inserted inserted = Inserts.insert(
                table,
                lake.reader(table, mine, 7),
                List.of(),
                row -> {
                    left.add(row);
                    if (isBeforeCommit && !isDone[0]) {
                        isDone[0] = true;
                        other.run();
                    }
                },
                Map.of());
        assertThat(inserted.present()).isEqualTo(left.size());
        assertThat(inserted.inserted() + inserted.present()).isEqualTo(end - first);
        for (long id = first; id < end; id++) {
            if (!left.contains(id - first)) {
                assertThat(expected.put(id, n)).isNull();
            }
        }
    }

    private void assertNoOrphansBesideOldVersions() {
        TreeSet<String> named = new TreeSet<>();
        try (Snapshot now = table.latest()) {
            for (long version = 1; version <= now.version(); version++) {
                try (Snapshot old = table.at(version)) {
                    old.fragments().forEach(f -> f.files().forEach(file -> named.add(file.name())));
                }
            }
        }
        assertThat(new TreeSet<>(lake.dataFiles("t").keySet())).isEqualTo(named);
    }
}
