// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.internal.change.Deletes;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexesToCompactTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("vec", Types.vector(8))
            .build();
    private static final int FEW = 10;

    @TempDir
    Path lake;

    private final Random random = new Random(7);
    private TestTable table;

    @BeforeEach
    void indexAllRows() {
        table = new TestTable(lake, "t", SCHEMA);
        for (int part = 0; part < 4; part++) {
            List<Map<String, ?>> rows = new ArrayList<>();
            for (long id = part * 100L; id < part * 100L + 100; id++) {
                rows.add(Map.of("id", id, "text", "frame " + id % 3, "vec", vector()));
            }
            table.append(rows);
        }
        table.indexes.create(Index.fullText("text"));
        table.indexes.create(Index.ivfFlat("vec").partitions(2));
    }

    @AfterEach
    void close() {
        table.close();
    }

    private float[] vector() {
        float[] vector = new float[8];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat();
        }
        return vector;
    }

    private void delete(String where) {
        Deletes.delete(table.table, where, Map.of());
    }

    private long version() {
        try (Snapshot now = table.table.latest()) {
            return now.version();
        }
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(row -> row.longValue("id")).toList();
    }

    private void assertSearchesAreRightAt(long version) {
        for (int i = 0; i < 10; i++) {
            float[] near = vector();
            assertThat(ids(table.nearest(near)
                            .probes(2)
                            .limit(FEW)
                            .atVersion(version)
                            .rows()))
                    .as("nearest at version %s", version)
                    .isEqualTo(ids(table.nearest(near)
                            .exact()
                            .limit(FEW)
                            .atVersion(version)
                            .rows()));
        }
        assertThat(table.words("1").in("text").limit(FEW).atVersion(version).rows())
                .as("words at version %s", version)
                .hasSize(FEW);
    }

    @Test
    void searchesAreRightAtEachVersionOnTheWay() {
        delete("id % 10 < 7");
        long deleted = version();

        Compactor.compact(table.table, new IndexesToCompact(table.table), (before, replaced, written) -> {});

        assertThat(version()).isGreaterThan(deleted);
        for (long version = deleted; version <= version(); version++) {
            assertSearchesAreRightAt(version);
        }
    }

    @Test
    void searchesAreRightThoughRowsAreDeletedMeanwhile() {
        delete("id % 10 < 5");
        IndexesToCompact indexes = new IndexesToCompact(table.table);
        AtomicInteger calls = new AtomicInteger();

        Compactor.compact(
                table.table,
                (before, fragments) -> {
                    boolean isNewer = indexes.prepare(before, fragments);
                    if (calls.getAndIncrement() == 0) {
                        delete("id % 10 < 7");
                    }
                    return isNewer;
                },
                (before, replaced, written) -> {});

        assertThat(calls).hasValue(3);
        assertSearchesAreRightAt(version());
    }

    @Test
    void indexesWithoutDeletedRowsStay() {
        delete("id >= 300");
        try (Snapshot now = table.table.latest()) {
            IndexesToCompact indexes = new IndexesToCompact(table.table);

            assertThat(indexes.prepare(now, java.util.Set.of(0, 1, 2))).isFalse();
            assertThat(now.isNewest()).isTrue();
        }
    }
}
