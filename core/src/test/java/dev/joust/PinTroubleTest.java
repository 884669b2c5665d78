// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.internal.lance.version.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
