// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;
import org.lance.index.OptimizeOptions;
import org.lance.merge.MergeInsertParams;

/** Another program merges rows into our table, which keeps their ids and breaks its indexes. */
class SuspectIndexTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("vec", Types.vector(2))
            .build();

    @TempDir
    Path lake;

    private TestTable table;

    @BeforeEach
    void open() {
        table = new TestTable(lake, "t", SCHEMA);
        table.append(rows(0, 300, "night", 0));
        table.indexes.create(Index.ivfFlat("vec").partitions(1));
        table.indexes.create(Index.fullText("text"));
        table.indexes.create(Index.btree("id"));
    }

    @AfterEach
    void close() {
        table.close();
    }

    private static List<Map<String, Object>> rows(int from, int to, String text, float shift) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(Map.of("id", (long) i, "text", text, "vec", new float[] {i + shift, 0}));
        }
        return rows;
    }

    private void mergeElsewhere() throws Exception {
        try (Dataset other = Dataset.open()
                        .allocator(table.store.allocator())
                        .uri(table.table.uri())
                        .build();
                ArrowReader reader = RowBatchReader.ofMaps(
                        rows(10, 20, "rain", 1000).iterator(), SCHEMA, BatchLimits.DEFAULT, table.store.allocator());
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(table.store.allocator())) {
            assertThat(ArrowSchemas.schema(SCHEMA))
                    .isEqualTo(reader.getVectorSchemaRoot().getSchema());
            Data.exportArrayStream(table.store.allocator(), reader, stream);
            other.mergeInsert(new MergeInsertParams(List.of("id")).withMatchedUpdateAll(), stream)
                    .dataset()
                    .close();
        }
    }

    @Test
    void searchesVectorsWithoutIndexUntilItIsBuiltAnew() throws Exception {
        mergeElsewhere();

        assertThat(table.indexes.list()).filteredOn(IndexStatus::isSuspect).hasSize(3);
        assertThat(table.nearest(12, 0).limit(1).explain())
                .contains("every vector is compared, because another program changed rows under index 'vec_idx';"
                        + " run joust index update");
        assertRightAnswers();

        table.indexes.update();

        assertThat(table.indexes.list()).filteredOn(IndexStatus::isSuspect).isEmpty();
        assertThat(table.nearest(12, 0).limit(1).explain()).contains("index 'vec_idx'");
        assertRightAnswers();
    }

    @Test
    void distrustsAnIndexThatCoversTheRowsTwice() throws Exception {
        mergeElsewhere();
        try (Dataset other = Dataset.open()
                .allocator(table.store.allocator())
                .uri(table.table.uri())
                .build()) {
            other.optimizeIndices(OptimizeOptions.builder().numIndicesToMerge(0).build());
        }

        assertThat(table.indexes.list())
                .filteredOn(status -> status.name().equals("vec_idx"))
                .allMatch(IndexStatus::isSuspect)
                .extracting(IndexStatus::rowsUnindexed)
                .containsExactly(0L);
        assertRightNeighbours();

        table.indexes.update();

        assertThat(table.nearest(12, 0).limit(1).explain()).contains("index 'vec_idx'");
        assertRightNeighbours();
    }

    private void assertRightAnswers() {
        assertRightNeighbours();
        assertThat(table.query().where("id = 15").count()).isEqualTo(1);
    }

    private void assertRightNeighbours() {
        assertThat(ids(table.nearest(14.6f, 0).limit(2).rows())).containsExactly(20L, 9L);
        assertThat(ids(table.nearest(1015, 0).limit(1).rows())).containsExactly(15L);
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(row -> row.longValue("id")).toList();
    }

    @Test
    void refusesToSearchOldTextUntilItsIndexIsBuiltAnew() throws Exception {
        mergeElsewhere();

        assertThatThrownBy(() -> table.words("rain").rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot search table 't': another program changed rows under index 'text_idx', so that it would"
                                + " find old text or too little of the new; run joust index update first");

        table.indexes.update();

        assertThat(ids(table.words("rain").limit(100).rows()))
                .containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L);
        assertThat(table.words("night").limit(1000).count()).isEqualTo(290);
    }

    @Test
    void anIndexThatCannotBeBuiltAnewIsNoFailureOfTheChangeBeforeIt() throws Exception {
        mergeElsewhere();
        List<String> suspect = table.indexes.outdated();
        try (Stream<Path> files = Files.list(lake.resolve("t.lance/data"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        assertThat(suspect).isNotEmpty();
        assertThatCode(table.indexes::mend).doesNotThrowAnyException();
        assertThat(table.indexes.list()).extracting(IndexStatus::name).containsAll(suspect);
    }
}
