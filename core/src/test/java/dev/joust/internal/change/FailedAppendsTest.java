// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.joust.Midway;
import dev.joust.error.CommitConflictException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.error.StorageException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnChanges;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;
import org.lance.schema.SqlExpressions;

class FailedAppendsTest {
    @TempDir
    Path folder;

    private TestLake lake;
    private LanceTable table;

    @BeforeEach
    void aTableOfOneRow() {
        lake = new TestLake(folder);
        table = lake.create("t", Column.required("id", Types.INT64), Column.of("raw", Types.LARGE_BINARY));
        lake.append(table, List.of(Map.of("id", 1, "raw", new byte[] {1})));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void assertAsBefore() throws Exception {
        assertThat(TestLake.rows(table)).containsExactly(Map.of("id", 1L, "raw", "[1]"));
        try (Snapshot now = table.latest()) {
            assertThat(now.version()).isEqualTo(2);
        }
        try (Stream<Path> data = Files.list(lake.path("t").resolve("data"))) {
            assertThat(data).hasSize(1);
        }
    }

    private static Map<String, Object> row(int id, int bytes) {
        byte[] raw = new byte[bytes];
        new Random(id).nextBytes(raw);
        return Map.of("id", id, "raw", raw);
    }

    private void append(Iterable<Map<String, Object>> rows) {
        Changes.append(table, lake.reader(table, rows, 10), Map.of());
    }

    @Test
    void aSourceThatFailsInTheMiddleLeavesTheTableAsItWas() throws Exception {
        IllegalStateException own = new IllegalStateException("the camera fell off");
        Iterable<Map<String, Object>> rows = () -> new Iterator<>() {
            private int next = 10;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Map<String, Object> next() {
                if (next == 500) {
                    throw own;
                }
                return row(next++, 10_000);
            }
        };

        assertThatThrownBy(() -> append(rows)).isSameAs(own);
        assertAsBefore();
    }

    @Test
    void rowsThatDoNotFitLeaveTheTableAsItWas() throws Exception {
        LanceTable other = lake.create(
                "other",
                Column.of("id", Types.INT64),
                Column.of("raw", Types.STRING),
                Column.of("size", Types.INT64),
                Column.of("note", Types.LARGE_BINARY));
        lake.append(other, List.of(Map.of("id", 5)));
        lake.append(other, List.of(Map.of("raw", "x")));

        assertThatThrownBy(() -> appendFrom(other, "id", "raw"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(
                        "Cannot write to table 't': column 'raw' is LargeBinary but the rows have Utf8; convert them"
                                + " first");
        assertThatThrownBy(() -> appendFrom(other, "id", "size"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot write to table 't': it has no column 'size'; its columns are id, raw");
        assertThatThrownBy(() -> appendFrom(other, "id"))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(
                        "Cannot write to table 't': row 1 of the input has NULL in column 'id', whose values are never"
                                + " NULL; give it a value");
        assertThatThrownBy(() -> append(List.of(Map.of("raw", new byte[1]))))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(
                        "Cannot write to table 't': the rows have no column 'id', whose values are never NULL; add it");
        assertAsBefore();
    }

    private void appendFrom(LanceTable other, String... columns) {
        try (Snapshot source = other.latest()) {
            Changes.append(table, source.scan(ScanRequest.of(List.of(columns))), Map.of());
        }
    }

    @Test
    void aFullDiskLeavesTheTableAsItWas() throws Exception {
        // The largest file that the child may write stands for a full disk.
        assumeThat(Path.of("/usr/bin/prlimit")).exists();

        String output = Children.run(List.of(Children.command(FullDiskProcess.class, folder)))
                .get(0);

        assertThat(output)
                .contains("StorageException: Cannot write to table 't': the disk is full")
                .contains("free some space, nothing was committed");
        assertAsBefore();
    }

    /** Appends more than fits into a file, and prints what comes of it. */
    static final class FullDiskProcess {
        private FullDiskProcess() {}

        /** Arguments: folder. */
        public static void main(String[] arguments) throws Exception {
            try (TestLake lake = new TestLake(Path.of(arguments[0]))) {
                LanceTable table = lake.open("t");
                Iterable<Map<String, Object>> rows = () ->
                        IntStream.range(0, 400).mapToObj(i -> row(i, 100_000)).iterator();
                String self = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("/usr/bin/prlimit", "--pid", self, "--fsize=20000000")
                        .start()
                        .waitFor();
                Changes.append(table, lake.reader(table, rows, 10), Map.of());
            } catch (StorageException e) {
                System.out.println(e);
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenLeavesTheTableAsItWas() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("the rights of a folder do not bind root")
                .isNotEqualTo("root");
        Path data = lake.path("t").resolve("data");
        assertThat(data.toFile().setWritable(false)).isTrue();

        try {
            assertThatThrownBy(() -> append(List.of(row(2, 10))))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("no permission")
                    .hasMessageContaining("check the rights of the lake's folder");
        } finally {
            assertThat(data.toFile().setWritable(true)).isTrue();
        }
        assertAsBefore();
    }

    @Test
    void aFolderThatIsAFileLeavesTheTableAsItWas() throws Exception {
        Path data = lake.path("t").resolve("data");
        Path away = lake.path("t").resolve("data-moved");
        Files.move(data, away);
        Files.createFile(data);

        assertThatThrownBy(() -> append(List.of(row(2, 10))))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith("Cannot write to table 't': ");

        Files.delete(data);
        Files.move(away, data);
        assertAsBefore();
    }

    @Test
    void refusesRowsThatLackAColumnWithoutNullAddedMeanwhile() {
        LanceTable table = lake.create("late", Column.required("id", Types.INT64));
        lake.append(table, List.of(Map.of("id", 1L)));
        Map<String, String> files = lake.dataFiles("late");
        SqlExpressions required =
                new SqlExpressions.Builder().withExpression("next", "id + 1").build();
        ArrowReader rows = lake.reader(
                table,
                Midway.rows(List.of(Map.of("id", 2L), Map.of("id", 3L)), () -> {
                    try (Dataset other =
                            Dataset.open().uri(lake.path("late").toString()).build()) {
                        other.addColumns(required, Optional.empty());
                    }
                }),
                1);

        assertThatThrownBy(() -> Changes.append(table, rows, Map.of()))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot write to table 'late': column 'next', whose values are never NULL, was added while"
                        + " the rows were written; add it to them");

        assertThat(TestLake.rows(table)).containsExactly(Map.of("id", 1L, "next", 2L));
        assertThat(lake.dataFiles("late")).containsAllEntriesOf(files).hasSize(2);
    }

    @Test
    void refusesRowsWhoseColumnIsCreatedAgainMeanwhile() {
        LanceTable table = lake.create("again", Column.of("id", Types.INT64), Column.of("n", Types.INT32));
        ArrowReader rows = lake.reader(
                table,
                Midway.rows(List.of(Map.of("n", 2), Map.of("n", 3)), () -> {
                    Columns.drop(table, List.of("n"), version -> {});
                    ColumnChanges.add(table, version -> List.of(Field.nullable("n", ArrowType.Utf8.INSTANCE)));
                }),
                1);

        assertThatThrownBy(() -> Changes.append(table, rows, Map.of()))
                .isInstanceOf(CommitConflictException.class)
                .hasMessage("Cannot write to table 'again': column 'n' was dropped and created again while the rows"
                        + " were written; write them again");

        assertThat(TestLake.rows(table)).isEmpty();
        assertThat(lake.dataFiles("again")).isEmpty();
    }
}
