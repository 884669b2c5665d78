// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.query.Query;
import dev.joust.query.Row;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random queries against a naive model in memory. */
class QuerySeededTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("n", Types.INT32)
            .column("word", Types.STRING)
            .column("yes", Types.BOOL)
            .build();

    @TempDir
    Path lake;

    /** A filter in SQL and in Java. */
    private record Filter(String sql, Predicate<Map<String, @Nullable Object>> test) {}

    private final List<Map<String, @Nullable Object>> model = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersLikeTheModel(long seed) {
        Random random = new Random(seed);
        try (TestTable table = new TestTable(lake, "t" + seed, SCHEMA)) {
            for (int i = 0; i < 4; i++) {
                append(table, random, 20 + random.nextInt(60));
                if (i == 1) {
                    table.indexes.create(Index.btree("n"));
                    table.indexes.create(Index.bitmap("word"));
                }
                for (int q = 0; q < 40; q++) {
                    check(table, random);
                }
            }
        }
    }

    private void append(TestTable table, Random random, int count) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", (long) model.size() + i);
            row.put("n", random.nextInt(6) == 0 ? null : random.nextInt(20));
            row.put("word", random.nextInt(6) == 0 ? null : "w" + random.nextInt(5));
            row.put("yes", random.nextInt(6) == 0 ? null : random.nextBoolean());
            rows.add(row);
        }
        model.addAll(rows);
        table.append(rows);
    }

    private void check(TestTable table, Random random) {
        Filter filter = filter(random, 2);
        boolean isDescending = random.nextBoolean();
        int limit = random.nextInt(30);
        int offset = random.nextInt(10);
        Comparator<@Nullable Integer> order = isDescending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        List<String> expected = model.stream()
                .filter(filter.test())
                .sorted(Comparator.<Map<String, @Nullable Object>, @Nullable Integer>comparing(
                                row -> (Integer) row.get("n"), Comparator.nullsLast(order))
                        .thenComparing(row -> (Long) Objects.requireNonNull(row.get("id"))))
                .skip(offset)
                .limit(limit)
                .map(row -> row.get("word") + "|" + (row.get("n") == null ? null : (Integer) row.get("n") * 2 + 1))
                .toList();

        Query query = table.query().where(filter.sql());
        Query sorted = (isDescending ? query.orderByDescending("n") : query.orderBy("n")).orderBy("id");
        List<Row> rows = sorted.select("word")
                .selectAs("odd", "n * 2 + 1")
                .limit(limit)
                .offset(offset)
                .rows();

        assertThat(rows.stream().map(row -> row.value("word") + "|" + row.value("odd")))
                .as(filter.sql())
                .containsExactlyElementsOf(expected);
        assertThat(query.count())
                .as(filter.sql())
                .isEqualTo(model.stream().filter(filter.test()).count());
    }

    private static Filter filter(Random random, int depth) {
        int choice = random.nextInt(depth == 0 ? 4 : 6);
        int number = random.nextInt(20);
        return switch (choice) {
            case 0 -> new Filter("n > " + number, row -> row.get("n") != null && (Integer) row.get("n") > number);
            case 1 -> new Filter("word = 'w" + number % 5 + "'", row -> ("w" + number % 5).equals(row.get("word")));
            case 2 -> new Filter("yes", row -> Boolean.TRUE.equals(row.get("yes")));
            case 3 -> new Filter("n IS NULL", row -> row.get("n") == null);
            default -> both(filter(random, depth - 1), filter(random, depth - 1), choice == 4);
        };
    }

    private static Filter both(Filter a, Filter b, boolean isAnd) {
        return isAnd
                ? new Filter("(" + a.sql() + ") AND (" + b.sql() + ")", a.test().and(b.test()))
                : new Filter("(" + a.sql() + ") OR (" + b.sql() + ")", a.test().or(b.test()));
    }
}
