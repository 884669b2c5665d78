// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentWritersTest {
    @TempDir
    Path folder;

    private TestLake lake;
    private LanceTable table;

    @BeforeEach
    void open() {
        lake = new TestLake(folder);
        table = lake.create("t", TestLake.key(Column.required("id", Types.INT64)), Column.of("n", Types.INT32));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void assertDistinct(int count) {
        try (Snapshot now = table.latest()) {
            List<Map<String, Object>> rows =
                    TestLake.rows(now.scan(ScanRequest.everything().withRowId()));
            assertThat(rows).hasSize(count);
            assertThat(new HashSet<>(rows.stream().map(row -> row.get("id")).toList()))
                    .hasSize(count);
            assertThat(new HashSet<>(rows.stream().map(row -> row.get("_rowid")).toList()))
                    .hasSize(count);
        }
    }

    @Test
    void appendsOfSeveralThreadsLoseNothing() throws Exception {
        try (LanceTable other = lake.open("t")) {
            Racers.race(
                    () -> append(table, 0),
                    () -> append(table, 1000),
                    () -> append(other, 2000),
                    () -> append(other, 3000));
        }

        assertDistinct(4 * 20 * 3);
        try (Snapshot now = table.latest()) {
            assertThat(now.version()).isEqualTo(81);
        }
    }

    private void append(LanceTable target, int first) {
        for (int i = 0; i < 20; i++) {
            lake.append(target, WriterProcess.rows(first + i * 3, 3, 0));
        }
    }

    @Test
    void appendsOfSeveralProcessesLoseNothing() throws Exception {
        Children.run(List.of(
                Children.command(WriterProcess.class, folder, "t", "append", 0, 25, 4, 1),
                Children.command(WriterProcess.class, folder, "t", "append", 1000, 25, 4, 2),
                Children.command(WriterProcess.class, folder, "t", "append", 2000, 25, 4, 3)));

        assertDistinct(300);
    }

    @Test
    void upsertsOfTwoProcessesNeverInsertAKeyTwice() throws Exception {
        Children.run(List.of(
                Children.command(WriterProcess.class, folder, "t", "upsert", 0, 20, 5, 1),
                Children.command(WriterProcess.class, folder, "t", "upsert", 0, 20, 5, 2)));

        assertDistinct(100);
        assertThat(TestLake.rows(table)).allMatch(row -> List.of(1, 2).contains(row.get("n")));
    }
}
