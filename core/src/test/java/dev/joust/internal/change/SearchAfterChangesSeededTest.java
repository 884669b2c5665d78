// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.Index;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.query.IndexEngine;
import dev.joust.internal.query.IndexesToCompact;
import dev.joust.internal.query.SearchIndexes;
import dev.joust.internal.query.TableQueries;
import dev.joust.query.Query;
import dev.joust.query.TextSearch;
import dev.joust.query.VectorSearch;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lance.Dataset;
import org.lance.index.OptimizeOptions;

/** Random histories of changes to a table with six indexes; after each, every search is compared with brute force. */
@SuppressWarnings("NullAway") // values of the model are looked up by names that are there
class SearchAfterChangesSeededTest {
    private static final List<String> WORDS = List.of("night", "rain", "rider", "truck", "bridge", "tunnel", "snow");
    private static final List<String> KINDS = List.of("day", "dusk", "dark");
    private static final int FLAT = 4;
    private static final int PRODUCT = 8;
    private static final int CHANGES = 8;
    private static final int FIRST_ROWS = 300;
    private static final int NEAREST = 10;

    @TempDir
    Path folder;

    private final TreeMap<Long, Map<String, Object>> model = new TreeMap<>();
    private final List<String> history = new ArrayList<>();
    private Random random = new Random();
    private long nextId;

    static List<Long> seeds() {
        return java.util.stream.LongStream.rangeClosed(1, Long.getLong("joust.histories", 20))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySearchAgreesWithBruteForce(long seed) {
        random = new Random(seed);
        try (TestLake lake = new TestLake(folder, dev.joust.internal.lance.disk.Durability.UNSYNCED)) {
            LanceTable table = lake.create(
                    "t",
                    TestLake.key(Column.required("id", Types.INT64)),
                    Column.of("n", Types.INT32),
                    Column.of("kind", Types.STRING),
                    Column.of("tags", Types.listOf(Types.STRING)),
                    Column.of("text", Types.STRING),
                    Column.of("small", Types.vector(FLAT)),
                    Column.of("large", Types.vector(PRODUCT)));
            append(lake, table, FIRST_ROWS);
            IndexEngine indexes = new IndexEngine(table);
            indexes.create(Index.btree("n"));
            indexes.create(Index.bitmap("kind"));
            indexes.create(Index.labelList("tags"));
            indexes.create(Index.fullText("text"));
            indexes.create(Index.ivfFlat("small").partitions(4));
            indexes.create(Index.ivfPq("large").partitions(2).subVectors(4));
            history.add("seed " + seed);
            check(table);
            for (int i = 0; i < CHANGES; i++) {
                change(lake, table, indexes);
                check(table);
            }
            history.add("update indexes");
            indexes.update();
            check(table);
        }
    }

    private void change(TestLake lake, LanceTable table, IndexEngine indexes) {
        switch (random.nextInt(10)) {
            case 0 -> append(lake, table, 1 + random.nextInt(60));
            case 1 -> delete(table);
            case 2 -> upsert(lake, table);
            case 3 -> updateNumbers(table);
            case 4 -> updateText(table);
            case 5 -> updateVectors(table);
            case 6 -> {
                history.add("update indexes");
                indexes.update();
            }
            case 7 -> elsewhere(table, "compact", Dataset::compact);
            case 8 ->
                elsewhere(
                        table,
                        "optimize indexes",
                        other -> other.optimizeIndices(OptimizeOptions.builder().build()));
            default -> {
                history.add("compact");
                Compactor.compact(table, new IndexesToCompact(table), (before, replaced, written) -> {});
            }
        }
    }

    /** Another program changes the table with bare Lance, which may fail. */
    private void elsewhere(LanceTable table, String what, Consumer<Dataset> change) {
        history.add("elsewhere: " + what);
        try (Dataset other = table.openAlone()) {
            change.accept(other);
        } catch (RuntimeException e) {
            history.add("failed: " + e.getMessage());
        }
    }

    private Map<String, Object> row(long id) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("n", random.nextInt(12));
        row.put("kind", random.nextInt(10) == 0 ? null : KINDS.get(random.nextInt(3)));
        row.put("tags", random.nextInt(10) == 0 ? null : words(random.nextInt(3)));
        row.put("text", random.nextInt(5) == 0 ? null : String.join(" ", words(3)));
        row.put("small", random.nextInt(10) == 0 ? null : vector(FLAT));
        row.put("large", vector(PRODUCT));
        return row;
    }

    private List<String> words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words;
    }

    private float[] vector(int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = random.nextInt(2000) / 100f;
        }
        return vector;
    }

    private void append(TestLake lake, LanceTable table, int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(nextId++));
        }
        history.add("append " + count);
        lake.append(table, rows);
        rows.forEach(row -> model.put((Long) row.get("id"), row));
    }

    private void upsert(TestLake lake, LanceTable table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Long id : List.copyOf(model.keySet())) {
            if (random.nextInt(6) == 0) {
                rows.add(row(id));
            }
        }
        int known = rows.size();
        for (int i = random.nextInt(20); i >= 0; i--) {
            rows.add(row(nextId++));
        }
        history.add("upsert " + known + " known of " + rows.size());

        Upserted upserted = Upserts.upsert(table, lake.reader(table, rows), Set.of(), Map.of());

        assertThat(upserted.updated()).isEqualTo(known);
        assertThat(upserted.inserted()).isEqualTo(rows.size() - known);
        rows.forEach(row -> model.put((Long) row.get("id"), row));
    }

    private void delete(LanceTable table) {
        int rest = random.nextInt(5);
        history.add("delete id % 5 = " + rest);
        long deleted = Deletes.delete(table, "id % 5 = " + rest, Map.of()).rows();

        Set<Long> gone = ids(row -> (Long) row.get("id") % 5 == rest);
        assertThat(deleted).isEqualTo(gone.size());
        model.keySet().removeAll(gone);
    }

    private void updateNumbers(LanceTable table) {
        int n = random.nextInt(12);
        String kind = KINDS.get(random.nextInt(3));
        String word = words(1).get(0);
        update(
                table,
                Map.of("n", "n + 1", "kind", "'" + kind + "'", "tags", "make_array('" + word + "')"),
                "n >= " + n,
                row -> (Integer) row.get("n") >= n,
                row -> {
                    row.put("n", (Integer) row.get("n") + 1);
                    row.put("kind", kind);
                    row.put("tags", List.of(word));
                });
    }

    private void updateText(LanceTable table) {
        String word = words(1).get(0);
        if (random.nextBoolean()) {
            update(
                    table,
                    Map.of("text", "'" + word + "'"),
                    "text IS NULL",
                    row -> row.get("text") == null,
                    row -> row.put("text", word));
        } else {
            update(
                    table,
                    Map.of("text", "'" + word + " again'"),
                    "id % 3 = 1",
                    row -> (Long) row.get("id") % 3 == 1,
                    row -> row.put("text", word + " again"));
        }
    }

    private void updateVectors(LanceTable table) {
        int rest = random.nextInt(4);
        float[] flat = vector(FLAT);
        float[] product = vector(PRODUCT);
        update(
                table,
                Map.of("small", Arrays.toString(flat), "large", Arrays.toString(product)),
                "id % 4 = " + rest + " OR small IS NULL",
                row -> (Long) row.get("id") % 4 == rest || row.get("small") == null,
                row -> {
                    row.put("small", flat);
                    row.put("large", product);
                });
    }

    private void update(
            LanceTable table,
            Map<String, String> set,
            String where,
            Predicate<Map<String, Object>> matches,
            Consumer<Map<String, Object>> apply) {
        history.add("update " + set.keySet() + " where " + where);
        long updated =
                Updates.update(table, set, where, new SearchIndexes(), Map.of()).rows();

        assertThat(updated).as(history.toString()).isEqualTo(ids(matches).size());
        model.values().stream().filter(matches).toList().forEach(apply);
    }

    private Set<Long> ids(Predicate<Map<String, Object>> matches) {
        Set<Long> ids = new TreeSet<>();
        model.values().stream().filter(matches).forEach(row -> ids.add((Long) row.get("id")));
        return ids;
    }

    private void check(LanceTable table) {
        TableQueries queries = new TableQueries(table);
        for (int n = 0; n < 14; n += 3) {
            int wanted = n;
            checkFilter(queries, "n = " + n, row -> row.get("n").equals(wanted));
        }
        for (String kind : KINDS) {
            checkFilter(queries, "kind = '" + kind + "'", row -> kind.equals(row.get("kind")));
        }
        for (String word : WORDS.subList(0, 3)) {
            checkFilter(
                    queries,
                    "array_has_any(tags, ['" + word + "'])",
                    row -> row.get("tags") instanceof List<?> tags && tags.contains(word));
            checkWord(table, queries, word);
        }
        checkNearest(VectorSearch.of(queries, "small", query(FLAT)).probes(100), "small", FLAT);
        checkNearest(
                VectorSearch.of(queries, "large", query(PRODUCT)).probes(100).refine(50), "large", PRODUCT);
    }

    private static float[] query(int dimension) {
        float[] query = new float[dimension];
        Arrays.fill(query, 9.5f);
        return query;
    }

    private void checkFilter(TableQueries queries, String filter, Predicate<Map<String, Object>> matches) {
        List<Object> found = found(Query.of(queries).where(filter).select("id").arrow());

        assertThat(new HashSet<>(found)).as(filter + " after " + history).isEqualTo(ids(matches));
        assertThat(found).as(filter + " after " + history).doesNotHaveDuplicates();
    }

    private void checkWord(LanceTable table, TableQueries queries, String word) {
        if (isRefused(queries, word)) {
            assertThat(history).as("refused after " + history).anyMatch(step -> step.startsWith("elsewhere"));
            history.add("update indexes, because words are refused");
            new IndexEngine(table).update();
        }
        List<Object> found = found(TextSearch.of(queries, word)
                .in("text")
                .select("id")
                .limit(10_000)
                .arrow());

        assertThat(new HashSet<>(found))
                .as("word " + word + " after " + history)
                .isEqualTo(ids(row -> row.get("text") instanceof String text
                        && Arrays.asList(text.split(" ", -1)).contains(word)));
        assertThat(found).as("word " + word + " after " + history).doesNotHaveDuplicates();
    }

    private static boolean isRefused(TableQueries queries, String word) {
        try {
            TextSearch.of(queries, word).in("text").select("id").limit(1).count();
            return false;
        } catch (InvalidRequestException e) {
            assertThat(e).hasMessageContaining("another program changed rows under index 'text_idx'");
            return true;
        }
    }

    private void checkNearest(VectorSearch search, String column, int dimension) {
        List<Object> found = found(search.select("id").limit(NEAREST).arrow());

        assertThat(found).as(column + " after " + history).doesNotHaveDuplicates();
        assertThat(found.stream()
                        .map(id -> distance((Long) id, column, dimension))
                        .toList())
                .as(column + " after " + history)
                .isEqualTo(model.keySet().stream()
                        .filter(id -> model.get(id).get(column) != null)
                        .map(id -> distance(id, column, dimension))
                        .sorted()
                        .limit(NEAREST)
                        .toList());
    }

    private double distance(long id, String column, int dimension) {
        assertThat(model).as(column + " after " + history).containsKey(id);
        float[] vector = (float[]) model.get(id).get(column);
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += Math.pow(Math.round((vector[i] - 9.5f) * 100), 2);
        }
        return sum;
    }

    private static List<Object> found(ArrowReader reader) {
        return TestLake.rows(reader).stream().map(row -> row.get("id")).toList();
    }
}
