// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.JoustException;
import dev.joust.internal.lance.disk.OwnedName;
import dev.joust.internal.lance.version.Versions;
import dev.joust.pin.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processes leave of pins, and what damage does to them. */
class PinTroubleTest {
    record Frame(long id, String scene) {}

    private static final String ID = "0123abcd";
    private static final String TAG = "_joust_pin_" + ID + "_model-7";

    /** Of a process of another machine or container. */
    private static final String UNSEEN = "999999999-0000000000000000";

    private static final String GONE = "999999999-" + OwnedName.thisProcess().split("-", 2)[1];

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void aTable() {
        lake = Joust.open(folder);
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(new Frame(1, "tunnel")));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void aNoteOfAProcessThatNobodySeesIsKeptForAMonth() throws IOException {
        Path note = note(UNSEEN, "frames");
        Versions.tag(frames.handle(), TAG, 2);

        setAge(note, Duration.ofDays(29));
        frames.optimize(Duration.ZERO);
        assertThat(frames.tags()).isEmpty();
        assertThat(names("frames.lance/_refs/tags")).containsExactly(TAG + ".json");

        setAge(note, Duration.ofDays(31));
        frames.optimize(Duration.ZERO);
        assertThat(names("frames.lance/_refs/tags")).isEmpty();
        assertThat(names("_joust/pins")).isEmpty();
    }

    @Test
    void aTableThatAPinKeepsIsNotDroppedIfTheFileOfThePinCannotBeRead() throws IOException {
        lake.pin("model-6", "frames");
        lake.createTable("other", Frame.class);
        Path file = folder.resolve("_joust/pins/model-6.json");
        String whole = Files.readString(file);

        for (String content : List.of(
                "{",
                whole.replace("\"format-version\" : 1", "\"format-version\" : 2"),
                whole.replace(Fingerprint.ALGORITHM, "joust-fingerprint-9"))) {
            assertThat(content).isNotEqualTo(whole);
            Files.writeString(file, content);
            assertThat(lake.pins()).isEmpty();
            assertRefused(
                    "Cannot drop table 'frames': pin 'model-6', whose file cannot be read, keeps a version of it; drop"
                            + " the pin first, with joust pin drop model-6",
                    () -> lake.dropTable("frames"));
        }
        lake.dropTable("other");
        assertThat(lake.tables()).extracting(TableInfo::name).containsExactly("frames");
        lake.dropPin("model-6");
        lake.dropTable("frames");
        assertThat(lake.tables()).isEmpty();
    }

    @Test
    void aTableThatCannotBeOpenedHoldsUpNothingElse() throws IOException {
        lake.createTable("broken", Frame.class);
        Path manifest = folder.resolve("broken.lance/_versions").resolve(Long.toUnsignedString(-1L - 1) + ".manifest");
        byte[] whole = Files.readAllBytes(manifest);
        Path note = note(GONE, "frames", "broken");
        Versions.tag(frames.handle(), TAG, 2);
        lake.close();
        Files.writeString(manifest, "damaged");
        lake = Joust.open(folder);

        lake.pin("model-8", "frames");
        lake.dropPin("model-8");

        assertThat(names("frames.lance/_refs/tags")).isEmpty();
        assertThat(note).exists();
        lake.close();
        Files.write(manifest, whole);
        lake = Joust.open(folder);
        lake.pin("model-8", "frames");
        assertThat(note).doesNotExist();
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(JoustException.class).hasMessage(message);
    }

    /** What a process leaves that ends while it pins tables. */
    private Path note(String process, String... tables) throws IOException {
        Path note = folder.resolve("_joust/pins").resolve(ID + "-" + process + ".pending");
        Files.createDirectories(requireNonNull(note.getParent()));
        String names = List.of(tables).stream()
                .map(table -> "{\"name\":\"" + table + "\"}")
                .reduce((a, b) -> a + "," + b)
                .orElse("");
        return Files.writeString(note, "{\"name\":\"model-7\",\"tables\":[" + names + "]}");
    }

    private static void setAge(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private List<String> names(String below) {
        String[] names = folder.resolve(below).toFile().list();
        return names == null ? List.of() : List.of(names);
    }
}
