// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static dev.joust.filter.Filter.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.index.Index;
import dev.joust.query.Candidate;
import dev.joust.query.HybridSearch;
import dev.joust.query.Reranker;
import dev.joust.query.Row;
import dev.joust.query.TextSearch;
import dev.joust.query.VectorSearch;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridSearchTest {
    private static final List<String> WORDS = List.of("night", "rain", "rider", "truck", "snow", "bridge");
    private static final int DIMENSION = 8;
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("n", Types.INT32)
            .column("vec", Types.vector(DIMENSION))
            .build();

    @TempDir
    Path lake;

    private TestTable table;

    @BeforeEach
    void open() {
        table = new TestTable(lake, "t", SCHEMA);
        Random random = new Random(11);
        append(random, 300);
        table.indexes.create(Index.fullText("text"));
        table.indexes.create(Index.ivfFlat("vec").partitions(2));
        append(random, 40);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void append(Random random, int count) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", (long) i);
            row.put(
                    "text",
                    random.ints(1 + random.nextInt(6), 0, WORDS.size())
                            .mapToObj(WORDS::get)
                            .collect(Collectors.joining(" ")));
            row.put("n", random.nextInt(4));
            row.put("vec", random.nextInt(8) == 0 ? null : vector(random));
            rows.add(row);
        }
        table.append(rows);
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    /** What the two searches say of one row, and the relevance that follows. */
    private static final class Expected {
        private final long rowId;
        private int vectorRank;
        private int textRank;
        private double distance = Double.NaN;
        private double score = Double.NaN;
        private double relevance;

        Expected(long rowId) {
            this.rowId = rowId;
        }
    }

    /** Notes what another reranker is asked: texts of equal scores come in another order each time. */
    private record Noting(Reranker reranker, List<Candidate> noted) implements Reranker {
        @Override
        public double[] relevance(String words, List<Candidate> candidates) {
            noted.addAll(candidates);
            return reranker.relevance(words, candidates);
        }

        List<Expected> expected() {
            List<Expected> all = new ArrayList<>();
            for (Candidate candidate : noted) {
                Expected one = new Expected(candidate.rowId());
                one.vectorRank = candidate.vectorRank().orElse(0);
                one.textRank = candidate.textRank().orElse(0);
                one.distance = candidate.distance().orElse(Double.NaN);
                one.score = candidate.score().orElse(Double.NaN);
                all.add(one);
            }
            return all;
        }
    }

    private static List<Double> values(List<Row> rows, String column) {
        return rows.stream().map(row -> (double) row.floatValue(column)).toList();
    }

    private static List<Double> ranked(
            List<Expected> all, ToIntFunction<Expected> rank, ToDoubleFunction<Expected> value) {
        List<Expected> found = all.stream()
                .filter(one -> rank.applyAsInt(one) > 0)
                .sorted(Comparator.comparingInt(rank))
                .toList();
        for (int i = 0; i < found.size(); i++) {
            assertThat(rank.applyAsInt(found.get(i))).isEqualTo(i + 1);
        }
        return found.stream().map(value::applyAsDouble).toList();
    }

    private static void reciprocal(List<Expected> all, int k) {
        for (Expected one : all) {
            one.relevance = (one.vectorRank > 0 ? 1.0 / (k + one.vectorRank) : 0)
                    + (one.textRank > 0 ? 1.0 / (k + one.textRank) : 0);
        }
    }

    private static void mean(List<Expected> all, double w) {
        for (Expected one : all) {
            one.relevance =
                    (one.vectorRank > 0 ? w / one.vectorRank : 0) + (one.textRank > 0 ? (1 - w) / one.textRank : 0);
        }
    }

    private static void linear(List<Expected> all, double w) {
        double[] d = all.stream()
                .mapToDouble(one -> one.distance)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double[] s = all.stream()
                .mapToDouble(one -> one.score)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        for (Expected one : all) {
            double distance = one.vectorRank == 0 ? 1 : normal(one.distance, d);
            double score = one.textRank == 0 ? 0 : normal(one.score, s);
            one.relevance = w * (1 - distance) + (1 - w) * score;
        }
    }

    private static double normal(double value, double[] sorted) {
        double range = sorted[sorted.length - 1] - sorted[0];
        return range == 0 ? 0 : (value - sorted[0]) / range;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ordersByTheFormulas(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 25; i++) {
            float[] vector = vector(random);
            String words = WORDS.get(random.nextInt(6)) + " " + WORDS.get(random.nextInt(6));
            int limit = 1 + random.nextInt(15);
            int offset = random.nextInt(5);
            Filter filter = random.nextBoolean() ? col("n").lt(1 + random.nextInt(3)) : Filter.sql("true");
            VectorSearch near = table.nearest(vector).where(filter);
            TextSearch fitting = table.words(words).where(filter);
            double w = random.nextDouble();
            int k = random.nextInt(100);
            int kind = random.nextInt(4);
            Noting noting = new Noting(
                    switch (kind) {
                        case 0 -> Reranker.reciprocalRank();
                        case 1 -> Reranker.reciprocalRank(k);
                        case 2 -> Reranker.meanReciprocalRank(w);
                        default -> Reranker.linear(w);
                    },
                    new ArrayList<>());

            List<Row> rows = near.and(table.words(words))
                    .rerank(noting)
                    .limit(limit)
                    .offset(offset)
                    .withRowId()
                    .rows();

            List<Expected> all = noting.expected();
            assertThat(ranked(all, one -> one.vectorRank, one -> one.distance))
                    .isEqualTo(values(near.limit(limit + offset).rows(), "_distance"));
            assertThat(ranked(all, one -> one.textRank, one -> one.score))
                    .isEqualTo(values(fitting.limit(limit + offset).rows(), "_score"));
            switch (kind) {
                case 0 -> reciprocal(all, 60);
                case 1 -> reciprocal(all, k);
                case 2 -> mean(all, w);
                default -> linear(all, w);
            }
            all.sort(Comparator.comparingDouble((Expected one) -> one.relevance).reversed());
            assertAnswer(rows, slice(all, offset, limit), "seed " + seed);
        }
    }

    private static List<Expected> slice(List<Expected> all, int offset, int limit) {
        int from = Math.min(offset, all.size());
        return all.subList(from, Math.min(all.size(), from + limit));
    }

    private static void assertAnswer(List<Row> rows, List<Expected> expected, String as) {
        assertThat(rows).as(as).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Expected one = expected.get(i);
            assertThat(row.longValue("_rowid")).as(as).isEqualTo(one.rowId);
            assertThat((double) row.floatValue("_relevance_score")).as(as).isCloseTo(one.relevance, within(1e-5));
            assertThat(row.isNull("_distance")).as(as).isEqualTo(one.vectorRank == 0);
            assertThat(row.isNull("_score")).as(as).isEqualTo(one.textRank == 0);
            if (one.vectorRank > 0) {
                assertThat((double) row.floatValue("_distance")).as(as).isEqualTo(one.distance);
            }
            if (one.textRank > 0) {
                assertThat((double) row.floatValue("_score")).as(as).isEqualTo(one.score);
            }
        }
    }

    private HybridSearch search() {
        return table.nearest(vector(new Random(5))).and(table.words("night rain"));
    }

    @Test
    void answersWithTheColumnsAskedForAndTheScores() {
        assertThat(search().select("n").selectAs("twice", "n * 2").rows().get(0).names())
                .containsExactly("n", "twice", "_relevance_score", "_distance", "_score");
        assertThat(search().rows().get(0).names())
                .containsExactly("id", "text", "n", "vec", "_relevance_score", "_distance", "_score");
        assertThat(search().limit(3).count()).isEqualTo(3);
        assertThat(search().limit(0).rows()).isEmpty();
        assertThat(search().where("n > 100").rows()).isEmpty();
        assertThat(search().offset(1000).rows()).isEmpty();
    }

    @Test
    void filtersBeforeTheSearchesOrAfterThem() {
        assertThat(search().where("n = ?", 2).select("n").rows())
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.intValue("n")).isEqualTo(2));
        assertThat(search().where("n = ?", 2).postfilter().rows()).hasSizeLessThan(10);
    }

    /** Prefers short texts. */
    private static final class ShortFirst implements Reranker {
        @Override
        public double[] relevance(String words, List<Candidate> candidates) {
            assertThat(words).isEqualTo("night rain");
            return candidates.stream()
                    .mapToDouble(one -> -one.row().string("text").length())
                    .toArray();
        }

        @Override
        public List<String> columns() {
            return List.of("text");
        }
    }

    @Test
    void asksARerankerOfTheUser() {
        List<Integer> lengths = search().rerank(new ShortFirst()).select("text").rows().stream()
                .map(row -> row.string("text").length())
                .toList();

        assertThat(lengths).hasSize(10).isSorted();
    }

    @Test
    void refusesRerankersAndSearchesThatDoNotFit() {
        assertThatThrownBy(() -> search().rerank((words, rows) -> new double[1]).rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot search table 't': the reranker " + HybridSearchTest.class.getName())
                .hasMessageEndingWith(" gave 1 numbers for 20 rows; it must give one number for each row");
        assertThatThrownBy(() -> search().rerank((words, rows) -> {
                            double[] relevance = new double[rows.size()];
                            relevance[0] = Double.NaN;
                            return relevance;
                        })
                        .rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(" gave NaN for the row ");
        assertThatThrownBy(() -> search().select("nn").rows())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot search table 't': there is no column 'nn'; did you mean 'n'?");
        assertThatThrownBy(() -> table.nearest(1, 2).limit(3).and(table.words("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot combine searches of table 't': one of them has columns, limit, offset, version or"
                        + " postfilter of its own; set these for the combined search");
        assertThatThrownBy(() -> Reranker.linear(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectorWeight must be from 0 to 1 but was 1.5");
        assertThatThrownBy(() -> Reranker.reciprocalRank(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k must not be negative but was -1");
    }

    @Test
    void explainsBothSearches() {
        assertThat(search().explain().lines().filter(line -> !line.startsWith("table")))
                .containsExactly(
                        "nearest in 'vec' by L2: index 'vec_idx' (all parts)",
                        "words in 'text' by BM25: index 'text_idx', and rows that it lacks one by one",
                        "then order by ReciprocalRank[k=60]",
                        "at most 10 rows",
                        "read id, text, n, vec");
    }
}
