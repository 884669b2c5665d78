// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.index.VectorIndex;
import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages of a search by vectors promise, for each kind of index and each metric, though many rows are as near. */
class PagedVectorsSeededTest {
    private static final int NUMBERS = 8;
    private static final int PARTS = 4;
    private static final int ROWS = 500;
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("vec", Types.vector(NUMBERS))
            .build();

    @TempDir
    Path lake;

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Long, float[]> model = new TreeMap<>();
    private TestTable table;
    private long rows;

    @BeforeEach
    void open() {
        table = new TestTable(lake, "t", SCHEMA);
        append(ROWS - 60);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void append(int count) {
        List<Map<String, @Nullable Object>> more = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", rows);
            float[] vector = random.nextInt(9) == 0 ? null : vector();
            row.put("vec", vector);
            if (vector != null) {
                model.put(rows, vector);
            }
            rows++;
            more.add(row);
        }
        table.append(more);
    }

    /** Whole numbers, so that rows are equally near, and distances by L2 and DOT have no error. */
    private float[] vector() {
        float[] vector = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            vector[i] = 1 + random.nextInt(3);
        }
        return vector;
    }

    private static List<VectorIndex> indexes() {
        List<VectorIndex> kinds = List.of(
                Index.ivfFlat("vec").partitions(PARTS),
                Index.ivfSq("vec").partitions(PARTS),
                Index.ivfPq("vec").partitions(PARTS).subVectors(4).bits(4),
                Index.ivfRq("vec").partitions(PARTS),
                Index.ivfHnswSq("vec").partitions(PARTS),
                Index.ivfHnswPq("vec").partitions(PARTS).subVectors(4).bits(4));
        return kinds.stream()
                .flatMap(kind -> Stream.of(DistanceMetric.values()).map(kind::metric))
                .toList();
    }

    private static double distance(DistanceMetric metric, float[] a, float[] b) {
        double dot = 0;
        double squares = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            squares += (a[i] - b[i]) * (a[i] - b[i]);
            ofA += a[i] * a[i];
            ofB += b[i] * b[i];
        }
        return switch (metric) {
            case L2 -> squares;
            case COSINE -> 1 - dot / Math.sqrt(ofA * ofB);
            case DOT -> 1 - dot;
        };
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(row -> row.longValue("id")).toList();
    }

    private static List<Row> pages(VectorSearch search, IntSupplier sizes, int until) {
        List<Row> pages = new ArrayList<>();
        while (pages.size() < until) {
            int size = sizes.getAsInt();
            List<Row> page =
                    search.limit(size).offset(pages.size()).select("id").rows();
            if (page.isEmpty()) {
                break;
            }
            pages.addAll(page);
        }
        return pages;
    }

    /** Nearest first, by true distances, equally near rows by their ids, none twice. */
    private void assertOrdered(List<Row> found, DistanceMetric metric, float[] query) {
        assertThat(found)
                .as(which())
                .isSortedAccordingTo(Comparator.<Row>comparingDouble(row -> row.floatValue("_distance"))
                        .thenComparing(row -> row.longValue("id")));
        assertThat(new HashSet<>(ids(found))).as(which()).hasSize(found.size());
        for (Row row : found) {
            float[] vector = requireNonNull(model.get(row.longValue("id")));
            assertThat((double) row.floatValue("_distance"))
                    .as("row %d of %s %s", row.longValue("id"), Arrays.toString(query), which())
                    .isCloseTo(distance(metric, query, vector), within(1e-5));
        }
    }

    private String which() {
        return "-Dtest.seed=" + seed;
    }

    private void assertOneOrder(VectorSearch search, DistanceMetric metric, float[] query) {
        List<Row> whole = search.limit(ROWS).select("id").rows();
        int size = 10 + random.nextInt(60);

        assertOrdered(whole, metric, query);
        assertThat(ids(pages(search, () -> size, ROWS)))
                .as("pages of %d %s", size, which())
                .isEqualTo(ids(whole));
        assertThat(ids(pages(search, () -> 1 + random.nextInt(90), ROWS)))
                .as("pages of any size %s", which())
                .isEqualTo(ids(whole));
    }

    private void assertOneOrderOfAll(VectorSearch search, DistanceMetric metric, float[] query) {
        assertOneOrder(search, metric, query);
        assertThat(ids(search.limit(ROWS).rows())).as(which()).containsExactlyInAnyOrderElementsOf(model.keySet());
    }

    @ParameterizedTest
    @EnumSource
    void exactPagesAreThePartsOfTheOrderOfAllRows(DistanceMetric metric) {
        float[] query = vector();
        append(60);

        assertOneOrderOfAll(table.nearest(query).metric(metric), metric, query);
        table.indexes.create(Index.ivfPq("vec").partitions(PARTS).subVectors(4).bits(4));
        assertOneOrderOfAll(table.nearest(query).metric(metric).exact(), metric, query);
        assertOneOrderOfAll(table.nearest(query).metric(metric).exact().where("id >= 0"), metric, query);
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void pagesAreThePartsOfOneOrderWhereAllRowsOfSomePartsOfAnIndexAreCompared(VectorIndex index) {
        table.indexes.create(index);
        append(60);
        float[] query = vector();
        VectorSearch search = table.nearest(query).refine(ROWS);

        assertOneOrder(search.probes(2), index.metric(), query);
        if (index.type().isGraph()) {
            assertOneOrder(search, index.metric(), query);
        } else {
            assertOneOrderOfAll(search, index.metric(), query);
        }
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void eachPageIsFullAndInOrderWhateverAnIndexMisses(VectorIndex index) {
        table.indexes.create(index);
        append(60);
        float[] query = vector();

        for (int offset = 0; offset < 240; offset += 30) {
            List<Row> page =
                    table.nearest(query).limit(30).offset(offset).select("id").rows();
            assertThat(page).as("offset %d %s", offset, which()).hasSize(30);
            assertOrdered(page, index.metric(), query);
        }
    }
}
