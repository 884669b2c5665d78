// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void refusesSizesThatCannotBeDrawnBeforeAnythingIsWritten() {
        Path out = folder.resolve("drawn");
        for (String width : List.of("1", "0", "-5", "100000")) {
            Outcome synth = lake.run("synth", "bdd100k", "--out", out.toString(), "--frames", "5", "--width", width);
            assertThat(synth.exitCode()).isEqualTo(2);
            assertThat(synth.stderr())
                    .isEqualTo("joust: Cannot use options '--width' and '--height': they must be within 160x120 and"
                            + " 4096x4096 but were " + width + "x720; give another value\n");
        }
        Outcome demo = lake.run("demo", "--dir", out.toString(), "--frame-size", "10x10");
        assertThat(demo.exitCode()).isEqualTo(2);
        assertThat(demo.stderr())
                .isEqualTo("joust: Cannot use option '--frame-size': it must be within 160x120 and 4096x4096 but was"
                        + " 10x10; give another value\n");
        assertThat(out).doesNotExist();
    }

    @Test
    void saysInWordsWhyAFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Path below = file.resolve("below");

        Outcome synth = lake.run("synth", "bdd100k", "--out", below.toString(), "--frames", "5");
        Outcome demo = lake.run("demo", "--dir", below.toString());
        Outcome onFile = lake.run("demo", "--dir", file.toString());
        Outcome blob = lake.run("blob", "frames", "0", "--column", "image", "--out", folder.toString());

        assertThat(synth.exitCode()).isEqualTo(demo.exitCode()).isEqualTo(1);
        assertThat(synth.stderr())
                .isEqualTo("joust: Cannot write synthetic frames to '" + below + "': '" + below
                        + "' cannot be used (not a directory); choose a folder that can be written and has room\n");
        assertThat(demo.stderr())
                .isEqualTo("joust: Cannot write the demo to '" + below + "': '" + below
                        + "' cannot be used (not a directory); choose a folder that can be written and has room\n");
        assertThat(onFile.stderr())
                .isEqualTo(
                        "joust: Cannot write the demo to '" + file + "': it is a file; choose a new or empty folder\n");
        assertThat(blob.stderr()).isEqualTo("joust: Cannot write file '" + folder + "': it is a folder; name a file\n");
    }

    @Test
    void drawsAndIngestsFootage() {
        String footage = folder.resolve("footage").toString();

        Outcome drawn = lake.json(
                "synth",
                "bdd100k",
                "--out",
                footage,
                "--frames",
                "12",
                "--width",
                "160",
                "--height",
                "120",
                "--seed",
                "3");
        assertThat(drawn.exitCode()).isZero();
        assertThat(drawn.fields()).contains("frames", "train", "val", "test", "images_dir", "labels");
        assertThat(drawn.json().get("frames").asInt()).isEqualTo(12);

        Outcome ingested = lake.json("ingest", "bdd100k", "--root", footage);
        assertThat(ingested.fields())
                .contains(
                        "table",
                        "rows_added",
                        "rows_present",
                        "rows_skipped",
                        "problems",
                        "rows_total",
                        "version",
                        "seconds");
        assertThat(ingested.json().get("rows_added").asInt()).isEqualTo(12);
        assertThat(ingested.stderr()).contains("{\"event\":\"progress\",\"stage\":\"ingest\"");
        assertThat(lake.json("ingest", "bdd100k", "--root", footage, "--split", "train")
                        .json()
                        .get("rows_present")
                        .asInt())
                .isEqualTo(drawn.json().get("train").asInt());
        assertThat(lake.run("ingest", "bdd100k", "--root", footage, "--split", "test")
                        .exitCode())
                .isEqualTo(2);

        JsonNode images = lake.json("ingest", "images", "--root", footage, "--table", "pictures")
                .json();
        assertThat(images.get("rows_total").asInt()).isEqualTo(12);
        loadsWithDecodedImages();
    }

    private void loadsWithDecodedImages() {
        Outcome outcome = lake.json("loader", "bdd100k", "--decode", "32x18", "--batch", "5", "--threads", "2");

        assertThat(outcome.fields())
                .contains(
                        "rows",
                        "seconds",
                        "rows_per_second",
                        "read_seconds",
                        "decode_seconds",
                        "wait_seconds",
                        "order_hash");
        assertThat(outcome.json().get("rows").asInt()).isEqualTo(12);
        assertThat(outcome.json().get("decode_seconds").asDouble()).isPositive();
        assertThat(outcome.json().get("shrunk_images").asInt()).isEqualTo(12);
        assertThat(lake.json(
                                "loader",
                                "bdd100k",
                                "--decode",
                                "32x18",
                                "--batch",
                                "5",
                                "--exact-pixels",
                                "--epochs",
                                "2")
                        .json()
                        .get("shrunk_images")
                        .asInt())
                .isZero();
        assertThat(lake.run("loader", "bdd100k", "--decode", "32x18", "--batch", "5", "--epochs", "2")
                        .stdout())
                .containsPattern("\ndecoding +\\S+ .*over all threads, 24 images shrunk while decoded\n");
        assertThat(lake.run("loader", "bdd100k", "--exact-pixels").stderr())
                .isEqualTo(
                        "joust: Cannot load table 'bdd100k': --exact-pixels says how to decode; give --decode WxH with"
                                + " it\n");
    }

    @Test
    void loadsEpochsShardsAndTheRestOfAnEpoch() {
        JsonNode whole = lake.json(
                        "loader", "frames", "--columns", "id,weather", "--batch", "2", "--epochs", "2", "--seed", "5")
                .json();
        JsonNode shard = lake.json("loader", "frames", "--batch", "2", "--shard", "1/2", "--seed", "5")
                .json();
        JsonNode rest = lake.json("loader", "frames", "--batch", "2", "--resume-step", "2", "--seed", "5")
                .json();

        assertThat(whole.get("rows").asInt()).isEqualTo(12);
        assertThat(shard.get("rows").asInt()).isEqualTo(3);
        assertThat(rest.get("rows").asInt()).isEqualTo(2);
        assertThat(rest.get("seed").asInt()).isEqualTo(5);
        assertThat(shard.get("order_hash")).isEqualTo(whole.get("order_hash"));
        assertThat(lake.json("loader", "frames", "--seed", "6").json().get("order_hash"))
                .isNotEqualTo(whole.get("order_hash"));
    }

    @Test
    void saysWhichSeedWasUsed() {
        assertThat(lake.json("loader", "frames").json().get("seed").asInt()).isZero();
        assertThat(lake.run("loader", "frames").stdout()).containsPattern("\nseed +0\n");
        assertThat(lake.run("loader", "--help").stdout()).contains("Chooses the order of the rows. Default: 0.");
    }

    @Test
    void skipsBrokenImagesAndNamesThem() {
        Outcome failed = lake.run("loader", "frames", "--decode", "8x8", "--batch", "2");
        Outcome skipped = lake.json("loader", "frames", "--decode", "8x8", "--batch", "2", "--on-broken", "skip");

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.stderr())
                .contains("Cannot decode column 'image' of row ")
                .endsWith("; leave the row out with a filter, mend it, or give --on-broken skip or replace\n");
        assertThat(skipped.json().get("rows").asInt()).isZero();
        assertThat(skipped.json().get("broken_rows").asInt()).isEqualTo(6);
        assertThat(skipped.json().get("broken")).hasSize(6);
        assertThat(skipped.json().at("/broken/0/reason").asText()).isNotEmpty();
        assertThat(lake.run("loader", "frames", "--decode", "8x8", "--batch", "2", "--on-broken", "skip")
                        .stdout())
                .contains("broken    6 rows\n")
                .containsPattern("\nrow \\d+: .+\n");
        assertThat(lake.run("loader", "frames", "--on-broken", "skip").stderr())
                .isEqualTo("joust: Cannot load table 'frames': --on-broken says what to do with images that cannot be"
                        + " decoded; give --decode WxH with it\n");
    }

    @Test
    void refusesMoreShardsThanRowsAndBatchesLargerThanTheTable() {
        assertThat(lake.run("loader", "frames", "--shard", "0/7").stderr())
                .isEqualTo("joust: Cannot load table 'frames' in 7 parts: there are 6 rows; use at most as many parts"
                        + " as rows\n");
        assertThat(lake.run("loader", "frames", "--batch", "7").stderr())
                .isEqualTo("joust: Cannot load table 'frames' in batches of 7 rows: there are 6; use batches of at"
                        + " most 6\n");
    }

    @Test
    void refusesLoadersThatCannotBe() {
        assertThat(lake.run("loader", "frames", "--decode", "640").stderr())
                .contains("'640' is not a size such as 640x360");
        assertThat(lake.run("loader", "frames", "--shard", "2/2").exitCode()).isEqualTo(2);
        assertThat(lake.run("loader", "frames", "--columns", "wether").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("loader", "frames", "--epochs", "0").exitCode()).isEqualTo(2);
        assertThat(lake.run("loader", "frames", "--image-column", "image").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("loader", "nothing").exitCode()).isEqualTo(3);
    }

    @Test
    void copiesATableFromAnotherLake() {
        TinyLake other = new TinyLake(folder.resolve("other"));

        Outcome outcome = other.json(
                "copy",
                lake.folder() + "/frames.lance",
                "rain",
                "--where",
                "weather = 'rainy'",
                "--select",
                "id",
                "--limit",
                "2");

        assertThat(outcome.stdout()).isEqualTo("{\"table\":\"rain\",\"rows\":2,\"version\":2}\n");
        assertThat(other.run("copy", lake.folder() + "/frames", "all").stdout()).startsWith("6 rows copied to 'all'\n");
        assertThat(other.run("copy", lake.folder() + "/frames", "all").exitCode())
                .isEqualTo(2);
        assertThat(other.run("copy", lake.folder() + "/frmes", "more").stderr())
                .isEqualTo("joust: Cannot find table 'frmes' in lake '" + lake.folder() + "': it has no table of this"
                        + " name; the nearest is 'frames'\n");
    }

    @Test
    void saysThatTheSourceOfACopyIsNoTable() throws IOException {
        Files.createDirectories(folder.resolve("photos/summer"));
        Files.createDirectories(folder.resolve("photos/winter.lance"));
        Files.createDirectories(folder.resolve("photos/frames/_versions"));
        Files.writeString(folder.resolve("photos/frames.txt"), "");
        String photos = folder + "/photos";
        String advice = "; give the folder of a table, such as lake/frames.lance";

        assertThat(copyOf(photos + "/summer"))
                .isEqualTo("2: it is no Lance table, for it has no folder '_versions'" + advice);
        assertThat(copyOf(photos + "/winter/"))
                .isEqualTo("2: it is no Lance table, for it has no folder '_versions'" + advice);
        assertThat(copyOf(photos + "/frames"))
                .isEqualTo("2: the name of a table's folder ends with '.lance'; rename it, or make a link to it");
        assertThat(copyOf(photos + "/frames.txt")).isEqualTo("2: it is a file, no Lance table" + advice);
        assertThat(copyOf(lake.folder().toString()))
                .isEqualTo("2: it is a lake, no table; add to it which of its tables: 'frames'");
        assertThat(copyOf(photos + "/spring")).isEqualTo("3: there is no such folder" + advice);
        assertThat(copyOf(folder + "/none/frames.lance")).isEqualTo("3: there is no such folder" + advice);
    }

    private String copyOf(String source) {
        Outcome outcome = lake.run("copy", source, "copy");
        String start = "joust: Cannot copy '" + source + "'";
        assertThat(outcome.stderr()).startsWith(start).endsWith("\n");
        return outcome.exitCode() + outcome.stderr().substring(start.length()).strip();
    }

    @Test
    void writesABlobToAFile() throws IOException {
        Path file = folder.resolve("image.bin");
        Files.writeString(file, "old");

        assertThat(lake.json("blob", "frames", "3", "--column", "image", "--out", file.toString())
                        .stdout())
                .isEqualTo("{\"bytes\":1003}\n");
        assertThat(file).hasBinaryContent(new byte[1003]);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("image.bin", "lake");
        assertThat(lake.run("blob", "frames", "99", "--column", "image", "--out", file.toString())
                        .exitCode())
                .isEqualTo(3);
        assertThat(lake.run("blob", "frames", "3", "--column", "weather", "--out", file.toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("blob", "frames", "3", "--column", "image", "--out", folder + "/no/file")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("blob", "frames", "3", "--column", "image", "--out", folder.toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void countsTheRowsThatWereThereAlready() {
        String footage = folder.resolve("footage").toString();
        lake.run("synth", "bdd100k", "--out", footage, "--frames", "1", "--width", "160", "--height", "120");
        lake.run("ingest", "bdd100k", "--root", footage);

        assertThat(lake.run("ingest", "bdd100k", "--root", footage).stdout())
                .startsWith("0 rows added to 'bdd100k', 1 was there already; 1 in all, version 2, ");
    }

    @Test
    void saysThatAnIngestThatBroughtNothingInLeftNoTable() throws IOException {
        Path footage = folder.resolve("footage");
        lake.run("synth", "bdd100k", "--out", footage.toString(), "--frames", "4", "--width", "160", "--height", "120");
        for (String split : List.of("train", "val")) {
            Files.writeString(footage.resolve("labels/det_20/det_" + split + ".json"), "[");
        }

        Outcome text = lake.run("ingest", "bdd100k", "--root", footage.toString());
        Outcome json = lake.json("ingest", "bdd100k", "--root", footage.toString());

        assertThat(text.exitCode()).isZero();
        assertThat(text.stdout())
                .startsWith("Nothing to add, 4 skipped; table 'bdd100k' was not created, ")
                .doesNotContain("in all");
        assertThat(json.json().get("table").asText()).isEqualTo("bdd100k");
        assertThat(json.json().get("rows_added").asLong()).isZero();
        assertThat(json.stderr()).doesNotContain("commit");
        assertThat(json.json().get("rows_total").asLong()).isZero();
        assertThat(json.json().get("version").isNull()).isTrue();
        assertThat(lake.run("count", "bdd100k").exitCode()).isEqualTo(3);
    }

    @Test
    void tellsEachPortionOfAnIngest() {
        String footage = folder.resolve("footage").toString();
        lake.run("synth", "bdd100k", "--out", footage, "--frames", "3", "--width", "160", "--height", "120");

        Outcome json = lake.json("ingest", "bdd100k", "--root", footage, "--commit-bytes", "1");
        Outcome text =
                lake.run("ingest", "images", "--root", footage, "--table", "pictures", "--commit-seconds", "0.000001");

        assertThat(json.json().get("version").asInt()).isEqualTo(4);
        assertThat(json.stderr().lines().filter(line -> line.contains("\"commit\"")))
                .extracting(line -> line.replaceAll(",\"rows_per_second.*,\"version", ",\"version"))
                .containsExactly(
                        "{\"event\":\"commit\",\"stage\":\"ingest\",\"rows_done\":1,\"rows_total\":3,\"version\":2}",
                        "{\"event\":\"commit\",\"stage\":\"ingest\",\"rows_done\":2,\"rows_total\":3,\"version\":3}",
                        "{\"event\":\"commit\",\"stage\":\"ingest\",\"rows_done\":3,\"rows_total\":3,\"version\":4}");
        assertThat(text.stderr())
                .startsWith("ingest: 1 of 3 rows, committed as version 2\n")
                .contains("ingest: 3 of 3 rows in ");
    }

    @Test
    void addsAllOfAnIngestOrNothingWhereAProblemIsTheEnd() throws IOException {
        Path footage = folder.resolve("footage");
        lake.run("synth", "bdd100k", "--out", footage.toString(), "--frames", "6", "--width", "160", "--height", "120");
        Files.delete(footage.resolve("labels/det_20/det_val.json"));

        Outcome outcome = lake.json(
                "ingest", "bdd100k", "--root", footage.toString(), "--on-error", "fail", "--commit-bytes", "1");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr()).doesNotContain("commit");
        assertThat(lake.run("count", "bdd100k").exitCode()).isEqualTo(3);
    }

    @Test
    void refusesIngestsThatCannotBe() {
        String footage = folder.resolve("footage").toString();
        lake.run("synth", "bdd100k", "--out", footage, "--frames", "2", "--width", "160", "--height", "120");
        lake.run("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy'");
        String versions = lake.json("versions", "frames").stdout();

        Outcome table = lake.run("ingest", "images", "--root", footage, "--table", "frames");
        Outcome view = lake.run("ingest", "bdd100k", "--root", footage, "--table", "rain");

        assertThat(table.exitCode()).isEqualTo(2);
        assertThat(table.stderr())
                .isEqualTo(
                        "joust: Cannot ingest into table 'frames': it lacks columns 'image_id' (utf8), 'path' (utf8),"
                                + " 'image_bytes' (large_binary), 'width' (int32), 'height' (int32), and the images have no"
                                + " value for its NOT NULL columns 'id', 'weather', 'caption', 'image', 'direction'; ingest into"
                                + " another table, or a new one\n");
        assertThat(view.exitCode()).isEqualTo(2);
        assertThat(view.stderr())
                .isEqualTo(
                        "joust: Cannot ingest into 'rain': it is a view of 'frames'; ingest into 'frames' and refresh"
                                + " the view\n");
        assertThat(lake.json("versions", "frames").stdout()).isEqualTo(versions);
        assertThat(lake.run("ingest", "bdd100k", "--root", footage, "--commit-bytes", "0")
                        .stderr())
                .isEqualTo("joust: Cannot use option '--commit-bytes': it must be positive but was 0; give another"
                        + " value\n");
        assertThat(lake.run("ingest", "bdd100k", "--root", footage, "--commit-seconds", "-1")
                        .stderr())
                .isEqualTo("joust: Cannot use option '--commit-seconds': it must be positive but was -1.0; give another"
                        + " value\n");
    }

    @Test
    void refusesADemoOfTooFewFramesByTheNameOfItsOption() {
        Outcome outcome = lake.run(
                "demo", "--synthetic", "5", "--dir", folder.resolve("demo").toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot use option '--synthetic': it must be at least 20 but was 5; give another"
                        + " value\n");
        assertThat(folder.resolve("demo")).doesNotExist();
    }

    @Test
    void endsEarlyWhenASignalComes() {
        String footage = folder.resolve("footage").toString();
        String[] synth = {"synth", "bdd100k", "--out", footage, "--frames", "4", "--width", "160", "--height", "120"};
        assertThat(lake.interrupted(synth).exitCode()).isEqualTo(130);
        assertThat(lake.run(synth).exitCode()).isZero();

        Outcome ingest = lake.interrupted("ingest", "bdd100k", "--root", footage);

        assertThat(ingest.exitCode()).isEqualTo(130);
        assertThat(ingest.stderr()).endsWith("joust: Interrupted; nothing was added\n");
        assertThat(lake.run("count", "bdd100k").exitCode()).isEqualTo(3);
        assertThat(lake.interrupted("loader", "frames").exitCode()).isEqualTo(130);
        assertThat(lake.interrupted("optimize", "frames").stderr())
                .isEqualTo("joust: Interrupted; no row of 'frames' is lost, and the steps that were done are kept; run"
                        + " the same command again for the others\n");
        assertThat(lake.interrupted("demo", "--dir", folder.resolve("demo").toString())
                        .exitCode())
                .isEqualTo(130);
    }

    @Test
    void runsTheDemoWithJson() {
        Path dir = folder.resolve("demo");

        Outcome outcome = lake.json("demo", "--synthetic", "30", "--frame-size", "160x120", "--dir", dir.toString());

        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        assertThat(outcome.fields()).contains("dir", "lake", "frames", "frames_added", "stages", "report");
        assertThat(outcome.json().at("/stages/0/name").asText()).isNotEmpty();
        assertThat(outcome.json().get("frames").asInt()).isEqualTo(30);
        assertThat(Path.of(outcome.json().get("report").asText())).exists();
        assertThat(outcome.stderr()).contains("{\"event\":\"progress\"");
    }

    @Test
    void refusesADemoInAFolderOfSomethingElse() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertThat(lake.run("demo", "--dir", folder.toString()).exitCode()).isEqualTo(2);
        assertThat(folder.resolve("thesis.txt")).exists();
    }

    @Test
    void saysThatOlderFootageIsReplaced() {
        String out = folder.resolve("drawn").toString();
        String[] draw = {"synth", "bdd100k", "--frames", "1", "--width", "160", "--height", "120", "--out", out};

        assertThat(lake.run(draw).stdout()).doesNotContain("replaced");
        assertThat(lake.run(draw).stdout()).contains("; older footage in '" + out + "' was replaced\n");
        assertThat(lake.json(draw).json().get("replaced").asBoolean()).isTrue();
    }

    @Test
    void saysThatAnEpochEndsBeforeTheStepToResumeAt() {
        assertThat(lake.run("loader", "frames", "--resume-step", "999").stderr())
                .isEqualTo("joust: nothing was read: epoch 0 has no batch 999\n");
    }
}
