// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.TableInfo;
import dev.joust.checkpoint.TrainingInputs;
import dev.joust.error.InvalidRequestException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final Pattern SECTION = Pattern.compile("<section id=\"([a-z-]+)\">");

    @TempDir
    private Path folder;

    @Test
    void goesAllTheWayFromFootageToAReport() throws IOException {
        Path dir = folder.resolve("demo");
        StringWriter told = new StringWriter();

        DemoResult result = Demo.in(dir)
                .frames(40)
                .size(320, 180)
                .listener(new DemoPrinter(new PrintWriter(told), DemoPrinter.Style.PLAIN))
                .run();

        assertThat(result.frames()).isEqualTo(40);
        assertThat(result.framesAdded()).isEqualTo(8);
        assertThat(result.stages().stream().map(DemoStage::name))
                .containsExactly(
                        "synth",
                        "ingest",
                        "features",
                        "models",
                        "indexes",
                        "sql",
                        "search",
                        "meaning",
                        "duplicates",
                        "views",
                        "loader",
                        "new-footage",
                        "idea",
                        "new-version",
                        "detector",
                        "training",
                        "report");
        assertThat(stage(result, "features").facts()).containsEntry("rows_computed", 40L);
        assertThat(stage(result, "models").facts()).containsEntry("rows_computed", 40L);
        assertThat(stage(result, "meaning").facts())
                .containsEntry("night_hits", 8)
                .containsKeys("right_of_people_at_night", "right_of_cyclists", "rider_candidates", "like_a_rider");
        assertThat(stage(result, "detector").facts())
                .containsKeys("frames_alike", "rows_added_by_model", "rows_removed_by_model");
        assertThat(stage(result, "new-footage").facts())
                .containsEntry("rows_computed", 8L)
                .containsKey("old_rows_computed");
        assertThat(stage(result, "idea").facts()).containsEntry("rows_computed", 48L);
        assertThat(stage(result, "new-version").facts())
                .containsEntry("rows_stale", 48L)
                .containsEntry("rows_computed", 48L)
                .containsEntry("rows_computed_of_others", 0L)
                .containsEntry(
                        "frames_found_before", stage(result, "idea").facts().get("frames_found"));
        assertThat(told.toString())
                .contains(" 1/17 Draw dashcam footage\n")
                .contains("40 of 40 rows, in one pass")
                .contains("8 of 48 rows, for 8 features")
                .contains("40 rows stale: computed by 'smallest_person_px' version 1, the table now records"
                        + " 'smallest_person_px' version 2\n")
                .containsPattern("\\[bdd100k_rider_train\\] [0-9]+ -> [0-9]+ rows \\(\\+[0-9]+\\) version 3\n");
        requireTraining(result);
        requireLake(result);
        requireReport(Files.readString(result.report()));
    }

    private static void requireLake(DemoResult result) {
        try (Lake lake = Joust.open(result.lake())) {
            assertThat(lake.tables().stream().filter(info -> info.kind() == TableInfo.Kind.VIEW))
                    .hasSize(6);
            assertThat(lake.openTable("bdd100k").count()).isEqualTo(48);
            assertThat(lake.openTable("bdd100k").features())
                    .allSatisfy(feature -> assertThat(feature.isComplete()).isTrue());
            assertThat(lake.openTable("bdd100k").indexes()).hasSize(5).allSatisfy(index -> {
                assertThat(index.rowsIndexed()).as(index.name()).isEqualTo(48);
                assertThat(index.isSuspect()).isFalse();
            });
        }
    }

    private static void requireTraining(DemoResult result) throws IOException {
        try (Lake lake = Joust.open(result.lake())) {
            TrainingInputs inputs = lake.newCheckpoint()
                    .of("bdd100k_rider_train")
                    .of("bdd100k_nighttime_person_train")
                    .of("bdd100k_distant_person_train")
                    .seed(Demo.DEFAULT_SEED)
                    .inputs();
            assertThat(stage(result, "training").facts())
                    .containsEntry("views", 3)
                    .containsEntry("order_hash", inputs.order().hash());
            String file = Files.readString(result.dir().resolve("training.json"));
            assertThat(file)
                    .contains("\"seed\" : 42")
                    .contains("\"order_hash\" : \"" + inputs.order().hash() + "\"");
            inputs.views()
                    .forEach(view -> assertThat(file)
                            .contains("\"name\" : \"" + view.name() + "\",\n    \"version\" : " + view.version()
                                    + ",\n    \"fingerprint\" : \""
                                    + view.fingerprint().value() + "\""));
        }
    }

    private static void requireReport(String html) {
        assertThat(SECTION.matcher(html).results().map(found -> found.group(1)))
                .containsExactly(
                        "summary",
                        "failure-modes",
                        "sql",
                        "full-text",
                        "meaning",
                        "duplicates",
                        "new-footage",
                        "idea",
                        "new-version",
                        "detector",
                        "training",
                        "versions",
                        "timings",
                        "next");
        assertThat(html)
                .contains("bdd100k_distant_person_train", "SELECT timeofday", "data:image/jpeg;base64,")
                .contains("Labels and computed features answer together. Asked of the first 40 frames, before the new")
                .contains("views, refreshed by what changed")
                .contains("./joust synth bdd100k --out ", "./joust sync bdd100k")
                .doesNotContain("src=\"http", "href=\"http");
        assertThat(html.length()).isLessThan(6_000_000);
        Matcher pictures = Pattern.compile("base64,([^\"]+)\"").matcher(html);
        assertThat(pictures.results().map(found -> found.group(1).length()))
                .isNotEmpty()
                .allSatisfy(length -> assertThat(length).isLessThan(34_000));
    }

    @Test
    void replacesOnlyWhatADemoMade() throws IOException {
        Path dir = folder.resolve("mine");
        Files.createDirectories(dir.resolve("lake"));

        assertThatThrownBy(() -> Demo.in(dir).run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot write the demo to '" + dir
                        + "': the folder is not empty and no demo made it; choose a new or empty folder");
        assertThat(dir.resolve("lake")).isDirectory();
    }

    @Test
    void keepsFilesOfOthersInItsFolder() throws IOException {
        Path dir = folder.resolve("demo");
        DemoFolder first = DemoFolder.prepare(dir);
        Files.createDirectories(first.lake().resolve("bdd100k.lance"));
        Files.writeString(first.lake().resolve("bdd100k.lance/file"), "old");
        Files.writeString(dir.resolve("notes.txt"), "mine");

        DemoFolder.prepare(dir);

        assertThat(first.lake()).doesNotExist();
        assertThat(dir.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void refusesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Demo.in(file).run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot write the demo to '" + file + "': it is a file; choose a new or empty folder");
    }

    @Test
    void needsAFewFrames() {
        assertThatThrownBy(() -> Demo.in(folder).frames(19))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("frames must be at least 20 but was 19");
    }

    @Test
    void quotesPathsForTheShell() {
        assertThat(List.of(Words.quoted("data/demo"), Words.quoted("my data"), Words.quoted("it's")))
                .containsExactly("data/demo", "'my data'", "'it'\\''s'");
    }

    private static DemoStage stage(DemoResult result, String name) {
        return result.stages().stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
