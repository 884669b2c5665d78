// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.internal.arrow.BatchLimits;
import dev.joust.internal.arrow.RowBatchReader;
import dev.joust.internal.change.Deletes;
import dev.joust.internal.change.Updates;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

/** Another program compacts our table or lets its indexes cover new rows, in ways that make them wrong. */
class ForeignOptimizeTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("kind", Types.STRING)
            .column("tags", Types.listOf(Types.STRING))
            .column("vec", Types.vector(2))
            .build();

    @TempDir
    Path lake;

    private TestTable table;

    @BeforeEach
    void open() {
        table = new TestTable(lake, "t", SCHEMA);
        for (int first = 0; first < 400; first += 100) {
            table.append(rows(first, first + 100, "night", 0));
        }
        table.indexes.create(Index.ivfFlat("vec").partitions(2));
        table.indexes.create(Index.fullText("text"));
        table.indexes.create(Index.bitmap("kind"));
        table.indexes.create(Index.labelList("tags"));
        table.indexes.create(Index.btree("id"));
    }

    @AfterEach
    void close() {
        table.close();
    }

    /** Every second text is longer, so that its rank is lower. */
    private static List<Map<String, Object>> rows(int from, int to, String text, float shift) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(Map.of(
                    "id",
                    (long) i,
                    "text",
                    i % 2 == 0 ? text : text + " and something more",
                    "kind",
                    text,
                    "tags",
                    List.of(text),
                    "vec",
                    new float[] {i + shift, 0}));
        }
        return rows;
    }

    private void elsewhere(Consumer<Dataset> change) {
        try (Dataset other = Dataset.open()
                .allocator(table.store.allocator())
                .uri(table.table.uri())
                .build()) {
            change.accept(other);
        }
    }

    private static void optimize(Dataset other) {
        other.optimizeIndices(OptimizeOptions.builder().build());
    }

    private void merge(Dataset other) {
        try (ArrowReader reader = RowBatchReader.ofMaps(
                        rows(10, 20, "rain", 1000).iterator(), SCHEMA, BatchLimits.DEFAULT, table.store.allocator());
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(table.store.allocator())) {
            Data.exportArrayStream(table.store.allocator(), reader, stream);
            other.mergeInsert(new MergeInsertParams(List.of("id")).withMatchedUpdateAll(), stream)
                    .dataset()
                    .close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Long> nearest(float x, int count) {
        return ids(table.nearest(x, 0).limit(count).rows());
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(row -> row.longValue("id")).toList();
    }

    private List<String> suspects() {
        return table.indexes.list().stream()
                .filter(IndexStatus::isSuspect)
                .map(IndexStatus::name)
                .toList();
    }

    private void assertRepaired() {
        table.indexes.update();
        assertThat(suspects()).isEmpty();
        assertThat(table.nearest(10, 0).limit(1).explain()).contains("index 'vec_idx'");
    }

    private void assertDeletedAreGone() {
        assertThat(nearest(10, 2)).containsExactlyInAnyOrder(9L, 11L);
        assertThat(ids(table.query().where("kind = 'night'").rows())).hasSize(200);
    }

    @Test
    void doesNotMissRowsAfterACompactionThatForgotDeletedOnes() {
        Deletes.delete(table.table, "id % 2 = 0", Map.of());
        elsewhere(Dataset::compact);

        assertThat(suspects()).containsExactly("text_idx", "vec_idx");
        assertDeletedAreGone();
        assertThat(table.nearest(10, 0).limit(1).explain())
                .contains("every vector is compared, because another program changed rows under index 'vec_idx';"
                        + " run joust index update");
        assertThatThrownBy(() -> table.words("night").limit(5).rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot search table 't': another program changed rows under index 'text_idx', so that it would"
                                + " find old text or too little of the new; run joust index update first");

        assertRepaired();
        assertDeletedAreGone();
        assertThat(table.words("night").limit(5).rows()).hasSize(5);
        assertThat(table.words("night").limit(1000).count()).isEqualTo(200);
    }

    @Test
    void findsTheCompactionWhereTheNumberOfEntriesSaysNothing() {
        Deletes.delete(table.table, "id % 11 = 1 AND id >= 100", Map.of());
        table.indexes.rebuild("vec_idx");
        table.indexes.rebuild("text_idx");
        Deletes.delete(table.table, "id < 12", Map.of());
        elsewhere(other -> other.compact(org.lance.compaction.CompactionOptions.builder()
                .withTargetRowsPerFragment(50)
                .build()));
        table.append(rows(400, 410, "night", 0));
        Deletes.delete(table.table, "id = 13", Map.of());

        assertThat(suspects()).containsExactly("text_idx", "vec_idx");
        assertThat(nearest(5, 2)).containsExactly(12L, 14L);

        assertRepaired();
        assertThat(nearest(5, 2)).containsExactly(12L, 14L);
    }

    @Test
    void trustsItsOwnCompactions() {
        Deletes.delete(table.table, "id % 2 = 0", Map.of());
        Compactor.compact(table.table, new IndexesToCompact(table.table), (before, replaced, written) -> {});
        Deletes.delete(table.table, "id % 3 = 0", Map.of());
        table.append(rows(400, 410, "night", 0));

        assertThat(suspects()).isEmpty();
        assertThat(table.nearest(10, 0).limit(1).explain()).contains("index 'vec_idx'");
        assertThat(nearest(10, 3)).containsExactly(11L, 7L, 13L);
    }

    @Test
    void findsRowsByTheirNewValuesAfterAnIndexWasMadeToCoverMergedOnes() {
        elsewhere(this::merge);
        elsewhere(other -> other.optimizeIndices(
                OptimizeOptions.builder().indexNames(List.of("vec_idx")).build()));
        elsewhere(other -> other.optimizeIndices(
                OptimizeOptions.builder().indexNames(List.of("kind_idx")).build()));

        assertThat(suspects()).contains("vec_idx", "kind_idx");
        assertMergedAreRight();
        assertThatThrownBy(() -> table.sql("SELECT count(*) AS c FROM t WHERE kind = 'night'")
                        .rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot run SQL on table 't': another program changed rows under index '")
                .hasMessageEndingWith("_idx', so that a filter would find old values; run joust index update first, or"
                        + " use a query instead of SQL");

        assertRepaired();
        assertMergedAreRight();
        assertThat(table.sql("SELECT count(*) AS c FROM t WHERE kind = 'night'")
                        .rows()
                        .get(0)
                        .longValue("c"))
                .isEqualTo(390);
    }

    private void assertMergedAreRight() {
        assertThat(nearest(14.6f, 2)).containsExactly(20L, 9L);
        assertThat(nearest(1015, 1)).containsExactly(15L);
        assertThat(table.query().where("kind = 'night'").count()).isEqualTo(390);
        assertThat(table.query().where("kind = 'night'").rows()).hasSize(390);
        assertThat(table.query().where("kind = 'rain'").rows()).hasSize(10);
        assertThat(table.query().where("array_has_any(tags, ['night'])").count())
                .isEqualTo(390);
    }

    @Test
    void keepsNoOldValuesInAnIndexThatAnotherProgramUpdatesAfterIt() {
        Updates.update(
                table.table,
                Map.of("kind", "'rain'", "tags", "make_array('rain')", "text", "'rain'", "vec", "[1000.0, 0.0]"),
                "id % 4 = 1",
                new SearchIndexes(),
                Map.of());
        table.append(rows(400, 450, "night", 0));
        elsewhere(ForeignOptimizeTest::optimize);
        elsewhere(Dataset::compact);

        assertThat(suspects()).isEmpty();
        assertThat(table.query().where("kind = 'night'").count()).isEqualTo(350);
        assertThat(table.query().where("kind = 'rain'").count()).isEqualTo(100);
        assertThat(table.query().where("array_has_any(tags, ['night'])").count())
                .isEqualTo(350);
        assertThat(table.words("night").limit(1000).count()).isEqualTo(350);
        assertThat(nearest(9, 2)).containsExactlyInAnyOrder(8L, 10L);
        assertThat(table.sql("SELECT count(*) AS c FROM t WHERE kind = 'night'")
                        .rows()
                        .get(0)
                        .longValue("c"))
                .isEqualTo(350);
    }
}
