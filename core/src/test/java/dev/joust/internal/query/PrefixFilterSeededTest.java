// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static dev.joust.filter.Filter.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.filter.Filter;
import dev.joust.index.Index;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters by the beginning of a text, with and without a B-tree on it. */
class PrefixFilterSeededTest {
    private static final String LETTERS = "abAB%_\\\u00fcz'";
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("s", Types.STRING)
            .column("words", Types.STRING)
            .build();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aTreeChoosesTheRowsThatAreChosenWithoutIt(long seed) {
        Random random = new Random(seed);
        List<Map<String, Object>> rows = IntStream.range(0, 200)
                .<Map<String, Object>>mapToObj(i -> Map.of("id", (long) i, "s", text(random, 4), "words", "a word"))
                .toList();
        try (Lake lake = Joust.open(folder)) {
            Table plain = lake.createTable("plain", SCHEMA);
            Table indexed = lake.createTable("indexed", SCHEMA);
            plain.appendRows(rows);
            indexed.appendRows(rows);
            indexed.createIndex(Index.btree("s"));
            indexed.createIndex(Index.fullText("words"));
            for (int i = 0; i < 120; i++) {
                Filter filter = filter(random);

                List<Long> expected = ids(plain, filter);

                assertThat(ids(indexed, filter)).as("seed %d: %s", seed, filter).isEqualTo(expected);
                assertThat(indexed.count(filter))
                        .as("count, seed %d: %s", seed, filter)
                        .isEqualTo(expected.size());
                assertThat(indexed.searchText("word")
                                .in("words")
                                .where(filter)
                                .select("id")
                                .limit(1_000)
                                .rows())
                        .as("search, seed %d: %s", seed, filter)
                        .hasSize(expected.size());
            }
        }
    }

    @Test
    void nothingIsDeletedThatDoesNotBeginWithThePercentSign() {
        try (Lake lake = Joust.open(folder)) {
            Table table = users(lake);

            assertThat(table.delete(col("s").startsWith("%")).rows()).isEqualTo(1);

            assertThat(table.count()).isEqualTo(99);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "starts_with(s, '%')",
                "s LIKE '\\%%'",
                "s LIKE '\\%' || '%'",
                "starts_with(s, chr(37))",
                "NOT (s NOT LIKE '\\%%')"
            })
    void aSelectCountsWhatBeginsWithThePercentSign(String condition) {
        try (Lake lake = Joust.open(folder)) {
            Table table = users(lake);

            assertThat(table.sql("SELECT count(*) AS n FROM t WHERE " + condition)
                            .rows()
                            .get(0)
                            .longValue("n"))
                    .isEqualTo(1);
            assertThat(table.count("id >= 0 AND " + condition)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starts_with(s, 'user1')", "s LIKE 'user1%'"})
    void aPlainBeginningStillAsksTheTree(String condition) {
        try (Lake lake = Joust.open(folder)) {
            Table table = users(lake);

            assertThat(table.count(condition)).isEqualTo(11);
            assertThat(table.query().where(condition).explain()).contains("s_idx");
        }
    }

    private static Table users(Lake lake) {
        Table table = lake.createTable("users", SCHEMA);
        table.appendRows(IntStream.range(0, 100)
                .<Map<String, Object>>mapToObj(
                        i -> Map.of("id", (long) i, "s", i == 5 ? "%" : "user" + i, "words", "a"))
                .toList());
        table.createIndex(Index.btree("s"));
        return table;
    }

    private static List<Long> ids(Table table, Filter filter) {
        return table.query().where(filter).select("id").rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private static Filter filter(Random random) {
        String text = text(random, 3);
        Filter filter = switch (random.nextInt(6)) {
            case 0, 1 -> col("s").startsWith(text);
            case 2 -> col("s").like(text);
            case 3 -> col("s").like(text + "%");
            case 4 -> Filter.sql("s NOT LIKE ?", text + "%");
            default -> Filter.sql("starts_with(s, ?) OR id < 3", text);
        };
        return random.nextInt(4) == 0 ? filter.and(col("s").ge("a")) : filter;
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
