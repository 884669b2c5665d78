// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.index.IndexType;
import dev.joust.index.VectorIndex;
import dev.joust.internal.change.Deletes;
import dev.joust.internal.change.Updates;
import dev.joust.query.Row;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexEngineTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("tags", Types.listOf(Types.STRING))
            .column("box", Types.struct(Column.of("width", Types.INT32)))
            .column("vec", Types.vector(32))
            .column("later", Types.vector(4))
            .build();

    @TempDir
    Path lake;

    private TestTable table;

    @BeforeEach
    void open() {
        table = new TestTable(lake, "t", SCHEMA);
        table.append(rows(0, 300));
    }

    @AfterEach
    void close() {
        table.close();
    }

    private static List<Map<String, @Nullable Object>> rows(int from, int to) {
        Random random = new Random(from);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            float[] vector = new float[32];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = i % 7 + (float) random.nextGaussian();
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", (long) i);
            row.put("text", "frame " + i % 10);
            row.put("tags", List.of("a" + i % 3, "b"));
            row.put("box", Map.of("width", i % 50));
            row.put("vec", vector);
            rows.add(row);
        }
        return rows;
    }

    private List<String> list() {
        return table.indexes.list().stream()
                .map(s -> s.name() + " " + s.kind() + " " + s.columns() + " " + s.rowsIndexed() + "+"
                        + s.rowsUnindexed() + (s.isSuspect() ? " suspect" : ""))
                .toList();
    }

    @Test
    void createsUpdatesAndDropsEveryKind() {
        table.indexes.create(Index.btree("id"));
        table.indexes.create(Index.bitmap("text").named("text_values"));
        table.indexes.create(Index.labelList("tags"));
        table.indexes.create(Index.fullText("text"));
        table.indexes.create(Index.btree("box.width"));
        table.indexes.create(Index.ivfPq("vec").metric(DistanceMetric.COSINE).bits(4));
        table.append(rows(300, 320));

        assertThat(list())
                .containsExactly(
                        "box_width_idx btree [box.width] 300+20",
                        "id_idx btree [id] 300+20",
                        "tags_idx label_list [tags] 300+20",
                        "text_idx fts [text] 300+20",
                        "text_values bitmap [text] 300+20",
                        "vec_idx ivf_pq [vec] 300+20");

        assertThat(table.indexes.update())
                .containsExactly("box_width_idx", "id_idx", "tags_idx", "text_idx", "text_values", "vec_idx");
        assertThat(table.indexes.list()).allMatch(status -> status.rowsIndexed() == 320);
        assertThat(table.indexes.update()).isEmpty();
        assertThat(table.query().where("array_has(tags, 'a1') AND id >= 300").count())
                .isEqualTo(7);

        table.indexes.drop("vec_idx");
        assertThat(table.indexes.list()).hasSize(5);
    }

    @Test
    void rebuildsWithTheSettingsThatItHas() {
        table.indexes.create(
                Index.ivfPq("vec").metric(DistanceMetric.COSINE).partitions(9).subVectors(4));
        table.indexes.create(Index.fullText("text")
                .withoutPositions()
                .withoutStemming()
                .stopWords("frame", "of")
                .prefixes(2, 5));
        String before = settings();
        table.append(rows(300, 310));

        table.indexes.rebuild("vec_idx");
        table.indexes.rebuild("text_idx");

        assertThat(settings()).isEqualTo(before);
        assertThat(table.indexes.list()).extracting(IndexStatus::rowsUnindexed).containsOnly(0L);
    }

    @Test
    void createsUpdatesAndRebuildsEveryKindForVectorsWithItsSettings() {
        for (VectorIndex index : List.of(
                Index.ivfFlat("vec").partitions(20),
                Index.ivfSq("vec").partitions(21).metric(DistanceMetric.COSINE),
                Index.ivfRq("vec").partitions(19).bits(4),
                Index.ivfPq("vec").partitions(22).subVectors(8).bits(4),
                Index.ivfHnswSq("vec").partitions(3).m(12).efConstruction(80).metric(DistanceMetric.DOT),
                Index.ivfHnswPq("vec")
                        .partitions(2)
                        .m(14)
                        .efConstruction(90)
                        .subVectors(16)
                        .bits(4))) {
            table.indexes.create(index);
            String kind = index.type().text();
            assertThat(list())
                    .containsExactly(
                            "vec_idx " + kind + " [vec] " + table.query().count() + "+0");
            String before = settings();
            assertThat(withoutNames(before)).contains(withoutNames(index.toString()));

            table.indexes.rebuild("vec_idx");
            assertThat(settings()).isEqualTo(before);

            // Updating may join parts.
            table.append(rows(300, 310));
            assertThat(table.indexes.update()).containsExactly("vec_idx");
            assertThat(settings().replaceAll("partitions=\\S+", ""))
                    .isEqualTo(before.replaceAll("partitions=\\S+", ""));
            assertThat(table.indexes.list())
                    .extracting(IndexStatus::rowsUnindexed)
                    .containsOnly(0L);
            table.indexes.drop("vec_idx");
        }
    }

    private static String withoutNames(String settings) {
        return settings.replaceAll("column=\\w+, chosenName=[\\w.\\[\\]]+, isReplacing=\\w+, ", "");
    }

    @Test
    void rebuildsEveryKindAfterItsValuesChanged() {
        for (VectorIndex index : List.of(
                Index.ivfSq("vec"), Index.ivfRq("vec"), Index.ivfHnswSq("vec").m(9))) {
            table.indexes.create(index);
            String before = settings();

            Updates.update(table.table, Map.of("vec", "vec"), "id < 20", new SearchIndexes(), Map.of());

            assertThat(settings()).isEqualTo(before);
            float[] vector = table.query().where("id = 5").rows().get(0).vector("vec");
            assertThat(table.nearest(vector).limit(1).rows().get(0).longValue("id"))
                    .isEqualTo(5);
            table.indexes.drop("vec_idx");
        }
    }

    @Test
    void comparesEveryVectorThatAFilterLeavesWhereFewBitsWouldMissMany() {
        table.append(rows(1000, 2000));
        table.indexes.create(Index.ivfRq("vec").partitions(8));
        float[] vector = table.query().where("id = 1005").rows().get(0).vector("vec");

        assertThat(ids(table.nearest(vector).where("id % 2 = 1").rows()))
                .isEqualTo(ids(table.nearest(vector).where("id % 2 = 1").exact().rows()));
        assertThat(table.nearest(vector).where("id % 2 = 1").explain())
                .contains(
                        "every vector that the filter leaves is compared, because index 'vec_idx' (ivf_rq) misses many"
                                + " rows under a filter; ask for probes or refine to use it");
        assertThat(table.nearest(vector).where("id % 2 = 1").refine(30).explain())
                .contains("index 'vec_idx' (all parts, refine 30)");
        assertThat(table.nearest(vector).explain()).contains("index 'vec_idx' (all parts, refine 20)");
    }

    @Test
    void searchesGraphsWithTheCandidatesThatWereAskedFor() {
        table.indexes.create(Index.ivfHnswSq("vec"));
        float[] vector = table.query().where("id = 5").rows().get(0).vector("vec");

        assertThat(table.nearest(vector).ef(1).rows()).hasSize(10);
        assertThat(table.nearest(vector).ef(200).limit(1).rows().get(0).longValue("id"))
                .isEqualTo(5);
        assertThat(table.nearest(vector).ef(200).explain())
                .contains("index 'vec_idx'")
                .contains("ef 200");
    }

    private String settings() {
        try (var snapshot = table.table.latest()) {
            return dev.joust.internal.lance.index.LanceIndexes.list(snapshot).stream()
                    .map(facts -> StoredSettings.of(snapshot, facts, "c").toString())
                    .toList()
                    .toString();
        }
    }

    @Test
    void usesScalarIndexesForRowsOldAndNew() {
        table.indexes.create(Index.btree("id"));
        table.append(rows(300, 320));

        assertThat(table.query().where("id BETWEEN 298 AND 301").select("id").rows())
                .extracting(row -> row.longValue("id"))
                .containsExactly(298L, 299L, 300L, 301L);
    }

    @Test
    void replacesOnlyWhenAsked() {
        table.indexes.create(Index.btree("id").named("x"));

        assertThatThrownBy(() -> table.indexes.create(Index.btree("text").named("x")))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage(
                        "Cannot create index 'x' on table 't': there is one of this name on column 'id'; replace it,"
                                + " or give this one another name");
        table.indexes.create(Index.btree("text").named("x").replacing());
        assertThat(list()).containsExactly("x btree [text] 300+0");
    }

    @Test
    void refusesIndexesThatDoNotFit() {
        assertRefused(
                () -> table.indexes.create(Index.bitmap("vec")),
                "Cannot create index 'vec_idx' on table 't': column 'vec' is fixed_size_list<float32>[32], but bitmap"
                        + " needs numbers, text, times or booleans; use ivf_flat or ivf_pq");
        assertRefused(
                () -> table.indexes.create(Index.labelList("text")),
                "Cannot create index 'text_idx' on table 't': column 'text' is utf8, but label_list needs lists of plain"
                        + " values; use btree");
        assertRefused(
                () -> table.indexes.create(Index.ivfFlat("vek")),
                "Cannot create index 'vek_idx' on table 't': there is no column 'vek'; did you mean 'vec'?");
        assertRefused(
                () -> table.indexes.create(Index.ivfFlat("later")),
                "Cannot create index 'later_idx' on table 't': column 'later' holds no vector yet; fill it first");
        assertRefused(
                () -> table.indexes.create(Index.ivfPq("vec").subVectors(5)),
                "Cannot create index 'vec_idx' on table 't': vectors of 32 numbers cannot be cut into 5 equal pieces; use"
                        + " a divisor of 32");
        assertRefused(
                () -> table.indexes.create(Index.ivfFlat("vec").partitions(301)),
                "Cannot create index 'vec_idx' on table 't': it has 301 parts but column 'vec' has 300 vectors; use at"
                        + " most 300 parts");
        assertThat(table.indexes.list()).isEmpty();
    }

    @Test
    void refusesSettingsThatLanceWouldNotTake() {
        TestTable odd = new TestTable(
                lake, "odd", TableSchema.builder().column("v", Types.vector(4)).build());
        try (odd) {
            odd.append(List.of(Map.of("v", new float[] {1, 2, 3, 4})));
            assertRefused(
                    () -> odd.indexes.create(Index.ivfRq("v")),
                    "Cannot create index 'v_idx' on table 'odd': ivf_rq needs vectors whose length is a multiple of 8"
                            + " but column 'v' has 4 numbers; use ivf_sq or ivf_pq");
            odd.indexes.create(Index.ivfHnswSq("v"));
            odd.indexes.create(Index.ivfSq("v").named("w"));
        }
        assertThatThrownBy(() -> Index.ivfRq("vec").bits(9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bits must be 1 to 8 but was 9");
        assertThatThrownBy(() -> Index.ivfHnswSq("vec").m(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("m must be at least 2 but was 1");
        assertThatThrownBy(() -> Index.ivfHnswSq("vec").efConstruction(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("efConstruction must be at least m, 20, but was 5");
        assertThatThrownBy(() -> Index.fullText("text").ngrams(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ngrams must be from at least 1 to no less characters but were from 3 to 2");
    }

    @Test
    void refusesToTrainOnTooFewVectors() {
        TestTable small = new TestTable(lake, "small", SCHEMA);
        try (small) {
            small.append(rows(0, 52));
            assertRefused(
                    () -> small.indexes.create(Index.ivfPq("vec")),
                    "Cannot create index 'vec_idx' on table 'small': ivf_pq needs 256 vectors to train but column 'vec'"
                            + " has 52; use ivf_flat until there are more");
            small.indexes.create(Index.ivfFlat("vec"));
            assertThat(small.indexes.list()).extracting(IndexStatus::type).containsExactly(IndexType.IVF_FLAT);
        }
    }

    @Test
    void namesTheIndexesThereAreForOneThatIsMissing() {
        table.indexes.create(Index.btree("id"));

        assertThatThrownBy(() -> table.indexes.drop("id_index"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot drop index 'id_index' of table 't': there is none of this name; its indexes are"
                        + " 'id_idx'");
    }

    @Test
    void findsNearlyAllNearestVectorsThroughACompressedIndex() {
        table.append(rows(1000, 3000));
        table.indexes.create(Index.ivfPq("vec"));
        int found = 0;
        for (Row row : table.query().where("id % 150 = 1").rows()) {
            float[] query = row.vector("vec");
            query[0] += 0.3f;
            List<Object> exact = ids(table.nearest(query).exact().rows());
            List<Object> fast = ids(table.nearest(query).rows());
            fast.retainAll(exact);
            found += fast.size() * 100 / exact.size();
        }
        assertThat(found / table.query().where("id % 150 = 1").count()).isGreaterThanOrEqualTo(95);
    }

    private static List<Object> ids(List<Row> rows) {
        List<Object> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.value("id")));
        return ids;
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }

    @Test
    void takesUpNewRowsWhereAFragmentIsGoneAndOthersLackTexts() {
        List<Map<String, @Nullable Object>> sparse = rows(300, 700);
        sparse.stream().skip(10).forEach(row -> row.put("text", null));
        table.append(sparse);
        table.indexes.create(Index.fullText("text"));
        Deletes.delete(table.table, "id < 300", Map.of());

        for (int from = 700; from < 900; from += 50) {
            table.append(rows(from, from + 50));
            table.indexes.update();
        }

        assertThat(table.words("frame").in("text").limit(1000).count()).isEqualTo(210);
        assertThat(table.indexes.list().get(0).isSuspect()).isFalse();
    }

    @Test
    void findsNoRowsWhoseFragmentIsGoneAlsoWhereOnlyTheirIdsAreAskedFor() {
        table.append(rows(300, 340));
        table.indexes.create(Index.fullText("text"));
        table.indexes.create(Index.ivfFlat("vec").partitions(1));
        Deletes.delete(table.table, "id < 310", Map.of());
        List<Long> there = table.query().select("_rowid").rows().stream()
                .map(row -> row.longValue("_rowid"))
                .toList();

        for (int offset = 0; offset < 30; offset += 10) {
            assertThat(table.words("frame").in("text").limit(10).offset(offset).rows())
                    .extracting(row -> row.longValue("id"))
                    .hasSize(10)
                    .allMatch(id -> id >= 310);
            assertThat(table.words("frame")
                            .in("text")
                            .select("_rowid")
                            .limit(10)
                            .offset(offset)
                            .rows())
                    .extracting(row -> row.longValue("_rowid"))
                    .hasSize(10)
                    .isSubsetOf(there);
        }
        assertThat(table.nearest(new float[32]).select("_rowid").limit(30).rows())
                .extracting(row -> row.longValue("_rowid"))
                .containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void filtersFindNoReplacedValuesAfterAnUpdate() {
        table.append(rows(300, 400));
        table.indexes.create(Index.bitmap("text"));
        table.indexes.create(Index.labelList("tags"));
        table.indexes.create(Index.btree("id"));

        Updates.update(
                table.table,
                Map.of("text", "'other'", "tags", "make_array('c')"),
                "id < 100",
                new SearchIndexes(),
                Map.of());
        table.indexes.update();

        assertThat(list()).allMatch(index -> index.contains("400+0"));
        for (String indexed : List.of("text = 'frame 1'", "text != 'frame 1'", "array_has(tags, 'a1')")) {
            String read = indexed.replace("text", "concat(text, '')").replace("tags", "array_concat(tags, tags)");
            assertThat(table.query().where(indexed).count())
                    .as(indexed)
                    .isEqualTo(table.query().where(read).count());
        }
        assertThat(table.query().where("text = 'frame 1'").count()).isEqualTo(30);
    }
}
