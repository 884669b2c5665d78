// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.checkpoint.Checkpoint;
import dev.joust.checkpoint.CheckpointCheck;
import dev.joust.checkpoint.EpochRows;
import dev.joust.error.AlreadyExistsException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.StorageException;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.RowOrder;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.SplitSizes;
import dev.joust.permutation.Splits;
import dev.joust.pin.TableCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    record Frame(long id, String scene) {}

    private static final String SHA = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;
    private View night;
    private View rain;

    @BeforeEach
    void aTableAndTwoViews() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        append(0, 30);
        append(30, 60);
        night = lake.createView("night", frames.query().where("id % 2 = 0").select("id", "scene"));
        rain = lake.createView("rain", frames.query().where("id % 3 = 0").select("id", "scene"));
        night.refresh();
        rain.refresh();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void append(int from, int to) {
        List<Frame> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(new Frame(id, "scene " + id));
        }
        frames.append(rows);
    }

    /** Everything that happens to a lake, as far as it goes. */
    private void moveOn() {
        append(60, 90);
        frames.update(Map.of("scene", "'gone'"), "id < 5");
        frames.delete("id = 7 OR id = 8");
        frames.addColumns(Map.of("later", "id + 1"));
        for (View view : List.of(night, rain)) {
            view.refresh();
            view.table().optimize(Duration.ZERO);
        }
        frames.optimize(Duration.ZERO);
    }

    private CheckpointBuilder checkpoint(String id) {
        return lake.newCheckpoint(id).modelSha256(SHA);
    }

    private static List<Long> delivered(Loader<Batch> loader) {
        List<Long> ids = new ArrayList<>();
        try (loader) {
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    for (long id : batch.rowIds()) {
                        ids.add(id);
                    }
                }
            }
        }
        return ids;
    }

    private static List<Long> rowIds(EpochRows rows) {
        return IntStream.range(0, rows.size()).mapToObj(rows::rowId).toList();
    }

    private static List<String> rows(EpochRows rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(place -> rows.view(place) + " " + rows.rowId(place))
                .toList();
    }

    private static void assertRefused(Class<? extends Exception> type, ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(type).hasMessage(message);
    }

    @Test
    void namesTheRowsAndTheirOrderWhateverBecomesOfTheLake() {
        List<Long> first = delivered(night.table().loader().shuffle(7).open());
        List<Long> second = delivered(night.table().loader().shuffle(7).epoch(1).open());
        String hash = RowOrder.hash(first.stream().mapToLong(Long::longValue).toArray());
        Checkpoint added = checkpoint("model-1")
                .of("night")
                .seed(7)
                .step(120)
                .orderHash(hash)
                .metric("map", 0.5)
                .code("abc123")
                .library("torch", "2.0")
                .add()
                .checkpoint();
        moveOn();

        TrainingData data = lake.openCheckpoint("model-1");
        assertThat(data.checkpoint()).isEqualTo(added);
        assertThat(added.order().hash()).isEqualTo(hash);
        assertThat(added.order().shuffle()).isEqualTo(OptionalLong.of(7));
        assertThat(rowIds(data.order(0))).isEqualTo(first);
        assertThat(rowIds(data.order(1))).isEqualTo(second);
        assertThat(delivered(data.loader().open())).isEqualTo(first);
        assertThat(delivered(data.loader().epoch(1).open())).isEqualTo(second);
        assertThat(data.open("night").count()).isEqualTo(30);
        assertThat(data.verify())
                .isEqualTo(new CheckpointCheck(
                        added,
                        added.views().stream()
                                .map(view -> new TableCheck(view, Optional.empty()))
                                .toList(),
                        Optional.empty()));
        assertThat(lake.checkpoints()).containsExactly(added);
    }

    @Test
    void mixesTheRowsOfSeveralViewsAsOne() {
        List<Long> ids = new ArrayList<>(delivered(night.table().loader().open()));
        ids.addAll(delivered(rain.table().loader().open()));
        long[] expected = ids.stream().mapToLong(Long::longValue).toArray();
        RowOrder.shuffle(expected, 3, 0);

        TrainingData data = checkpoint("both").of("night").of("rain").seed(3).add();
        List<String> before = rows(data.order(2));
        moveOn();

        EpochRows rows = lake.openCheckpoint("both").order(0);
        assertThat(rowIds(rows)).containsExactly(boxed(expected));
        assertThat(rows(rows)).contains("night 0", "rain 0").hasSize(50);
        assertThat(rows(lake.openCheckpoint("both").order(2))).isEqualTo(before);
        assertThat(lake.openCheckpoint("both").verify().isOk()).isTrue();
        assertRefused(
                InvalidRequestException.class,
                data::loader,
                "Cannot load checkpoint 'both' by one loader: its rows are of 2 views; read the rows of order(epoch)"
                        + " from open(view)");
    }

    private static Long[] boxed(long[] ids) {
        return java.util.Arrays.stream(ids).boxed().toArray(Long[]::new);
    }

    @Test
    void makesAPermutationAgainThatWasDropped() {
        Permutation plan = frames.permutation()
                .where("id > 3")
                .split(Splits.random(4, SplitSizes.share("train", 0.5).share("val", 0.5)))
                .shuffle(5)
                .build();
        plan.saveAs("plan");
        List<Long> later = delivered(plan.split("train").loader().epoch(2).open());
        Checkpoint added = checkpoint("planned")
                .permutation("plan", "train")
                .seed(99)
                .orderHash(plan.split("train").orderHash())
                .add()
                .checkpoint();
        checkpoint("all-of-it").permutation("plan").orderHash(plan.orderHash()).add();
        lake.dropTable("plan");
        moveOn();

        TrainingData data = lake.openCheckpoint("planned");
        assertThat(added.order().shuffle()).isEmpty();
        assertThat(added.views()).extracting("name").containsExactly("frames");
        assertThat(data.order(0).hash()).isEqualTo(plan.split("train").orderHash());
        assertThat(delivered(data.loader().epoch(2).open())).isEqualTo(later);
        assertThat(data.verify().isOk()).isTrue();
        assertThat(lake.openCheckpoint("all-of-it").order(0).hash()).isEqualTo(plan.orderHash());
    }

    @Test
    void readsTheHashOfTheModel() throws IOException {
        Path weights = Files.writeString(folder.resolve("weights.pt"), "abc");

        assertThat(lake.newCheckpoint("m")
                        .model(weights)
                        .of("night")
                        .add()
                        .checkpoint()
                        .modelSha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertRefused(
                InvalidRequestException.class,
                () -> lake.newCheckpoint("n").model(folder.resolve("none.pt")),
                "Cannot add checkpoint 'n': its model cannot be read: there is no '" + folder.resolve("none.pt")
                        + "'; check the path");
        assertRefused(
                InvalidRequestException.class,
                () -> checkpoint("n").model(weights),
                "Cannot add checkpoint 'n': its model's hash is " + SHA
                        + " and not ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad; name the model"
                        + " that was trained");
    }

    @Test
    void refusesWhatTheTrainingCannotHaveReadAndKeepsNothing() {
        String order = delivered(night.table().loader().open()).isEmpty()
                ? ""
                : checkpoint("x").of("night").add().checkpoint().order().hash();
        lake.dropCheckpoint("x");
        String other = "f".repeat(64);
        assertRefused(
                InvalidRequestException.class,
                () -> checkpoint("m").of("night").orderHash(other).add(),
                "Cannot add checkpoint 'm': its order_hash is " + other + ", but its rows come in the order " + order
                        + "; name the views, versions, permutation and seed that the training read");
        assertThatThrownBy(() ->
                        checkpoint("m").of("night").fingerprint("night", other).add())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageMatching(
                        "Cannot add checkpoint 'm': version \\d+ of 'night' has the fingerprint [0-9a-f]{64},"
                                + " not f{64}; name the version that the training read");
        assertRefused(
                InvalidRequestException.class,
                () -> checkpoint("m").of("night").fingerprint("rain", other).add(),
                "Cannot add checkpoint 'm': it has a fingerprint of 'rain', which is none of its views; name the view");
        assertRefused(
                InvalidRequestException.class,
                () -> checkpoint("m").add(),
                "Cannot add checkpoint 'm': no view is named; name what the training read");
        assertRefused(
                InvalidRequestException.class,
                () -> lake.newCheckpoint("m").of("night").add(),
                "Cannot add checkpoint 'm': no model is named; give its file or its hash");
        assertRefused(
                InvalidRequestException.class,
                () -> lake.newCheckpoint("m").modelSha256("abc"),
                "Cannot add checkpoint 'm': 'abc' is no SHA-256 of a model; give 64 hex digits");
        assertRefused(
                InvalidRequestException.class,
                () -> checkpoint("m").of("night").of("night"),
                "Cannot add checkpoint 'm': view 'night' is named twice; a checkpoint has one version of each");

        assertThat(lake.checkpoints()).isEmpty();
        assertThat(lake.pins()).isEmpty();
    }

    @Test
    void refusesAnotherVersionThanThatOfThePermutation() {
        frames.permutation().build().saveAs("plan");
        append(60, 61);

        assertRefused(
                InvalidRequestException.class,
                () -> checkpoint("m").of("frames", 4).permutation("plan").add(),
                "Cannot add checkpoint 'm': permutation 'plan' is of version 3 of table 'frames', not of version 4;"
                        + " name the version that the training read");
    }

    @Test
    void keepsItsPinAndItsIdUntilItIsDropped() {
        checkpoint("m").of("night").add();

        assertRefused(
                InvalidRequestException.class,
                () -> lake.dropPin("checkpoint-m"),
                "Cannot drop pin 'checkpoint-m': checkpoint 'm' needs it; drop the checkpoint with joust checkpoints"
                        + " drop m");
        assertRefused(
                AlreadyExistsException.class,
                () -> checkpoint("m").of("night").add(),
                "Cannot add checkpoint 'm': lake '" + lake.uri()
                        + "' has one of that id; choose another id, or drop that one first");
        lake.dropCheckpoint("m");
        assertThat(lake.pins()).isEmpty();
        assertRefused(
                NotFoundException.class,
                () -> lake.openCheckpoint("m"),
                "Cannot find checkpoint 'm': the lake at '" + lake.uri()
                        + "' has no checkpoints yet; create one, or check" + " where the lake is");
    }

    @Test
    void leavesADamagedOneOutOfTheListAndDropsIt() throws IOException {
        checkpoint("m").of("night").add();
        Path file = folder.resolve("_joust/checkpoints/m.json");
        Files.writeString(file, "{");

        assertThat(lake.checkpoints()).isEmpty();
        assertRefused(
                StorageException.class,
                () -> lake.openCheckpoint("m"),
                "Cannot read checkpoint 'm': its file '" + file
                        + "' is damaged, or of a later Joust; drop it with joust checkpoints drop, and add it again");
        lake.dropCheckpoint("m");
        assertThat(lake.pins()).isEmpty();
    }
}
