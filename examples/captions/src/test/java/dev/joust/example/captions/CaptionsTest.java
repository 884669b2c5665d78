// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionsTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "captions.md");

    @TempDir
    private Path folder;

    /** A post under other names. */
    @SuppressWarnings("ArrayRecordComponent") // written once and compared never
    record Shot(String text, long width, long height, byte[] jpg) {}

    /** The page shows what this run prints; sizes, times and made-up names may differ. */
    @Test
    void tellsWhatThePageShows() throws IOException {
        String told = run("--dir", folder.resolve("lake").toString());

        String page = Files.readString(PAGE);
        String shown = page.substring(page.indexOf("```text\n") + "```text\n".length(), page.lastIndexOf("\n```"));
        assertThat(masked(told)).isEqualTo(masked(shown));
    }

    @Test
    void leavesATableOfWhichEveryCellIsExplained() {
        Path dir = folder.resolve("lake");
        run("--dir", dir.toString(), "--rows", "60");

        try (Lake lake = Joust.open(dir)) {
            Table table = lake.openTable("train");
            assertThat(table.count()).isEqualTo(60);
            assertThat(table.features()).hasSize(9).allSatisfy(feature -> {
                assertThat(feature.isComplete()).isTrue();
                assertThat(feature.cells().failed()).isZero();
            });
            assertThat(table.count("has_watermark AND host_kind = 'open'")).isZero();
            assertThat(lake.jobs()).isNotEmpty();
        }
    }

    @Test
    void walksThroughATableOfSomebodyElse() {
        Path theirs = folder.resolve("theirs");
        try (Lake lake = Joust.open(theirs)) {
            List<Shot> shots = new ArrayList<>();
            Posts.numbers(0, 24)
                    .forEach(post -> shots.add(new Shot(post.caption(), post.width(), post.height(), post.image())));
            lake.createTable("shots", Shot.class).append(shots);
        }

        String told = run(
                "--dir",
                folder.resolve("lake").toString(),
                theirs.resolve("shots.lance").toString(),
                "caption=text",
                "image=jpg");

        assertThat(told)
                .contains("20 rows (the first of " + theirs.resolve("shots.lance") + ")")
                .contains("4 rows are appended")
                .doesNotContain("hosts");
        assertThatThrownBy(() -> run(
                        "--dir",
                        folder.resolve("other").toString(),
                        theirs.resolve("shots.lance").toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot walk through table '" + theirs.resolve("shots.lance")
                        + "': it has no column 'caption'; say what it is there, such as 'caption=other_name'");
    }

    @Test
    void replacesOnlyWhatAWalkMade() {
        try (Lake lake = Joust.open(folder)) {
            lake.createTable("train", Shot.class);
        }

        assertThatThrownBy(() -> run("--dir", folder.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot fill folder '" + folder
                        + "': it is not empty and no walk made it; choose a new or empty folder with --dir");
        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.exists("train")).isTrue();
        }
    }

    @Test
    void saysHowItIsUsed() {
        assertThatThrownBy(() -> run("--help"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("usage: run [--dir DIR] [--rows N] [TABLE [COLUMN=SQL]...]\n");
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            Captions.run(List.of(arguments), out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String masked(String text) {
        return text.strip()
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}\u2026", "FILE")
                .replaceAll("[0-9]{8}-[0-9]{6}-[0-9a-z-]+ at [0-9T:.-]+Z", "JOB at TIME")
                .replaceAll("[0-9a-f]{12,}", "HASH")
                .replaceAll(" *[0-9,]+ bytes", " N bytes")
                .replaceAll("[0-9.]+% more", "N% more")
                .replaceAll("[0-9]+ rows/s", "N rows/s")
                .replaceAll("[0-9]+\\.[0-9]+ s\\b", "T s")
                .replaceAll("0\\.[0-9]{2}(?= +(true|false)\n)", "SCORE")
                .replaceAll("--lake ('[^']*'|\\S+)", "--lake LAKE");
    }
}
