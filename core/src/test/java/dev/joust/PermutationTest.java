// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderBuilder;
import dev.joust.loader.RowOrder;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.Split;
import dev.joust.permutation.SplitSizes;
import dev.joust.permutation.Splits;
import dev.joust.schema.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PermutationTest {
    private static final int ROWS = 100;

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    /** A row. */
    public record Frame(@Key long id, String video, boolean rider, String split) {}

    @BeforeEach
    void open() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        append(0, 60);
        append(60, ROWS);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void append(int from, int to) {
        frames.append(IntStream.range(from, to)
                .mapToObj(i -> new Frame(i, "video" + i / 10, i % 4 == 0, i % 10 == 0 ? "val" : "train")));
    }

    private static List<Long> ids(LoaderBuilder builder) {
        List<Long> ids = new ArrayList<>();
        try (Loader<Batch> loader = builder.batchRows(4).open()) {
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    BigIntVector id = (BigIntVector) batch.columns().getVector("id");
                    for (int i = 0; i < batch.size(); i++) {
                        ids.add(id.get(i));
                    }
                }
            }
        }
        return ids;
    }

    private static List<Long> ids(Split split) {
        return ids(split.loader());
    }

    private static List<Long> range(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static Set<Long> all(Permutation permutation) {
        Set<Long> all = new HashSet<>();
        int rows = 0;
        for (String name : permutation.splitNames()) {
            List<Long> ids = ids(permutation.split(name));
            rows += ids.size();
            all.addAll(ids);
        }
        assertThat(all).as("rows in one split only").hasSize(rows);
        return all;
    }

    @Test
    void hasAllRowsInTheOrderOfTheTableUnlessToldOtherwise() {
        Permutation permutation = frames.permutation().build();

        assertThat(permutation.splitNames()).containsExactly("all");
        assertThat(ids(permutation.split("all"))).isEqualTo(range(0, ROWS));
        assertThat(permutation.version()).isEqualTo(frames.version());
    }

    @Test
    void drawsRowsAtRandomAndKeepsTheirOrderInASplit() {
        Permutation permutation = frames.permutation()
                .split(Splits.random(7, SplitSizes.share("train", 0.8).share("val", 0.2)))
                .build();

        assertThat(permutation.sizes()).containsExactly(Map.entry("train", 80L), Map.entry("val", 20L));
        assertThat(all(permutation)).hasSize(ROWS);
        assertThat(ids(permutation.split("val"))).isSorted().isNotEqualTo(range(80, ROWS));
        assertThat(ids(frames.permutation()
                        .split(Splits.random(8, SplitSizes.share("train", 0.8).share("val", 0.2)))
                        .build()
                        .split("val")))
                .isNotEqualTo(ids(permutation.split("val")));
    }

    @Test
    void keepsClumpsTogetherWhenItDraws() {
        Permutation permutation = frames.permutation()
                .split(Splits.random(1, SplitSizes.rows("a", 30).rows("b", 20)).clump(10))
                .build();

        List<Long> first = ids(permutation.split("a"));
        assertThat(first).hasSize(30);
        assertThat(first.stream().map(id -> id / 10).distinct()).hasSize(3);
        assertThat(all(permutation)).hasSize(50);
    }

    @Test
    void cutsInTheOrderOfTheTable() {
        Permutation permutation = frames.permutation()
                .split(Splits.sequential(SplitSizes.rows("first", 10).rows("then", 20)))
                .build();

        assertThat(ids(permutation.split("first"))).isEqualTo(range(0, 10));
        assertThat(ids(permutation.split("then"))).isEqualTo(range(10, 30));
    }

    @Test
    void keepsEqualValuesTogetherAndRowsInTheirSplitWhenOthersCome() {
        Splits byVideo =
                Splits.byHash("video").weight("train", 3).weight("val", 1).discard(1);
        Permutation before = frames.permutation().split(byVideo).build();
        Map<Long, String> splits = splits(before);
        append(ROWS, 3 * ROWS);
        Map<Long, String> after = splits(frames.permutation().split(byVideo).build());

        assertThat(after).containsAllEntriesOf(splits);
        assertThat(after.keySet().stream().filter(id -> id < ROWS)).hasSameSizeAs(splits.keySet());
        Map<Long, Set<String>> ofVideo = after.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey() / 10, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
        assertThat(ofVideo.values()).allMatch(names -> names.size() == 1);
        assertThat(new HashSet<>(after.values())).containsExactlyInAnyOrder("train", "val");
        assertThat(after).hasSizeLessThan(3 * ROWS);
    }

    private static Map<Long, String> splits(Permutation permutation) {
        Map<Long, String> splits = new LinkedHashMap<>();
        permutation.splitNames().forEach(name -> ids(permutation.split(name)).forEach(id -> splits.put(id, name)));
        return splits;
    }

    @Test
    void dividesByTheSplitThatSqlGives() {
        Permutation byName = frames.permutation().split(Splits.bySql("split")).build();
        assertThat(byName.splitNames()).containsExactly("train", "val");
        assertThat(byName.sizes()).containsEntry("val", 10L).containsEntry("train", 90L);

        Permutation byNumber = frames.permutation()
                .split(Splits.bySql("CASE WHEN id < 10 THEN 1 WHEN id < 90 THEN 0 END", "many", "few"))
                .build();
        assertThat(ids(byNumber.split("few"))).isEqualTo(range(0, 10));
        assertThat(ids(byNumber.split("many"))).isEqualTo(range(10, 90));

        Permutation byTruth = frames.permutation().split(Splits.bySql("rider")).build();
        assertThat(byTruth.splitNames()).containsExactly("0", "1");
        assertThat(byTruth.sizes()).containsEntry("1", 25L);
    }

    @Test
    void filtersFirstThenSplitsThenShufflesWithinEachSplit() {
        Permutation plain = frames.permutation()
                .where("rider")
                .split(Splits.sequential(SplitSizes.equal("a", "b")))
                .build();
        Permutation mixed = frames.permutation()
                .where("rider")
                .split(Splits.sequential(SplitSizes.equal("a", "b")))
                .shuffle(3)
                .build();

        assertThat(plain.sizes()).containsExactly(Map.entry("a", 12L), Map.entry("b", 12L));
        for (String name : List.of("a", "b")) {
            long[] expected = plain.split(name).rowIds();
            RowOrder.shuffle(expected, 3, 0);
            assertThat(mixed.split(name).rowIds()).isEqualTo(expected);
        }
    }

    @Test
    void shufflesClumpsWhoseRowsStayTogether() {
        List<Long> mixed = ids(frames.permutation().shuffle(5, 8).build().split("all"));

        assertThat(mixed).isNotEqualTo(range(0, ROWS)).containsExactlyInAnyOrderElementsOf(range(0, ROWS));
        long breaks = IntStream.range(1, ROWS)
                .filter(i -> mixed.get(i) != mixed.get(i - 1) + 1)
                .count();
        assertThat(breaks).isLessThan(ROWS / 8 + 1);
        assertThat(mixed.stream().filter(id -> id >= 96)).containsExactly(96L, 97L, 98L, 99L);
    }

    @Test
    void takesAndSkipsInTheOrderOfTheCallsAndShardsWithoutLoss() {
        Split split = frames.permutation().build().split("all");

        assertThat(ids(split.take(10).skip(5))).isEqualTo(range(5, 10));
        assertThat(ids(split.skip(5).take(10))).isEqualTo(range(5, 15));
        assertThat(ids(split.skip(95).take(50))).isEqualTo(range(95, ROWS));
        assertThat(split.skip(500).rows()).isZero();
        Set<Long> parts = new HashSet<>();
        for (int rank = 0; rank < 3; rank++) {
            parts.addAll(ids(split.shard(rank, 3)));
        }
        assertThat(parts).hasSize(ROWS);
        assertThat(ids(split.shard(1, 3)).subList(0, 3)).containsExactly(1L, 4L, 7L);
    }

    @Test
    void readsTheColumnsThatWereSelectedUnderTheirNewNames() {
        Split split =
                frames.permutation().build().split("all").select("id", "video").rename("video", "clip");

        try (Loader<Batch> loader = split.take(3).loader().open();
                Batch batch = loader.next()) {
            assertThat(batch.columns().getSchema().getFields())
                    .extracting(field -> field.getName())
                    .containsExactly("id", "clip");
            assertThat(batch.columns().getVector("clip").getObject(2)).hasToString("video0");
        }
        assertThatThrownBy(() -> split.rename("video", "x"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot rename column 'video' of split 'all' to 'x': it was not selected; select(...) the"
                        + " columns first, 'video' among them");
        assertThatThrownBy(() -> split.rename("clip", "id"))
                .hasMessage("Cannot rename column 'clip' of split 'all' to 'id': another column has that name; choose"
                        + " one that is free");
    }

    @Test
    void hasAnOrderOfItsOwnInEachEpochOnlyIfItWasShuffled() {
        Split plain = frames.permutation().build().split("all");
        Split mixed = frames.permutation().shuffle(11).build().split("all");

        assertThat(ids(plain.loader().epoch(3))).isEqualTo(range(0, ROWS));
        assertThat(ids(mixed.loader().epoch(0))).isEqualTo(ids(mixed));
        assertThat(ids(mixed.loader().epoch(1)))
                .isNotEqualTo(ids(mixed))
                .containsExactlyInAnyOrderElementsOf(range(0, ROWS))
                .isEqualTo(ids(mixed.loader().epoch(1).threads(1)));
        assertThat(ids(plain.loader().shuffle(4))).isEqualTo(ids(frames.loader().shuffle(4)));
        try (Loader<Batch> loader = mixed.loader().epoch(1).open()) {
            assertThat(loader.orderHash()).isEqualTo(mixed.orderHash());
        }
    }

    @Test
    void isStoredAndOpenedAgainWithTheSameOrder() {
        Permutation made = frames.permutation()
                .where("id >= 10")
                .split(Splits.random(2, SplitSizes.share("train", 0.9).share("val", 0.1)))
                .shuffle(9, 4)
                .build();
        made.saveAs("plan");

        Permutation opened = lake.openPermutation("plan");

        assertThat(opened.definition()).isEqualTo(made.definition());
        assertThat(opened.orderHash()).isEqualTo(made.orderHash());
        assertThat(opened.sizes()).isEqualTo(made.sizes());
        assertThat(opened.split("val").orderHash()).isEqualTo(made.split("val").orderHash());
        assertThat(ids(opened.split("val").loader().epoch(2)))
                .isEqualTo(ids(made.split("val").loader().epoch(2)));
        assertThat(lake.permutations()).containsExactly("plan");
        assertThat(lake.tables()).extracting(TableInfo::kind).contains(TableInfo.Kind.PERMUTATION);
        assertThat(lake.openTable("plan").schema().names()).containsExactly("row_id", "split_id");
        assertThat(lake.openTable("plan").schema().metadata()).containsEntry("split_names", "[\"train\",\"val\"]");
    }

    @Test
    void storesEveryKindOfDefinition() {
        List<Splits> kinds = List.of(
                Splits.whole(),
                Splits.random(-5, SplitSizes.equal("a", "b")).clump(3),
                Splits.sequential(SplitSizes.rows("a", 5).rows("b", 6)),
                Splits.byHash("video", "rider").weight("a", 2).weight("b", 1).discard(4),
                Splits.bySql("split", "val", "train"));
        for (int i = 0; i < kinds.size(); i++) {
            Permutation made = frames.permutation().split(kinds.get(i)).build();
            made.saveAs("kind" + i);

            assertThat(lake.openPermutation("kind" + i).definition()).isEqualTo(made.definition());
            assertThat(lake.openPermutation("kind" + i).orderHash()).isEqualTo(made.orderHash());
        }
    }

    @Test
    void keepsItsVersionAndItsOrderWhateverHappensToTheTable() {
        Permutation made = frames.permutation().shuffle(1).build();
        made.saveAs("plan");
        List<Long> before = ids(made.split("all"));
        frames.delete("id < 50");
        frames.update(Map.of("video", "'other'"), "id > 80");
        append(ROWS, 2 * ROWS);
        frames.optimize(Duration.ZERO);

        Permutation opened = lake.openPermutation("plan");
        assertThat(opened.version()).isEqualTo(made.version());
        assertThat(ids(opened.split("all"))).isEqualTo(before);
        assertThat(opened.orderHash()).isEqualTo(made.orderHash());

        lake.dropTable("plan");
        frames.optimize(Duration.ZERO);
        assertThat(frames.tags()).isEmpty();
        assertThatThrownBy(() -> ids(made.split("all"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void refusesToChangeAStoredPermutation() {
        frames.permutation().build().saveAs("plan");

        assertThatThrownBy(() -> lake.openTable("plan").delete("row_id = 1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot delete rows of permutation 'plan': its rows are what they were when it was made; make"
                                + " another one");
        assertThatThrownBy(() -> frames.permutation().build().saveAs("plan"))
                .isInstanceOf(AlreadyExistsException.class);
        assertThat(frames.tags().keySet()).singleElement().asString().startsWith("permutation-plan-");
    }

    @Test
    void saysWhatIsWrong() {
        Permutation permutation = frames.permutation().build();
        assertThatThrownBy(() -> permutation.split("al"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot find split 'al' in the permutation of table 'frames': it has no split of this name;"
                        + " the nearest is 'all'");
        assertThatThrownBy(() -> permutation.split("all").shard(0, 101))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot shard split 'all' of table 'frames': it has 100 rows for 101 parts; use at most as"
                        + " many parts as rows");
        assertRefused(
                () -> frames.permutation().where("id > 1000").build(),
                "Cannot permute table 'frames': no row of version " + frames.version()
                        + " matches id > 1000; there is nothing to put in order");
        assertRefused(
                () -> frames.permutation()
                        .split(Splits.sequential(SplitSizes.rows("a", 90).rows("b", 20)))
                        .build(),
                "Cannot permute table 'frames': split 'b' asks for 20 rows, and 10 of 100 are left; ask for fewer");
        assertRefused(
                () -> frames.permutation()
                        .split(Splits.random(1, SplitSizes.share("a", 0.999).share("b", 0.001)))
                        .build(),
                "Cannot permute table 'frames': split 'b' would have none of its 100 rows; give it a larger share, or"
                        + " make fewer splits");
        assertRefused(
                () -> frames.permutation().split(Splits.bySql("id", "a", "b")).build(),
                "Cannot permute table 'frames': the SQL of its splits gives 2, and they are numbered from 0 to 1; let it"
                        + " give these numbers, or NULL for rows in none");
        assertThatThrownBy(() -> frames.permutation()
                        .split(Splits.byHash("vidio").weight("a", 1))
                        .build())
                .hasMessageContaining("'vidio'");
        assertThatThrownBy(() -> lake.openPermutation("frames"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open permutation 'frames': it is a table or view; open it as that, or name a"
                        + " permutation");
        assertThatThrownBy(
                        () -> permutation.split("all").loader().where("id > 3").open())
                .hasMessage("Cannot load table 'frames': a permutation has its rows and their version already; give the"
                        + " filter or the version when you build it");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }

    @Test
    void readsRowsByTheirPlacesAsOftenAsTheyAreNamed() {
        Split split = frames.permutation().shuffle(3).build().split("all");
        long[] ids = split.rowIds();
        frames.delete("id >= 0");

        assertThat(split.select("id", "video")
                        .rename("video", "clip")
                        .rowsAt(5, 2, 5, 99)
                        .withRowId()
                        .rows())
                .extracting(row -> row.longValue("_rowid"))
                .containsExactly(ids[5], ids[2], ids[5], ids[99]);
        assertThat(split.select("video").rename("video", "clip").rowsAt(7, 7).rows())
                .extracting(row -> row.string("clip"))
                .containsExactly("video" + ids[7] / 10, "video" + ids[7] / 10);
        assertThat(split.rowsAt().rows()).isEmpty();
        assertThatThrownBy(() -> split.rowsAt(3, 100))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read row 100 of split 'all' of table 'frames': it has 100 rows; ask for one from 0"
                        + " to 99");
        assertThatThrownBy(() -> split.skip(100).rowsAt(0))
                .hasMessage("Cannot read row 0 of split 'all' of table 'frames': it has 0 rows");
    }

    @Test
    void hasTheSameOrderOnAnyMachine() {
        long[] rows = LongStream.range(0, 10).toArray();
        RowOrder.shuffle(rows, 42, 0, 3);

        assertThat(Arrays.stream(rows).boxed()).containsExactly(3L, 4L, 5L, 9L, 0L, 1L, 2L, 6L, 7L, 8L);
    }
}
