// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import dev.joust.driving.FootageIngest;
import dev.joust.driving.synth.SyntheticDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeaningCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;
    private Path image;

    @BeforeEach
    void makeALake() throws IOException {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        Path footage = folder.resolve("footage");
        SyntheticDataset.in(footage).frames(24).seed(5).size(320, 180).write();
        try (Lake opened = Joust.open(lake.folder())) {
            FootageIngest.into(opened, "bdd100k").bdd100k(footage);
        }
        try (Stream<Path> files = Files.walk(footage)) {
            image = files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void embed() {
        assertThat(lake.run("features", "add", "bdd100k", "clip_embedding", "--param", "model=demo:clip")
                        .exitCode())
                .isZero();
        assertThat(lake.run("backfill", "bdd100k", "clip_embedding").exitCode()).isZero();
    }

    @Test
    void findsByTextAndByImageAndWritesAPage() throws IOException {
        embed();
        Path page = folder.resolve("hits.html");

        Outcome byText = lake.json(
                "search",
                "bdd100k",
                "--text",
                "a dark street at night",
                "--limit",
                "3",
                "--select",
                "image_id",
                "--html",
                page.toString());
        Outcome byImage =
                lake.json("search", "bdd100k", "--image", image.toString(), "--limit", "3", "--select", "image_id");

        assertThat(byText.json())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.has("_distance")).isTrue());
        assertThat(Files.readString(page)).contains("a dark street at night", "data:image/jpeg;base64,");
        assertThat(byImage.json().get(0).get("image_id").asText() + ".jpg")
                .isEqualTo(image.getFileName().toString());
        assertThat(byImage.json().get(0).get("_distance").asDouble()).isLessThan(1e-3);
    }

    @Test
    void findsByTextInABranchAndWritesAPage() throws IOException {
        embed();
        Path page = folder.resolve("hits.html");
        assertThat(lake.run("branch", "create", "bdd100k", "try").exitCode()).isZero();
        String[] search = {"search", "bdd100k", "--text", "a dark street at night", "--limit", "1"};
        String best = lake.json(search).json().get(0).get("image_id").asText();
        try (Lake opened = Joust.open(lake.folder())) {
            opened.openTable("bdd100k").branch("try").delete("image_id = '" + best + "'");
        }

        Outcome found =
                lake.json(Stream.concat(Stream.of(search), Stream.of("--branch", "try", "--html", page.toString()))
                        .toArray(String[]::new));

        assertThat(found.json()).as(found.stderr()).hasSize(1);
        assertThat(found.json().get(0).get("image_id").asText()).isNotEqualTo(best);
        assertThat(Files.readString(page)).contains("a dark street at night", "data:image/jpeg;base64,");
    }

    @Test
    void findsByWordsAndMeaningAtOnce() {
        embed();
        assertThat(lake.run("index", "create", "bdd100k", "--column", "timeofday", "--type", "fts")
                        .exitCode())
                .isZero();

        assertThat(lake.json(
                                "search",
                                "bdd100k",
                                "--text",
                                "a street",
                                "--fts",
                                "night",
                                "--fts-column",
                                "timeofday",
                                "--limit",
                                "2",
                                "--select",
                                "image_id")
                        .json()
                        .get(0)
                        .has("_relevance_score"))
                .isTrue();
    }

    @Test
    void saysWhatIsWrongWithAQueryOfMeaning() throws IOException {
        assertThat(lake.run("search", "bdd100k", "--text", "night").stderr())
                .isEqualTo(
                        "joust: Cannot search table 'bdd100k' by text: it has no column whose model takes text; add a"
                                + " feature such as 'clip_embedding' and backfill it\n");
        embed();
        String types = "joust: Cannot search column 'image_id' of table 'bdd100k' by what it means: it is utf8, no"
                + " vectors; choose a column with vectors of a known model: 'clip_embedding'\n";
        Outcome byName = lake.run("search", "bdd100k", "--text", "night", "--vector-column", "image_id");
        assertThat(byName.exitCode()).isEqualTo(2);
        assertThat(byName.stderr()).isEqualTo(types);
        assertThat(lake.run("search", "bdd100k", "--image", image.toString(), "--vector-column", "image_id")
                        .stderr())
                .isEqualTo(types);
        assertThat(lake.run("search", "frames", "--text", "night", "--vector-column", "weather")
                        .stderr())
                .isEqualTo("joust: Cannot search column 'weather' of table 'frames' by what it means: it is utf8, no"
                        + " vectors; add a feature that fills a column with a model's vectors, this table has none\n");
        Path noImage = Files.writeString(folder.resolve("words.jpg"), "no image at all");
        assertThat(lake.run("search", "bdd100k", "--text", "  ").stderr())
                .isEqualTo("joust: Cannot encode the text '  ': it is empty; say what to look for\n");
        assertThat(lake.run("search", "bdd100k", "--image", noImage.toString()).stderr())
                .isEqualTo("joust: Cannot read image '" + noImage
                        + "': it is neither a JPEG nor a PNG: it begins with the bytes 6e 6f 20 69 6d 61 67 65; name a"
                        + " JPEG or PNG that can be read\n");
        assertThat(lake.run("search", "bdd100k", "--image", "gone.jpg").stderr())
                .isEqualTo("joust: Cannot read image 'gone.jpg': there is no such file; name a JPEG or PNG that can be"
                        + " read\n");
        assertThat(lake.run("search", "frames", "--image", "gone.jpg").stderr())
                .startsWith("joust: Cannot read image 'gone.jpg': there is no such file;");
        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(Files.readAllBytes(image), 2000));
        assertThat(lake.run("search", "bdd100k", "--image", cut.toString()).stderr())
                .startsWith("joust: Cannot read image '" + cut + "': ");
        assertThat(lake.run("search", "bdd100k", "--image", folder.toString()).stderr())
                .isEqualTo("joust: Cannot read image '" + folder + "': it is a folder; name a JPEG or PNG that can be"
                        + " read\n");
        assertThat(lake.run("search", "bdd100k", "--image", image.toString(), "--text", "night")
                        .stderr())
                .isEqualTo("joust: Cannot search table 'bdd100k': --text, --image and --like exclude each other; give"
                        + " one\n");
        assertThat(lake.run("search", "bdd100k", "--text", "night", "--model", folder.toString())
                        .stderr())
                .isEqualTo("joust: Cannot open model '" + folder
                        + "': it has no text encoder, which would be in 'text_model.onnx'; name the folder of an export"
                        + " that has it\n");
        assertThat(lake.run("search", "frames", "--like", "1", "--html", "x.html")
                        .stderr())
                .startsWith("joust: Cannot show rows of table 'frames' as pictures: it has no column 'image_bytes'");
        assertThat(List.of(lake.run("search", "bdd100k", "--fts", "x", "--model", "m")
                        .exitCode()))
                .containsExactly(2);
    }

    @Test
    void refusesAPlaceForAPageBeforeItSearches() {
        Path nowhere = folder.resolve("nowhere").resolve("hits.html");

        Outcome missing = lake.run("search", "gone", "--fts", "x", "--html", nowhere.toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.stderr())
                .isEqualTo("joust: Cannot write file '" + nowhere + "': there is no folder '" + nowhere.getParent()
                        + "'; create it or name another\n");
        Outcome taken = lake.run("search", "gone", "--fts", "x", "--html", folder.toString());
        assertThat(taken.exitCode()).isEqualTo(2);
        assertThat(taken.stderr())
                .isEqualTo("joust: Cannot write file '" + folder + "': it is a folder; name a file\n");
        String ended = folder.resolve("hits") + "/";
        Outcome noFile = lake.run("search", "gone", "--fts", "x", "--html", ended);
        assertThat(noFile.exitCode()).isEqualTo(2);
        assertThat(noFile.stderr())
                .isEqualTo("joust: Cannot run 'joust search': invalid value for option '--html': '" + ended
                        + "' names a folder, because it ends in a separator; 'joust search --help' shows what there"
                        + " is\n");
        assertThat(folder.resolve("hits")).doesNotExist();
    }

    @Test
    void pointsAColumnAtAModelThatMovedAndRefusesItWithoutItsTokenizer() throws IOException {
        Path before = copyOfTheModel("before");
        lake.run("features", "add", "bdd100k", "clip_embedding", "--param", "model=" + before);
        assertThat(lake.run("backfill", "bdd100k", "clip_embedding").exitCode()).isZero();
        Path after = Files.move(before, folder.resolve("after"));

        Outcome moved = lake.run("features", "alter", "bdd100k", "clip_embedding", "--param", "model=" + after);
        assertThat(moved.exitCode()).as(moved.stderr()).isZero();
        assertThat(moved.stdout()).contains("; its values are up to date");
        String known =
                lake.json("features", "show", "bdd100k", "clip_embedding").stdout();

        Files.delete(after.resolve("tokenizer.json"));
        String refusal = "joust: Cannot open model '" + after + "': it has 'text_model.onnx' but no 'tokenizer.json',"
                + " without which no text can be encoded; add the one that belongs to the model, or take"
                + " 'text_model.onnx' away to search by image only\n";
        Outcome altered = lake.run("features", "alter", "bdd100k", "clip_embedding", "--param", "model=" + after);
        assertThat(altered.exitCode()).isEqualTo(2);
        assertThat(altered.stderr()).isEqualTo(refusal);
        assertThat(lake.json("features", "show", "bdd100k", "clip_embedding").stdout())
                .isEqualTo(known);
        assertThat(lake.run("features", "add", "frames", "clip_embedding", "--param", "model=" + after)
                        .stderr())
                .isEqualTo(refusal);

        Outcome elsewhere = lake.run(
                "features", "alter", "bdd100k", "clip_embedding", "--param", "model=" + copyOfTheModel("again"));
        assertThat(elsewhere.exitCode()).as(elsewhere.stderr()).isZero();
    }

    private Path copyOfTheModel(String name) throws IOException {
        Path source = Path.of("../driving/src/main/resources/dev/joust/driving/models/clip");
        Path copy = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        return copy;
    }

    @Test
    void pointsAColumnAtAModelAndRefusesOneThatIsNone() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(broken.resolve("vision_model.onnx"), "not a model");

        assertThat(lake.run("features", "add", "bdd100k", "clip_embedding").stderr())
                .isEqualTo("joust: Cannot use feature 'clip_embedding': function 'clip_embedding' needs its parameter"
                        + " 'model', which says where its model is; set it, on the command line with --param"
                        + " model=PLACE\n");
        assertThat(lake.run("features", "add", "bdd100k", "clip_embedding", "--param", "model=" + broken)
                        .stderr())
                .startsWith("joust: Cannot load model '" + broken.resolve("vision_model.onnx")
                        + "': ONNX Runtime 1.29.0 says: ")
                .endsWith("; export it to ONNX again, weights and all in one file\n");
        assertThat(lake.run("features", "add", "bdd100k", "person_bbox_area_pct")
                        .exitCode())
                .isZero();
        Outcome altered = lake.run(
                "features",
                "alter",
                "bdd100k",
                "person_bbox_area_pct",
                "--udf",
                "person_bbox_area_pct.detector",
                "--param",
                "model=demo:detector");
        assertThat(altered.exitCode()).as(altered.stderr()).isZero();
        assertThat(lake.run("features", "show", "bdd100k", "person_bbox_area_pct")
                        .stdout())
                .contains("demo:detector");
    }
}
