// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.DuplicateFeature;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.FragmentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicateFeatureTest {
    private static final DuplicateFeature BY_HASH =
            Feature.duplicates("hash", "image").within(2);

    record Frame(String image, @Nullable Long hash) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openALakeOfFrames() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    @Test
    void aSlowDriveDoesNotChainIntoOneGroup() {
        // Each differs in two bits from the one before: every second one is too far from the last kept one.
        frames.append(List.of(
                frame("a", 0b0), frame("b", 0b11), frame("c", 0b1111), frame("d", 0b111111), frame("e", 0b11111111)));
        fill();

        assertThat(flags())
                .containsExactly("a false null 2", "b true a 2", "c false null 2", "d true c 2", "e false null 1");
    }

    @Test
    void aDuplicateBelongsToTheNearestKeptRow() {
        frames.append(List.of(frame("a", 0b0), frame("b", 0b111), frame("c", 0b11), frame("d", 0b1)));
        fill();

        assertThat(flags()).containsExactly("a false null 2", "b false null 2", "c true b 2", "d true a 2");
    }

    @Test
    void nothingIsKnownOfARowWithoutAHash() {
        frames.append(List.of(frame("a", 1), new Frame("b", null), frame("c", 1), new Frame("d", null)));
        fill();

        assertThat(flags()).containsExactly("a false null 2", "b null null null", "c true a 2", "d null null null");
        assertThat(frames.feature("is_duplicate").cells().nulls()).isEqualTo(2);
        assertThat(frames.feature("is_duplicate").cells().fresh()).isEqualTo(4);
    }

    @Test
    void newRowsAreComparedWithAll() {
        frames.append(List.of(frame("a", 0), frame("b", 0xFF00)));
        fill();
        frames.append(List.of(frame("c", 0xFF00), frame("d", 0xFF0000)));

        FeatureStatus status = frames.feature("is_duplicate");
        assertThat(status.cells().missing()).isEqualTo(2);
        assertThat(status.fragments().get(0).why())
                .containsExactly("1 row stale: their groups changed between version 3 and 5");
        assertThat(frames.backfill("is_duplicate").run().rowsComputed()).isEqualTo(3);
        assertThat(flags()).containsExactly("a false null 1", "b false null 2", "c true b 2", "d false null 1");
        assertThat(frames.backfill("is_duplicate").run().rowsComputed()).isZero();
    }

    @Test
    void theDeletionOfAKeptRowUnflagsItsDuplicatesOnTheNextFill() {
        frames.append(List.of(frame("a", 0), frame("b", 1), frame("c", 1), frame("d", 0xFF00)));
        fill();

        frames.delete("image = 'a'");

        assertThat(frames.feature("is_duplicate").cells().stale()).isEqualTo(2);
        assertThat(frames.sync().run().isComplete()).isTrue();
        assertThat(flags()).containsExactly("b false null 2", "c true b 2", "d false null 1");
    }

    @Test
    void anotherHashMakesTheRowAndItsGroupsStale() {
        frames.append(List.of(frame("a", 0), frame("b", 1), frame("c", 0xFF00), frame("d", 0xFF0000)));
        fill();

        frames.update(Map.of("hash", "" + 0xFF01), "image = 'b'");

        FragmentStatus first = frames.feature("is_duplicate").fragments().get(0);
        assertThat(first.cells().stale()).isEqualTo(3);
        assertThat(first.why())
                .containsExactly(
                        "1 row stale: input 'hash' changed",
                        "2 rows stale: their groups changed between version 3 and 5");
        assertThat(frames.backfill("is_duplicate").run().rowsComputed()).isEqualTo(3);
        assertThat(flags()).containsExactly("a false null 1", "b false null 2", "c true b 2", "d false null 1");
    }

    @Test
    void anotherNameMakesDuplicatesStaleThatShowIt() {
        frames.append(List.of(frame("a", 0), frame("b", 1), frame("c", 0xFF00)));
        fill();

        frames.update(Map.of("image", "'z'"), "image = 'a'");

        assertThat(frames.backfill("is_duplicate").run().rowsComputed()).isEqualTo(1);
        assertThat(flags()).containsExactly("b true z 2", "c false null 1", "z false null 2");
    }

    @Test
    void aCompactionMakesNothingStale() {
        frames.append(List.of(frame("a", 0), frame("b", 0xFF00)));
        frames.append(List.of(frame("c", 1), frame("d", 0xFF01)));
        fill();
        frames.delete("image = 'd'");
        frames.backfill("is_duplicate").run();

        frames.optimize(Duration.ZERO);

        assertThat(frames.feature("is_duplicate").cells().fresh()).isEqualTo(3);
        assertThat(frames.backfill("is_duplicate").run().rowsComputed()).isZero();
    }

    @Test
    void damagedOrMissingStateIsMadeAnew() throws IOException {
        frames.append(List.of(frame("a", 0), frame("b", 1), frame("c", 0xFF00)));
        fill();
        Path state = folder.resolve("lake/frames.lance/_joust/duplicates");
        assertThat(files(state)).hasSize(1);
        byte[] bytes = Files.readAllBytes(files(state).get(0));
        bytes[20] ^= 1;
        Files.write(files(state).get(0), bytes);
        frames.append(List.of(frame("d", 0xFF00)));
        frames.backfill("is_duplicate").run();

        assertThat(flags()).containsExactly("a false null 2", "b true a 2", "c false null 2", "d true c 2");

        Files.delete(files(state).get(0));
        frames.append(List.of(frame("e", 0)));
        frames.backfill("is_duplicate").run();

        assertThat(flags())
                .containsExactly("a false null 3", "b true a 3", "c false null 2", "d true c 2", "e true a 3");
        assertThat(files(state)).hasSize(1);
    }

    @Test
    void anotherThresholdMakesAllStale() {
        frames.append(List.of(frame("a", 0), frame("b", 0b11)));
        fill();

        frames.alterFeature("is_duplicate", frames.duplicateFeature(BY_HASH.within(1)));

        assertThat(frames.feature("is_duplicate").cells().stale()).isEqualTo(2);
        frames.backfill("is_duplicate").run();
        assertThat(flags()).containsExactly("a false null 1", "b false null 1");
    }

    @Test
    void aTableMayHaveSeveral() {
        frames.append(List.of(frame("a", 0), frame("b", 0b11)));
        fill();
        frames.addFeatures(frames.duplicateFeature(BY_HASH.within(0).columns("is_copy", "copy_of", "copies")));
        frames.backfill("is_copy").run();

        assertThat(frames.query().where("is_copy").count()).isZero();
        assertThat(frames.query().where("is_duplicate").count()).isEqualTo(1);
    }

    @Test
    void knowsWhatItIsMadeOf() {
        frames.append(List.of(frame("a", 0)));
        fill();

        assertThat(frames.lineage("duplicate_of").edges())
                .map(edge -> edge.from() + " " + edge.kind() + " " + edge.to())
                .contains(
                        "column:frames.hash GROUPS feature:frames.is_duplicate",
                        "column:frames.image TAKES feature:frames.is_duplicate");
        assertThatThrownBy(() -> frames.dropColumns("hash"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot drop column 'hash' of table 'frames': feature 'is_duplicate' reads it; drop that feature"
                                + " first");
    }

    @Test
    void computesOnTrial() {
        frames.append(List.of(frame("a", 0), frame("b", 1)));

        assertThat(frames.preview(frames.duplicateFeature(BY_HASH), 2).rows())
                .map(row -> row.values().toString())
                .containsExactly(
                        "{is_duplicate=false, duplicate_of=null, duplicate_group_size=2}",
                        "{is_duplicate=true, duplicate_of=a, duplicate_group_size=2}");
    }

    @Test
    void refusesWhatIsNoHashOrNoName() {
        assertThatThrownBy(() -> frames.duplicateFeature(Feature.duplicates("image", "image")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'is_duplicate': column 'image' is utf8, and a hash is int64; name a"
                        + " column such as dhash_bits");
        assertThatThrownBy(() -> frames.duplicateFeature(Feature.duplicates("hush", "image")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot read table 'frames': there is no column 'hush'; did you mean 'hash'?");
        assertThatThrownBy(() -> BY_HASH.within(33))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bits must be from 0 to 32 but was 33");
        assertThatThrownBy(() -> BY_HASH.columns("a", "b", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("columns must be three different names but were [a, b, a]");
    }

    private static Frame frame(String image, long hash) {
        return new Frame(image, hash);
    }

    private void fill() {
        frames.addFeatures(frames.duplicateFeature(BY_HASH));
        frames.backfill("is_duplicate").run();
    }

    private List<String> flags() {
        return frames
                .query()
                .orderBy("image")
                .select("image", "is_duplicate", "duplicate_of", "duplicate_group_size")
                .rows()
                .stream()
                .map(row -> row.value("image") + " " + row.value("is_duplicate") + " " + row.value("duplicate_of") + " "
                        + row.value("duplicate_group_size"))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
