// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.arrow.RowReader;
import dev.joust.internal.change.IndexKeeper;
import dev.joust.internal.change.Updates;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.query.Row;
import dev.joust.view.Projection;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import dev.joust.view.Sample;
import dev.joust.view.ViewDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories of a source: after each refresh, the view has the rows that a rebuild would have. */
class ViewSeededTest {
    private static final String FILTER = "n % 3 <> 0";

    @TempDir
    Path folder;

    record Item(long id, int n, String text) {}

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, 40) : LongStream.of(only);
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void aRefreshEqualsARebuild(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (Lake lake = Joust.open(
                folder.resolve("lake").toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            Table source = lake.createTable("source", Item.class);
            ViewDefinition definition = definition(random);
            View view = lake.createView("view", definition);
            int nextId = 0;
            boolean appendedOnly = false;
            for (int step = 0; step < 14; step++) {
                int choice = random.nextInt(12);
                if (choice < 3 || step == 0) {
                    int rows = 1 + random.nextInt(30);
                    append(source, nextId, rows, random);
                    nextId += rows;
                } else if (choice == 3) {
                    source.delete("id % 11 = " + random.nextInt(11));
                    appendedOnly = false;
                } else if (choice == 4) {
                    update(source, random);
                    appendedOnly = false;
                } else if (choice == 5) {
                    Compactor.compact(source.handle(), Compactor.Preparation.NONE, (before, replaced, written) -> {});
                    appendedOnly = false;
                } else if (choice == 6) {
                    source.restore(1 + random.nextLong(source.version()));
                    appendedOnly = false;
                } else if (choice == 7) {
                    view.table().optimize(Duration.ZERO);
                } else {
                    RefreshResult result = view.refresh();
                    check(source, view, definition, result);
                    if (appendedOnly && definition.limit().isEmpty()) {
                        assertThat(result.mode())
                                .as("a refresh after appends only")
                                .isNotEqualTo(RefreshMode.REBUILD);
                    }
                    appendedOnly = true;
                }
            }
            check(source, view, definition, view.refresh());
        }
    }

    private static ViewDefinition definition(SplittableRandom random) {
        return new ViewDefinition(
                "source",
                List.of(Projection.column("id"), Projection.column("text"), new Projection("twice", "n * 2")),
                random.nextBoolean() ? Optional.of(FILTER) : Optional.empty(),
                random.nextInt(6) == 0 ? OptionalLong.of(12) : OptionalLong.empty(),
                random.nextInt(4) == 0 ? Optional.of(new Sample(0.4, random.nextLong())) : Optional.empty());
    }

    private static void append(Table source, int from, int rows, SplittableRandom random) {
        List<Item> items = new ArrayList<>();
        for (int id = from; id < from + rows; id++) {
            items.add(new Item(id, random.nextInt(100), "text " + random.nextInt(5)));
        }
        source.append(items);
    }

    private static void update(Table source, SplittableRandom random) {
        Map<String, String> set = random.nextBoolean() ? Map.of("n", "n + 1") : Map.of("text", "'new ' || text");
        Updates.update(source.handle(), set, "id % 7 = " + random.nextInt(7), IndexKeeper.none(), Map.of());
    }

    private static void check(Table source, View view, ViewDefinition definition, RefreshResult result)
            throws Exception {
        Map<Long, String> wanted = new TreeMap<>();
        for (Map.Entry<Long, Row> entry : rows(source, "_rowid").entrySet()) {
            Row row = entry.getValue();
            boolean matches = definition.filter().isEmpty() || row.intValue("n") % 3 != 0;
            boolean sampled =
                    definition.sample().map(s -> s.contains(entry.getKey())).orElse(true);
            if (matches && sampled && wanted.size() < definition.limit().orElse(Long.MAX_VALUE)) {
                wanted.put(
                        entry.getKey(), row.longValue("id") + "|" + row.string("text") + "|" + 2 * row.intValue("n"));
            }
        }
        Map<Long, String> actual = new TreeMap<>();
        rows(view.table(), "__source_row_id")
                .forEach((id, row) ->
                        actual.put(id, row.longValue("id") + "|" + row.string("text") + "|" + row.value("twice")));
        assertThat(actual).as("the view after %s (%s)", result, result.why()).isEqualTo(wanted);
        assertThat(view.table().count()).isEqualTo(actual.size()).isEqualTo(result.rowsAfter());
    }

    private static Map<Long, Row> rows(Table table, String key) throws Exception {
        Map<Long, Row> rows = new TreeMap<>();
        try (Snapshot now = table.handle().latest();
                ArrowReader reader = now.scan(ScanRequest.everything().withRowId())) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                RowReader rowReader = RowReader.of(batch);
                for (int i = 0; i < batch.getRowCount(); i++) {
                    Row row = rowReader.read(i);
                    rows.put(row.longValue(key), row);
                }
            }
        }
        return rows;
    }
}
