// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.query.MatchQuery;
import dev.joust.query.Row;
import dev.joust.query.RowQuery;
import dev.joust.query.TextQuery;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of any size are parts of one list, although many rows have the same words or the same vector. */
class PagedSearchSeededTest {
    private static final List<String> WORDS = List.of("night", "rain", "rider", "truck", "snow");
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("tags", Types.listOf(Types.STRING))
            .column("vec", Types.vector(2))
            .build();

    @TempDir
    Path lake;

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private long rows;

    @Test
    void pagesAreThePartsOfOneListWithAndWithoutIndexes() {
        try (TestTable table = new TestTable(lake, "t", SCHEMA)) {
            append(table, 500);
            assertPaged(table);
            table.indexes.create(Index.fullText("text"));
            table.indexes.create(Index.ivfFlat("vec").partitions(4));
            assertPaged(table);
            append(table, 200);
            assertPaged(table);
            table.indexes.update();
            assertPaged(table);
        }
    }

    private void append(TestTable table, int count) {
        List<Map<String, @Nullable Object>> more = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", rows++);
            row.put("text", random.nextInt(9) == 0 ? null : text());
            row.put("tags", random.nextInt(9) == 0 ? null : List.of(text(), text()));
            row.put("vec", random.nextInt(9) == 0 ? null : new float[] {random.nextInt(3), random.nextInt(3)});
            more.add(row);
        }
        table.append(more);
    }

    private String text() {
        return random.ints(1 + random.nextInt(3), 0, WORDS.size())
                .mapToObj(WORDS::get)
                .collect(Collectors.joining(" "));
    }

    private void assertPaged(TestTable table) {
        MatchQuery words = TextQuery.match(text());
        Comparator<Row> highest = Comparator.comparingDouble(row -> -row.floatValue("_score"));
        List<TextSearch> texts = List.of(
                table.words(words),
                table.words(words.allWords()),
                table.words(words).where("id % 3 = 1"));
        texts.forEach(search -> assertPaged(search.in("text"), highest));

        VectorSearch near = table.nearest(random.nextInt(3), random.nextInt(3));
        Comparator<Row> nearest = Comparator.comparingDouble(row -> row.floatValue("_distance"));
        List<VectorSearch> vectors = List.of(near.exact(), near.exact().where("id % 3 = 1"), near.distanceRange(1, 4));
        vectors.forEach(search -> assertPaged(search, nearest));
    }

    private <Q extends RowQuery<Q>> void assertPaged(Q search, Comparator<Row> order) {
        List<Function<Q, Q>> selections =
                List.of(all -> all, some -> some.select("tags", "id"), some -> some.selectAs("twice", "id * 2"));
        Q selected = selections.get(random.nextInt(selections.size())).apply(search.withRowId());
        List<Row> whole = selected.limit(10_000).rows();

        assertThat(whole).isSortedAccordingTo(order.thenComparing(row -> row.longValue("_rowid")));
        List<Row> pages = new ArrayList<>();
        while (pages.size() < whole.size()) {
            int size = 1 + random.nextInt(90);
            List<Row> page = selected.offset(pages.size()).limit(size).rows();
            assertThat(page)
                    .as("page of %d at %d, -Dtest.seed=%d", size, pages.size(), seed)
                    .hasSize(Math.min(size, whole.size() - pages.size()));
            pages.addAll(page);
        }
        assertThat(pages.toString()).as("-Dtest.seed=%d", seed).isEqualTo(whole.toString());
    }
}
