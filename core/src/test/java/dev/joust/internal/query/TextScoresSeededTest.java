// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.joust.index.Index;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scores against BM25 as it is written down: for each word that is asked for, once however often, {@code ln(1 + (N - n
 * + 0.5) / (n + 0.5)) * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * length / average))}, where N texts are not NULL, empty ones
 * among them, n of them hold the word, and this one f times.
 */
class TextScoresSeededTest {
    private static final List<String> WORDS = List.of("night", "rain", "bus", "car", "truck", "wet");

    @TempDir
    Path lake;

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<@Nullable String> texts = new ArrayList<>();
    private TestTable table;

    @BeforeEach
    void open() {
        TableSchema schema = TableSchema.builder()
                .required("id", Types.INT64)
                .column("text", Types.STRING)
                .build();
        table = new TestTable(lake, "t", schema);
        append(120);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void append(int rows) {
        List<Map<String, @Nullable Object>> more = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            String text = random.nextInt(8) == 0 ? null : words(random.nextInt(10));
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", (long) texts.size());
            row.put("text", text);
            texts.add(text);
            more.add(row);
        }
        table.append(more);
    }

    private String words(int count) {
        return random.ints(count, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" "));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }

    /** BM25 of a text among others. */
    private static double score(String query, String text, List<@Nullable String> all) {
        List<List<String>> others = all.stream()
                .filter(Objects::nonNull)
                .map(TextScoresSeededTest::words)
                .toList();
        double average = others.stream().mapToInt(List::size).average().orElseThrow();
        double sum = 0;
        for (String word : new LinkedHashSet<>(words(query))) {
            long holding = others.stream().filter(words -> words.contains(word)).count();
            int times = Collections.frequency(words(text), word);
            double weight = Math.log(1 + (others.size() - holding + 0.5) / (holding + 0.5));
            sum += weight
                    * times
                    * 2.2
                    / (times + 1.2 * (0.25 + 0.75 * words(text).size() / average));
        }
        return sum;
    }

    private List<Row> found(String query) {
        return table.words(query).in("text").select("id").limit(10_000).rows();
    }

    private void assertScored(int indexed, Predicate<Long> which) {
        List<@Nullable String> all = texts.subList(0, indexed);
        for (String query : List.of("night", "rain bus", "wet wet", words(2), words(4), "night tram")) {
            List<Row> rows = found(query);
            assertThat(rows).hasSize((int) texts.stream()
                    .filter(text -> text != null && !Collections.disjoint(words(text), words(query)))
                    .count());
            for (Row row : rows) {
                long id = row.longValue("id");
                if (which.test(id)) {
                    double score = score(query, requireNonNull(texts.get((int) id)), all);
                    assertThat((double) row.floatValue("_score"))
                            .as("'%s' in '%s' -Dtest.seed=%d", query, texts.get((int) id), seed)
                            .isCloseTo(score, within(1e-5));
                }
            }
        }
    }

    private void assertAllScored() {
        assertScored(texts.size(), id -> true);
    }

    @Test
    void scoresAreThoseOfAllTextsWithoutIndexAndInAnIndexOfOneFragment() {
        assertAllScored();
        table.indexes.create(Index.fullText("text").withoutStemming());
        assertAllScored();
    }

    @Test
    void scoresAreThoseOfAllTextsInAnIndexOfSeveralFragmentsAndParts() {
        append(30);
        table.indexes.create(Index.fullText("text").withoutStemming());
        assertAllScored();
        append(50);
        table.indexes.update();
        append(20);
        table.indexes.update();
        assertAllScored();
    }

    @Test
    void rowsThatAnIndexLacksLeaveTheScoresOfItsOwnAndAreScoredTheHigherTheOftenerTheyHoldTheWord() {
        table.indexes.create(Index.fullText("text").withoutStemming());
        int indexed = texts.size();
        append(40);

        assertScored(indexed, id -> id < indexed);
        Map<Integer, List<Row>> lacking = found("night").stream()
                .filter(row -> row.longValue("id") >= indexed)
                .collect(Collectors.groupingBy(row -> words(row).size()));
        assertThat(lacking).isNotEmpty();
        lacking.values()
                .forEach(alike -> assertThat(alike)
                        .as("texts of one length, -Dtest.seed=%d", seed)
                        .isSortedAccordingTo((a, b) -> Integer.compare(times(b), times(a))));
    }

    private int times(Row row) {
        return Collections.frequency(words(row), "night");
    }

    private List<String> words(Row row) {
        return words(requireNonNull(texts.get((int) row.longValue("id"))));
    }
}
