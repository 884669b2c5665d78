// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.DistanceMetric;
import dev.joust.index.FullTextIndex.Tokenizer;
import dev.joust.index.Index;
import dev.joust.query.MatchQuery;
import dev.joust.query.Row;
import dev.joust.query.TextQuery;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // values of the model are looked up by names that are there
class SearchTest {
    private static final List<String> WORDS =
            List.of("night", "rain", "rider", "truck", "snow", "bridge", "tunnel", "crowd");
    private static final int DIMENSION = 8;
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("note", Types.STRING)
            .column("n", Types.INT32)
            .column("vec", Types.vector(DIMENSION))
            .column("other", Types.vector(3))
            .build();

    @TempDir
    Path lake;

    private TestTable table;
    private final List<Map<String, @Nullable Object>> model = new ArrayList<>();
    private final Random random = new Random(7);

    @BeforeEach
    void open() {
        table = new TestTable(lake, "t", SCHEMA);
        append(400);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void append(int count) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", (long) (model.size() + i));
            String text = random.ints(1 + random.nextInt(5), 0, WORDS.size())
                    .mapToObj(WORDS::get)
                    .collect(Collectors.joining(" "));
            row.put("text", random.nextInt(10) == 0 ? null : text);
            row.put("n", random.nextInt(5));
            row.put("vec", random.nextInt(10) == 0 ? null : vector());
            rows.add(row);
        }
        model.addAll(rows);
        table.append(rows);
    }

    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static double l2(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    private List<Long> nearest(float[] query, int limit, int n) {
        return model.stream()
                .filter(row -> row.get("vec") != null && (n < 0 || row.get("n").equals(n)))
                .sorted(Comparator.comparingDouble(row -> l2(query, (float[]) row.get("vec"))))
                .limit(limit)
                .map(row -> (Long) row.get("id"))
                .toList();
    }

    private static List<Long> ids(List<Row> rows) {
        return rows.stream().map(row -> row.longValue("id")).toList();
    }

    private void assertVectorsAgree() {
        for (int i = 0; i < 10; i++) {
            float[] query = vector();
            List<Row> rows = table.nearest(query).select("id").rows();

            assertThat(ids(rows)).isEqualTo(nearest(query, 10, -1));
            assertThat(rows.get(0).doubleValue("_distance"))
                    .isCloseTo(
                            l2(query, (float[])
                                    model.get((int) rows.get(0).longValue("id")).get("vec")),
                            within(1e-4));
            assertThat(ids(table.nearest(query)
                            .where("n = 2")
                            .limit(5)
                            .offset(3)
                            .rows()))
                    .isEqualTo(nearest(query, 8, 2).subList(3, 8));
            assertThat(ids(table.nearest(query).exact().limit(3).rows())).isEqualTo(nearest(query, 3, -1));
        }
    }

    private void assertRangesAgree() {
        for (int i = 0; i < 20; i++) {
            float[] query = vector();
            int n = random.nextInt(5);
            List<Float> distances = table.nearest(query).where("n = ?", n).limit(1000).rows().stream()
                    .map(row -> row.floatValue("_distance"))
                    .toList();
            float low = random.nextInt(3) == 0
                    ? Float.NEGATIVE_INFINITY
                    : distances.get(random.nextInt(distances.size() / 2));
            float high = random.nextInt(3) == 0
                    ? Float.POSITIVE_INFINITY
                    : distances.get(distances.size() / 2 + random.nextInt(distances.size() / 2));
            List<Float> inRange = distances.stream()
                    .filter(distance -> distance >= low && distance < high)
                    .toList();
            int offset = random.nextInt(4);

            assertThat(table.nearest(query)
                            .distanceRange(low, high)
                            .where("n = ?", n)
                            .limit(12)
                            .offset(offset)
                            .select("n")
                            .rows())
                    .extracting(row -> row.floatValue("_distance"))
                    .isEqualTo(inRange.stream().skip(offset).limit(12).toList());
        }
    }

    @Test
    void findsEqualVectorsFromADistanceOfZero() {
        for (Map<String, @Nullable Object> row : model) {
            if (row.get("vec") != null) {
                assertThat(table.nearest((float[]) row.get("vec"))
                                .metric(DistanceMetric.COSINE)
                                .distanceRange(0, 3)
                                .limit(1)
                                .rows())
                        .extracting(found -> found.longValue("id"))
                        .containsExactly((Long) row.get("id"));
            }
        }
    }

    @Test
    void findsTheNearestVectorsAtSomeDistance() {
        assertRangesAgree();

        table.indexes.create(Index.ivfFlat("vec").partitions(4));
        append(30);
        assertRangesAgree();
        assertThat(table.nearest(vector())
                        .distanceRange(1e9f, Float.POSITIVE_INFINITY)
                        .rows())
                .isEmpty();
        assertThatThrownBy(() -> table.nearest(vector()).distanceRange(2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("low must be smaller than high, 2.0, but was 2.0");
    }

    @Test
    void findsTheNearestVectorsWithAndWithoutIndexBeforeAndAfterUpdate() {
        assertVectorsAgree();

        table.indexes.create(Index.ivfFlat("vec").partitions(4));
        assertVectorsAgree();

        append(60);
        assertVectorsAgree();

        assertThat(table.indexes.update()).containsExactly("vec_idx");
        assertVectorsAgree();
        assertThat(table.nearest(vector()).atVersion(2).count()).isEqualTo(10);
    }

    @Test
    void findsWordsWithTheHighestScoreFirstBeforeAndAfterUpdate() {
        table.indexes.create(Index.fullText("text"));
        assertWordsAgree();

        assertPhrasesAgree();

        append(60);
        assertWordsAgree();
        assertPhrasesAgree();
        assertThat(table.words("night rain").phrase().explain())
                .contains(
                        "words in 'text' by BM25: index 'text_idx', to which the rows that it lacks are added for this"
                                + " search");

        assertThat(table.indexes.update()).containsExactly("text_idx");
        assertWordsAgree();
        assertPhrasesAgree();
    }

    private void assertPhrasesAgree() {
        for (int i = 0; i < WORDS.size(); i++) {
            String phrase = WORDS.get(i) + " " + WORDS.get((i + 3) % WORDS.size());
            assertThat(new TreeSet<>(
                            ids(table.words(phrase).phrase().limit(1000).rows())))
                    .isEqualTo(matching(text -> (" " + text + " ").contains(" " + phrase + " ")));
        }
    }

    private void assertWordsAgree() {
        for (int i = 0; i < WORDS.size(); i++) {
            String a = WORDS.get(i);
            String b = WORDS.get((i + 3) % WORDS.size());
            assertHits(table.words(a).limit(1000).rows(), Set.of(a), List.of());
            assertHits(table.words(a + " " + b).limit(1000).rows(), Set.of(a, b), List.of());
            assertHits(table.words(a + " " + b).allWords().limit(1000).rows(), Set.of(), List.of(a, b));
            assertThat(new TreeSet<>(
                            ids(table.words(a).where("n = 1").limit(1000).rows())))
                    .isEqualTo(model.stream()
                            .filter(row -> row.get("n").equals(1)
                                    && words(row.get("text")).contains(a))
                            .map(row -> (Long) row.get("id"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private void assertHits(List<Row> rows, Set<String> any, List<String> all) {
        assertThat(new TreeSet<>(ids(rows)))
                .isEqualTo(matching(text -> all.isEmpty()
                        ? any.stream().anyMatch(words(text)::contains)
                        : words(text).containsAll(all)));
        assertThat(rows).isSortedAccordingTo(Comparator.comparingDouble(row -> -row.doubleValue("_score")));
    }

    private static List<String> words(@Nullable Object text) {
        return text == null ? List.of() : Arrays.asList(((String) text).split(" "));
    }

    private Set<Long> matching(java.util.function.Predicate<String> test) {
        return model.stream()
                .filter(row -> row.get("text") != null && test.test((String) row.get("text")))
                .map(row -> (Long) row.get("id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void pagesThroughHits() {
        table.indexes.create(Index.fullText("text"));
        List<Row> all = table.words("night rain").limit(50).rows();
        List<Row> second = table.words("night rain").limit(5).offset(5).rows();

        assertThat(second.stream().map(row -> row.floatValue("_score")))
                .isEqualTo(all.subList(5, 10).stream()
                        .map(row -> row.floatValue("_score"))
                        .toList());
        assertThat(table.words("night rain").rows()).hasSize(10);
        assertThat(table.words("night").limit(0).rows()).isEmpty();
        assertThat(table.words("elephant").rows()).isEmpty();
        assertThat(table.nearest(vector()).limit(0).rows()).isEmpty();
    }

    @Test
    void computesColumnsOfHitsFromTheirRank() {
        table.indexes.create(Index.fullText("text"));
        Row hit = table.words("night")
                .selectAs("shout", "upper(text)")
                .selectAs("percent", "_score * 100")
                .withRowId()
                .limit(1)
                .rows()
                .get(0);
        assertThat(hit.names()).containsExactly("shout", "percent", "_score", "_rowid");
        assertThat(hit.doubleValue("percent")).isCloseTo(hit.doubleValue("_score") * 100, within(1e-3));

        Row near = table.nearest(vector())
                .selectAs("d", "_distance")
                .limit(1)
                .rows()
                .get(0);
        assertThat(near.names()).containsExactly("d", "_distance");
        assertThat(near.floatValue("d")).isEqualTo(near.floatValue("_distance"));
    }

    @Test
    void filtersAfterTheSearchWhenAsked() {
        float[] query = vector();
        List<Long> best = nearest(query, 10, -1);

        assertThat(ids(table.nearest(query).where("n = 2").postfilter().rows()))
                .isEqualTo(best.stream()
                        .filter(id -> model.get(id.intValue()).get("n").equals(2))
                        .toList());
    }

    @Test
    void comparesEveryVectorForAnotherMetricThanTheIndex() {
        table.indexes.create(Index.ivfFlat("vec").partitions(4));

        assertThat(table.nearest(vector()).metric(DistanceMetric.COSINE).explain())
                .contains("nearest in 'vec' by COSINE: every vector is compared, because index 'vec_idx' measures L2");
        assertThat(table.nearest(vector()).explain()).contains("nearest in 'vec' by L2: index 'vec_idx' (all parts)");
        double distance = table.nearest(vector())
                .metric(DistanceMetric.COSINE)
                .limit(1)
                .rows()
                .get(0)
                .doubleValue("_distance");
        assertThat(distance).isBetween(0.0, 2.0);
    }

    @Test
    void findsAnyWordByItsPiecesWhateverTheColumnsAndWhetherAnIndexCoversTheRows() {
        for (String column : List.of("text", "note")) {
            table.indexes.create(
                    Index.fullText(column).tokenizer(Tokenizer.NGRAM).ngrams(3, 3));
        }
        MatchQuery query = TextQuery.match("unne ridg");

        assertPieces(query);
        append(50);
        assertPieces(query);
        table.indexes.update();
        assertPieces(query);
    }

    private void assertPieces(MatchQuery query) {
        Set<Long> wanted = model.stream()
                .filter(row ->
                        row.get("text") instanceof String text && (text.contains("tunnel") || text.contains("bridge")))
                .map(row -> (Long) row.get("id"))
                .collect(Collectors.toSet());
        for (MatchQuery each : List.of(query.in("text"), query.in("text").in("note"))) {
            assertThat(ids(table.words(each).limit(1000).rows()))
                    .as("%s", each)
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @Test
    void findsNothingByStopWordsAloneWhetherAnIndexCoversTheRowsOrNot() {
        table.indexes.create(Index.fullText("text").withoutStopWords());

        assertThat(table.words("the").in("text").rows()).isEmpty();
        append(20);
        assertThat(table.words("the").in("text").rows()).isEmpty();
        assertThat(table.words("the tunnel").in("text").limit(1000).rows())
                .hasSameSizeAs(model.stream()
                        .filter(row -> row.get("text") instanceof String text && text.contains("tunnel"))
                        .toList());
    }

    @Test
    void looksAtMorePartsOfAnIndexWhereFewHaveTooFewRows() {
        table.indexes.create(Index.ivfFlat("vec").partitions(200));
        float[] query = {50, 50, 50, 50, 50, 50, 50, 50};

        assertThat(ids(table.nearest(query).limit(60).rows())).hasSize(60);
        List<Long> paged = new ArrayList<>(ids(table.nearest(query).limit(50).rows()));
        paged.addAll(ids(table.nearest(query).limit(50).offset(50).rows()));
        assertThat(paged).hasSize(100).doesNotHaveDuplicates().containsAll(nearest(query, 50, -1));
        assertThat(table.nearest(query).probes(30).limit(100).rows()).hasSizeLessThan(100);
    }

    @Test
    void looksAtFewPartsOfAnIndexForFewRows() {
        table.indexes.create(Index.ivfFlat("vec").partitions(150));

        String all = "index 'vec_idx' (all parts)";
        assertThat(table.nearest(vector()).explain()).contains("index 'vec_idx' (20 parts)");
        assertThat(table.nearest(vector()).limit(10).offset(20).explain()).contains("index 'vec_idx' (20 parts)");
        assertThat(table.nearest(vector()).limit(64).offset(30).explain()).contains("index 'vec_idx' (40 parts)");
        assertThat(table.nearest(vector()).limit(65).explain()).contains(all);
        assertThat(table.nearest(vector()).limit(64).offset(37).explain())
                .contains("index 'vec_idx' (all parts after the first 37 rows of fewer)");
        assertThat(table.nearest(vector()).limit(10).offset(30).explain())
                .contains("index 'vec_idx' (40 parts after the first 30 rows of fewer)");
        assertThat(table.nearest(vector()).limit(7).offset(105).explain())
                .contains("index 'vec_idx' (all parts after the first 98 rows of fewer)");
        assertThat(table.nearest(vector()).where("n = 2").explain()).contains(all);
        assertThat(table.nearest(vector()).distanceRange(1, 2).explain()).contains(all);
    }

    /**
     * Vectors without any order: few parts miss many of the nearest, and pages of more parts have to make up for it.
     */
    @Test
    void pagesOfOneSizeHaveEachRowOnceWhereverTheyBegin() {
        append(400);
        table.indexes.create(Index.ivfFlat("vec").partitions(150));
        append(30);
        float[] query = vector();
        List<Long> nearest = nearest(query, 3000, -1);

        for (int limit : new int[] {7, 10, 12, 64}) {
            List<Long> paged = new ArrayList<>();
            for (int start = 1; start < nearest.size() + limit; start += limit) {
                List<Long> page = ids(table.nearest(query)
                        .limit(limit)
                        .offset(start)
                        .select("id")
                        .rows());
                assertThat(page)
                        .as("limit " + limit + " offset " + start)
                        .hasSize(Math.max(0, Math.min(limit, nearest.size() - start)));
                paged.addAll(page);
            }
            paged.addAll(0, ids(table.nearest(query).limit(limit).rows()).subList(0, 1));
            assertThat(paged).as("limit " + limit).containsExactlyInAnyOrderElementsOf(nearest);
        }
        assertThat(Stream.generate(this::vector).limit(50))
                .as("few parts miss rows of some queries, or this test shows nothing")
                .anySatisfy(one -> assertThat(
                                ids(table.nearest(one).limit(10).offset(20).rows()))
                        .isNotEqualTo(nearest(one, 30, -1).subList(20, 30)));
    }

    @Test
    void pagesGoOnWhereFewPartsHaveTooFewRows() {
        table.indexes.create(Index.ivfFlat("vec").partitions(200));
        float[] query = {50, 50, 50, 50, 50, 50, 50, 50};
        List<Long> paged = new ArrayList<>();

        for (int offset = 0; offset < 100; offset += 10) {
            table.nearest(query).offset(offset).selectAs("near", "_distance < 30000").select("id").rows().stream()
                    .peek(row -> assertThat(row.value("near")).isInstanceOf(Boolean.class))
                    .forEach(row -> paged.add(row.longValue("id")));
        }

        assertThat(paged).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void pagesWithChosenProbesAreCutFromOneOrder() {
        table.indexes.create(Index.ivfFlat("vec").partitions(150));
        float[] query = vector();
        List<Long> all = ids(table.nearest(query).probes(60).limit(400).rows());
        List<Long> paged = new ArrayList<>();

        for (int offset = 0; offset < all.size(); offset += 10) {
            paged.addAll(ids(table.nearest(query).probes(60).offset(offset).rows()));
        }

        assertThat(paged).isEqualTo(all);
        assertThat(all).hasSizeBetween(50, 350);
    }

    @Test
    void findsRowsThatNoIndexCoversOnceHoweverManyAreWanted() {
        table.indexes.create(Index.ivfFlat("vec").partitions(60));
        append(40);
        float[] query = vector();
        List<Long> all = nearest(query, 1000, -1);

        assertThat(ids(table.nearest(query).limit(1000).rows())).isEqualTo(all);
        assertThat(ids(table.nearest(query).limit(60).rows())).doesNotHaveDuplicates();
        assertThat(ids(table.nearest(query)
                        .distanceRange(8, Float.POSITIVE_INFINITY)
                        .limit(1000)
                        .rows()))
                .isEqualTo(all.stream()
                        .filter(id ->
                                l2(query, (float[]) model.get(id.intValue()).get("vec")) >= 8)
                        .toList());
        assertThat(ids(table.nearest(query)
                        .where("id >= 400")
                        .postfilter()
                        .limit(1000)
                        .rows()))
                .isEqualTo(all.stream().filter(id -> id >= 400).toList());
    }

    @Test
    void refusesWrongVectorsBeforeLanceReturnsTheWholeTable() {
        assertRefused(
                () -> table.nearest(1, 2).rows(),
                "Cannot search table 't': no column holds vectors of 2 numbers; search in a vector column such as 'vec'"
                        + " (8), 'other' (3)");
        assertRefused(
                () -> search("vec", 1, 2).rows(),
                "Cannot search table 't': column 'vec' holds vectors of 8 numbers but the query has 2; use a vector of"
                        + " the same length");
        assertRefused(
                () -> search("text", 1, 2).rows(),
                "Cannot search table 't': column 'text' is utf8, not a vector of float16 or float32; search in a vector"
                        + " column such as 'vec' (8), 'other' (3)");
        assertRefused(
                () -> search("vecc", 1, 2).rows(),
                "Cannot search table 't': there is no column 'vecc'; did you mean 'vec'?");
        assertRefused(
                () -> search("other", 1, Float.NaN, 0).rows(),
                "Cannot search table 't': the query vector holds NaN at position 1; use finite numbers");
        assertRefused(
                () -> search("other", 0, 0, 0).metric(DistanceMetric.COSINE).rows(),
                "Cannot search table 't': the query vector is all zeros, which has no angle to any other; use another"
                        + " vector or the metric L2");
        assertThat(search("other", 1, 2, 3).rows()).isEmpty();
    }

    private dev.joust.query.VectorSearch search(String column, float... vector) {
        return dev.joust.query.VectorSearch.of(table.queries, column, vector);
    }

    @Test
    void refusesToCompareEveryVectorAndToUseAnIndexAtOnce() {
        table.indexes.create(Index.ivfFlat("vec").partitions(4));

        assertRefused(
                () -> table.nearest(vector()).probes(3).exact().rows(),
                "Cannot search table 't': exact() compares every vector without an index, and probes(3) says how to use"
                        + " one; leave out exact(), or probes(3)");
        assertRefused(
                () -> table.nearest(vector()).exact().refine(2).ef(9).explain(),
                "Cannot search table 't': exact() compares every vector without an index, and refine(2) and ef(9) say"
                        + " how to use one; leave out exact(), or refine(2) and ef(9)");
        assertRefused(
                () -> table.nearest(vector())
                        .exact()
                        .probes(3)
                        .and(table.words("night").in("text"))
                        .rows(),
                "Cannot search table 't': exact() compares every vector without an index, and probes(3) says how to use"
                        + " one; leave out exact(), or probes(3)");
    }

    @Test
    void refusesTextSearchesThatCannotBeAnswered() {
        assertRefused(
                () -> table.words("night").rows(),
                "Cannot search table 't': several columns hold text; name one of 'text', 'note'");
        assertRefused(
                () -> table.words("night").in("n").rows(),
                "Cannot search table 't': column 'n' is int32, not text or lists of text; search in a column of text");
        assertRefused(
                () -> table.words(TextQuery.must().mustNot(TextQuery.match("night")))
                        .in("text")
                        .rows(),
                "Cannot search table 't': nothing says which texts are wanted, only which are not; add must(...) or"
                        + " should(...)");
        assertThatThrownBy(() -> table.words(TextQuery.phrase("night rain")).allWords())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot apply allWords() to the search for 'night rain': it is no search for single"
                        + " words; say it of the parts of the TextQuery instead");
        assertThatThrownBy(() -> TextQuery.match("night").in("text").in("text", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot search in column 'text': it is named twice; name it once, with one weight");
        assertThatThrownBy(() -> TextQuery.match("night").fuzziness(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fuzziness must be 0 to 2 but was 3");
        table.indexes.create(Index.fullText("text").withoutPositions());
        assertRefused(
                () -> table.words("night rain").phrase().rows(),
                "Cannot search table 't': index 'text_idx' keeps no positions of words, which phrases need; create it"
                        + " anew with positions");
        assertRefused(
                () -> table.words(" ?! ").rows(),
                "Cannot search table 't': ' ?! ' holds no word; search for at least one word");
        table.indexes.create(Index.fullText("note"));
        assertRefused(
                () -> table.words("night").rows(),
                "Cannot search table 't': several columns have a full text index; name one of 'text', 'note'");
        assertRefused(
                () -> table.words("night").in("text").where("m = 1").rows(),
                "Cannot search table 't': there is no column 'm'; did you mean 'n'?");
        assertRefused(
                () -> table.words("night").in("text").where("_score > 1").rows(),
                "Cannot search table 't': a filter asks for '_score', which rows have only after the search; filter after"
                        + " it with postfilter()");
        assertRefused(
                () -> table.nearest(vector()).where("_distance < 1").rows(),
                "Cannot search table 't': a filter asks for '_distance', which rows have only after the search; filter"
                        + " after it with postfilter(), or with distanceRange()");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }
}
