// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.LakeOptions;
import dev.joust.Table;
import dev.joust.loader.NaiveEpoch.Row;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is asked of a loader, it delivers what a naive model of an epoch does, batch for batch and byte for byte.
 */
class LoaderSeededTest {
    private static final int LOADERS = 12;

    @TempDir
    Path folder;

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, 10) : LongStream.of(only);
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void deliversWhatANaiveEpochDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Lake lake = Joust.open(
                folder.resolve("lake").toString(), LakeOptions.DEFAULT.withCommits(LakeOptions.Commits.UNSYNCED))) {
            List<Row> rows = NaiveEpoch.rows(random, random.nextInt(20, 400));
            Table table = table(lake, rows, random);
            for (int i = 0; i < LOADERS; i++) {
                NaiveEpoch epoch = NaiveEpoch.drawn(random, rows);
                check(table, epoch);
            }
        }
    }

    private static Table table(Lake lake, List<Row> rows, SplittableRandom random) {
        Table table = lake.createTable(
                "t",
                TableSchema.of(
                        Column.required("id", Types.INT64),
                        Column.of("image", random.nextBoolean() ? Types.LARGE_BINARY : Types.BINARY),
                        Column.of("name", Types.STRING),
                        Column.of("labels", Types.listOf(Types.STRING)),
                        Column.of("boxes", Types.listOf(Types.listOf(Types.FLOAT32))),
                        Column.of("place", Types.vector(3))));
        int middle = random.nextInt(rows.size());
        table.appendRows(
                rows.subList(0, middle).stream().map(LoaderSeededTest::map).toList());
        table.appendRows(rows.subList(middle, rows.size()).stream()
                .map(LoaderSeededTest::map)
                .toList());
        return table;
    }

    private static Map<String, Object> map(Row row) {
        Map<String, Object> map = new HashMap<>();
        map.put("id", row.id());
        map.put("image", row.image().length == 0 ? null : row.image());
        map.put("name", row.name());
        map.put("labels", row.hasLists() ? row.labels() : null);
        map.put("boxes", row.hasLists() ? row.boxes() : null);
        map.put("place", new float[] {row.id(), row.id() + 1, row.id() + 2});
        return map;
    }

    private static void check(Table table, NaiveEpoch epoch) {
        List<NaiveEpoch.Expected> expected = epoch.batches();
        List<BrokenRow> broken = new ArrayList<>();
        try (Loader<Batch> loader = epoch.builder(table).open()) {
            assertThat(loader.steps()).as(epoch.toString()).isEqualTo(epoch.steps());
            for (NaiveEpoch.Expected wanted : expected) {
                assertThat(loader.hasNext()).as(epoch.toString()).isTrue();
                try (Batch batch = loader.next()) {
                    check(batch, wanted, epoch);
                    broken.addAll(batch.brokenRows());
                }
            }
            assertThat(loader.hasNext()).as(epoch.toString()).isFalse();
            assertThat(loader.statistics().rows())
                    .isEqualTo(expected.stream()
                            .mapToLong(batch -> batch.rows().size())
                            .sum());
            assertThat(loader.statistics().brokenRows()).isEqualTo(broken.size());
        }
    }

    private static void check(Batch batch, NaiveEpoch.Expected wanted, NaiveEpoch epoch) {
        String what = epoch + ", step " + wanted.step();
        List<Row> rows = wanted.rows();
        assertThat(batch.step()).as(what).isEqualTo(wanted.step());
        assertThat(batch.rowIds())
                .as(what)
                .isEqualTo(rows.stream().mapToLong(Row::id).toArray());
        assertThat(batch.brokenRows()).as(what).isEqualTo(wanted.broken());
        assertThat(batch.shape()).as(what).isEqualTo(epoch.shape(rows.size()));
        int values = epoch.imageValues();
        assertThat(Arrays.copyOf(batch.pixels(), epoch.isNormalized() ? 0 : rows.size() * values))
                .as(what)
                .isEqualTo(epoch.pixels(rows));
        assertThat(Arrays.copyOf(batch.tensor(), epoch.isNormalized() ? rows.size() * values : 0))
                .as(what)
                .isEqualTo(epoch.tensor(rows));
        BigIntVector ids = (BigIntVector) batch.columns().getVector("id");
        FieldVector names = batch.columns().getVector("name");
        FieldVector places = batch.columns().getVector("place");
        for (int i = 0; i < rows.size(); i++) {
            long id = rows.get(i).id();
            assertThat(ids.get(i)).as(what).isEqualTo(id);
            assertThat(String.valueOf(names.getObject(i)))
                    .as(what)
                    .isEqualTo(String.valueOf(rows.get(i).name()));
            assertThat(places.getObject(i)).as(what).isEqualTo(List.of((float) id, id + 1f, id + 2f));
            assertThat(batch.isFlipped(i)).as(what).isEqualTo(epoch.isFlipped(rows.get(i)));
        }
        Annotations boxes = batch.annotations("boxes");
        assertThat(boxes.offsets()).as(what).isEqualTo(epoch.boxOffsets(rows));
        assertThat(boxes.floats()).as(what).isEqualTo(epoch.boxes(rows));
        assertThat(batch.annotations("labels").strings()).as(what).isEqualTo(epoch.labels(rows));
    }
}
