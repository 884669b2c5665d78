// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.JoustException;
import dev.joust.pin.Pin;
import dev.joust.pin.PinCheck;
import dev.joust.pin.PinnedSource;
import dev.joust.pin.PinnedTable;
import dev.joust.pin.TableCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinTest {
    record Frame(long id, String scene) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;
    private View night;

    @BeforeEach
    void aTableAndAView() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        append(0, 20);
        night = lake.createView("night", frames.query().where("id % 2 = 0").select("id", "scene"));
        night.refresh();
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

    @Test
    void keepsTheVersionsOfAllItsTablesWhateverComesLater() {
        Pinned model = lake.pin("model-7", "night", "frames");
        Pin pin = model.pin();
        append(20, 30);
        frames.update(Map.of("scene", "'gone'"), "id < 5");
        frames.addColumns(Map.of("later", "id + 1"));
        night.refresh();
        frames.optimize(Duration.ZERO);
        night.table().optimize(Duration.ZERO);

        assertThat(model.open("night").count()).isEqualTo(10);
        assertThat(model.open("frames").count()).isEqualTo(20);
        assertThat(model.open("frames").schema().names()).containsExactly("id", "scene");
        assertThat(model.verify())
                .isEqualTo(new PinCheck(
                        pin,
                        pin.tables().stream()
                                .map(table -> new TableCheck(table, Optional.empty()))
                                .toList()));
        assertThat(lake.pins()).containsExactly(pin);
        assertThat(lake.openPin("model-7").pin()).isEqualTo(pin);
        assertThat(pin.find("night").orElseThrow().source()).contains(new PinnedSource("frames", 2));
        assertThat(pin.find("frames").orElseThrow().source()).isEmpty();
        assertThat(frames.versions()).extracting(TableVersion::version).contains(2L);
    }

    @Test
    void isATagThatOnlyThePinTakesAway() {
        lake.pin("model-7", "frames");

        assertThat(frames.tags()).containsExactly(Map.entry("pin:model-7", 2L));
        assertThat(frames.versions().get(1).tags()).containsExactly("pin:model-7");
        assertThat(frames.at("pin:model-7").count()).isEqualTo(20);
        frames.tag("now", 2);
        assertThat(frames.diff("pin:model-7", "now")).hasToString("no difference");
        assertThat(frames.diff("now", "pin:model-7")).hasToString("no difference");
        frames.dropTag("now");
        assertRefused(
                "Cannot drop tag 'pin:model-7' of table 'frames': pin 'model-7' needs it; drop the pin with joust pin"
                        + " drop model-7",
                () -> frames.dropTag("pin:model-7"));
        String stored = tagFile("frames").getFileName().toString().replace(".json", "");
        assertThat(stored).matches("_joust_pin_[0-9a-f]{8}_model-7");
        assertRefused(
                "Cannot drop tag '" + stored + "' of table 'frames': pin 'model-7' needs it; drop the pin with joust"
                        + " pin drop model-7",
                () -> frames.dropTag(stored));
        assertRefused(
                "Cannot use the tag name '_joust_pin_x': names that start with '_joust_pin_' are those of pins; choose"
                        + " another name",
                () -> frames.tag("_joust_pin_x", 2));
        assertRefused(
                "Cannot use the tag name 'pin:x': it holds ':' at position 3; use letters, digits, '_', '-' and '.',"
                        + " starting with a letter, a digit or '_'",
                () -> frames.tag("pin:x", 2));
    }

    @Test
    void releasesItsVersionsWhenItIsDropped() {
        lake.pin("model-7", "frames");
        frames.update(Map.of("scene", "'other'"), "true");
        append(20, 30);
        assertThat(frames.optimize(Duration.ZERO).versionsRemoved()).isPositive();
        int files = DataFolder.files(folder, "frames").size();
        lake.dropTable("night");

        lake.dropPin("model-7");

        assertThat(lake.pins()).isEmpty();
        assertThat(frames.tags()).isEmpty();
        assertThat(frames.at(2).count()).isEqualTo(20);
        OptimizeResult result = frames.optimize(Duration.ZERO);
        assertThat(result.versionsRemoved()).isEqualTo(1);
        assertThat(result.bytesReclaimed()).isPositive();
        assertThat(DataFolder.files(folder, "frames")).hasSizeLessThan(files);
        assertThat(frames.versions()).hasSize(1);
        assertThat(pinFiles()).isEmpty();
    }

    @Test
    void keepsItsTablesFromBeingDropped() {
        lake.pin("model-7", "frames", "night");
        lake.pin("model-8", "night");

        assertRefused(
                "Cannot drop view 'night': pins 'model-7', 'model-8' keep versions of it; drop the pins first",
                () -> lake.dropTable("night"));
        assertRefused(
                "Cannot drop table 'frames': pin 'model-7' keeps a version of it; drop the pin first",
                () -> lake.dropTable("frames", frames.version()));
        lake.dropPin("model-7");
        lake.dropTable("frames");
        assertThat(lake.exists("frames")).isFalse();
        assertThat(lake.openPin("model-8").verify().isOk()).isTrue();
    }

    @Test
    void isMadeOnceOfOneName() {
        Pin first = lake.pin("model-7", "frames").pin();

        assertThat(lake.pin("model-7", "frames").pin()).isEqualTo(first);
        assertThat(frames.tags()).hasSize(1);
        append(20, 30);
        assertRefused(
                "Cannot pin 'model-7': a pin of that name keeps version 2 of 'frames', not version 3 of 'frames';"
                        + " choose another name or drop it first",
                () -> lake.pin("model-7", "frames"));
        assertRefused(
                "Cannot pin 'model-7': a pin of that name keeps version 2 of 'frames', not version 2 of 'frames',"
                        + " version 2 of 'night'; choose another name or drop it first",
                () -> lake.newPin("model-7").of("frames", 2).of("night").create());
        assertThat(lake.newPin("model-7").of("frames", 2).create().pin()).isEqualTo(first);
        assertThat(frames.tags()).hasSize(1);
    }

    @Test
    void isRefusedForWhatIsNotThere() {
        assertRefused(
                "Cannot find table 'fram' in lake '" + lake.uri()
                        + "': it has no table of this name; the nearest is 'frames'",
                () -> lake.pin("model-7", "night", "fram"));
        assertRefused(
                "Cannot open version 9 of table 'frames': its versions are 1-2; choose one of these",
                () -> lake.newPin("model-7").of("frames", 9).create());
        assertRefused(
                "Cannot pin 'model-7': no table or view is named; name what it is to keep", () -> lake.pin("model-7"));
        assertRefused(
                "Cannot pin 'model-7': table 'frames' is named twice; a pin keeps one version of each table",
                () -> lake.pin("model-7", "frames", "frames"));
        assertRefused(
                "Cannot use the pin name 'a/b': it holds '/' at position 1; use letters, digits, '_', '-' and '.',"
                        + " starting with a letter, a digit or '_'",
                () -> lake.pin("a/b", "frames"));
        assertRefused(
                "Cannot find pin 'model-7' in lake '" + lake.uri() + "': it has none; create it first",
                () -> lake.openPin("model-7"));
        lake.pin("model-6", "frames");
        assertRefused(
                "Cannot find pin 'model-7' in lake '" + lake.uri()
                        + "': it has no pin of this name; the nearest is 'model-6'",
                () -> lake.dropPin("model-7"));
        assertRefused(
                "Cannot find table 'night' in pin 'model-6': it has no table of this name; the nearest is 'frames'",
                () -> lake.openPin("model-6").open("night"));
        assertThat(lake.pins()).hasSize(1);
        assertThat(night.table().tags()).isEmpty();
    }

    @Test
    void isNoneIfItsListenerEndsIt() {
        CancellationException enough = new CancellationException("enough");

        assertThatThrownBy(() -> lake.newPin("model-7")
                        .of("frames")
                        .of("night")
                        .onProgress(rows -> {
                            if (rows > 20) {
                                throw enough;
                            }
                        })
                        .create())
                .isSameAs(enough);

        assertThat(lake.pins()).isEmpty();
        assertThat(frames.tags()).isEmpty();
        assertThat(night.table().tags()).isEmpty();
        assertThat(pinFiles()).isEmpty();
        Pinned model = lake.pin("model-7", "frames");
        assertThatThrownBy(() -> model.verify(rows -> {
                    throw enough;
                }))
                .isSameAs(enough);
    }

    @Test
    void saysWhatIsDamaged() throws IOException {
        Pinned model = lake.pin("model-7", "frames", "night");
        PinnedTable pinned = model.pin().tables().get(0);
        Path file = dataFile();
        byte[] whole = Files.readAllBytes(file);

        for (int place = 0; place < whole.length; place += 97) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 0x55;
            Files.write(file, damaged);
            assertThat(verified(pinned).problem())
                    .as("damaged at byte " + place)
                    .contains("file '" + file + "' is damaged");
        }
        Files.write(file, new byte[0]);
        assertThat(verified(pinned).problem()).contains("file '" + file + "' has 0 bytes, not " + whole.length);
        Files.delete(file);
        assertThat(verified(pinned).problem()).contains("file '" + file + "' is missing");
        assertThat(lake.openPin("model-7").verify().tables().get(1).isOk()).isTrue();
        Files.write(file, whole);
        assertThat(verified(pinned).isOk()).isTrue();
    }

    @Test
    void provesItsContentByFingerprintsEvenIfNothingIsKnownOfItsFiles() throws IOException {
        Pinned model = lake.pin("model-7", "frames");
        Files.delete(onlyFile(folder.resolve("_joust/pins"), ".files"));
        assertThat(verified(model.pin().tables().get(0)).problem()).isEmpty();
        Path file = dataFile();
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("scene 1")] = 'S';
        Files.write(file, bytes);

        assertThat(verified(model.pin().tables().get(0)).problem().orElseThrow())
                .matches("its content is not what was pinned \\(fingerprint [0-9a-f]{64}\\)");
    }

    /** Opened anew, because Lance keeps in memory what it has read. */
    private TableCheck verified(PinnedTable table) {
        try (Lake fresh = Joust.open(folder)) {
            return fresh.openPin("model-7").verify().tables().stream()
                    .filter(check -> check.table().equals(table))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void saysWhatIsGone() throws IOException {
        lake.pin("model-7", "frames", "night");
        append(20, 30);
        lake.close();
        Files.delete(folder.resolve("frames.lance/_versions").resolve(Long.toUnsignedString(-1L - 2) + ".manifest"));
        Files.move(folder.resolve("night.lance"), folder.resolve("elsewhere"));
        lake = Joust.open(folder);

        PinCheck check = lake.openPin("model-7").verify();

        assertThat(check.isOk()).isFalse();
        assertThat(check.tables())
                .extracting(TableCheck::problem)
                .containsExactly(Optional.of("version 2 of 'frames' was removed"), Optional.of("'night' was dropped"));
        lake.dropPin("model-7");
        assertThat(lake.pins()).isEmpty();
    }

    @Test
    void isRepairedByOptimizingIfSomebodyRemovedOrDamagedItsTag() throws IOException {
        Pinned model = lake.pin("model-7", "frames");
        append(20, 30);
        Files.delete(tagFile("frames"));
        assertThat(frames.tags()).isEmpty();

        frames.optimize(Duration.ZERO);

        assertThat(frames.tags()).containsExactly(Map.entry("pin:model-7", 2L));
        assertThat(model.verify().isOk()).isTrue();

        append(30, 40);
        Files.writeString(tagFile("frames"), "{");
        frames.optimize(Duration.ZERO);
        assertThat(frames.tags()).containsExactly(Map.entry("pin:model-7", 2L));
        assertThat(model.verify().isOk()).isTrue();
        assertThat(frames.versions()).hasSize(2);
    }

    @Test
    void ofADamagedFileIsToldAndCanBeDropped() throws IOException {
        lake.pin("model-7", "frames");
        Path file = folder.resolve("_joust/pins/model-7.json");
        Files.writeString(file, "{", StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(lake.pins()).isEmpty();
        assertRefused(
                "Cannot read pin 'model-7': its file '" + file
                        + "' is damaged, or of a later Joust; drop it with joust pin drop, and pin again",
                () -> lake.openPin("model-7"));
        assertThat(frames.tags()).hasSize(1);
        append(20, 30);
        frames.optimize(Duration.ZERO);
        assertThat(frames.at(2).count()).isEqualTo(20);
        lake.dropPin("model-7");
        assertThat(frames.tags()).isEmpty();
        assertThat(pinFiles()).isEmpty();
    }

    @Test
    void keepsAViewThatWasNeverRefreshedAndATableWithoutRows() {
        lake.createView("fresh", frames.query().where("id < 3"));
        lake.createTable("none", Frame.class);

        Pin pin = lake.pin("model-7", "fresh", "none").pin();

        assertThat(pin.tables()).extracting(PinnedTable::rows).containsExactly(0L, 0L);
        assertThat(pin.tables()).extracting(PinnedTable::source).containsOnly(Optional.empty());
        assertThat(lake.openPin("model-7").verify().isOk()).isTrue();
    }

    private Path tagFile(String table) {
        return onlyFile(folder.resolve(table + ".lance/_refs/tags"), ".json");
    }

    private static Path onlyFile(Path folder, String ending) {
        String[] names = requireNonNull(folder.toFile().list((parent, name) -> name.endsWith(ending)));
        assertThat(names).hasSize(1);
        return folder.resolve(names[0]);
    }

    /** The only one of the frames. */
    private Path dataFile() {
        List<String> names = List.copyOf(DataFolder.files(folder, "frames").keySet());
        assertThat(names).hasSize(1);
        return folder.resolve("frames.lance/data").resolve(names.get(0));
    }

    private List<String> pinFiles() {
        String[] names = folder.resolve("_joust/pins").toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(JoustException.class).hasMessage(message);
    }
}
