// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.query.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a tiny CLIP of Hugging Face's own classes and random weights, and the small detector. */
class ModelFeaturesTest {
    private static final String MODELS = "../driving/src/main/resources/dev/joust/driving/models/";

    @TempDir
    Path folder;

    private Path tiny;

    /** A row with an image. */
    public record Shot(
            int id,
            @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] imageBytes) {}

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        tiny = Files.createDirectories(folder.resolve("tiny"));
        Files.write(tiny.resolve("vision_model.onnx"), resource("tiny-clip/vision_model.onnx"));
    }

    private Path addTheTextEncoder() throws IOException {
        return Files.write(tiny.resolve("text_model.onnx"), resource("tiny-clip/text_model.onnx"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ModelFeaturesTest.class.getResourceAsStream("/dev/joust/vision/" + name)) {
            return in.readAllBytes();
        }
    }

    private static Table shots(Lake lake, Shot... shots) {
        Table table = lake.createTable("shots", Shot.class);
        table.append(List.of(shots));
        return table;
    }

    @Test
    void saysThatTheModelOfAColumnTakesNoText() throws IOException {
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table = shots(lake, new Shot(0, resource("street-day.jpg")));
            table.addFeatures(ClipImageEmbedding.of(tiny.toString()));

            assertThatThrownBy(() -> Encoders.of(table).textColumn())
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot search table 'shots' by text: the model of column 'clip_embedding' has no text"
                            + " encoder, which would be 'text_model.onnx' with 'tokenizer.json' in its folder; point"
                            + " the feature at a folder that has both, or search by image");
        }
    }

    @Test
    void embedsEveryImageFailsOnlyABrokenOneAndKeepsNull() throws IOException {
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table = shots(
                    lake,
                    new Shot(0, resource("street-day.jpg")),
                    new Shot(1, new byte[] {1, 2, 3}),
                    new Shot(2, null),
                    new Shot(3, resource("odd-size.png")));
            table.addFeatures(ClipImageEmbedding.of(tiny.toString()));
            table.backfill("clip_embedding").onError(ErrorPolicy.skip()).run();

            CellCounts cells = table.feature("clip_embedding").cells();
            assertThat(cells.failed()).isEqualTo(1);
            assertThat(cells.fresh()).isEqualTo(3);
            List<Row> rows = table.query()
                    .select("id", "clip_embedding")
                    .where("clip_embedding IS NOT NULL")
                    .rows();
            assertThat(rows).hasSize(2);
            for (Row row : rows) {
                double squares = 0;
                for (float number : row.vector("clip_embedding")) {
                    squares += (double) number * number;
                }
                assertThat(squares).isBetween(0.9999, 1.0001);
            }
        }
    }

    @Test
    void givesTheSameVectorWhateverIsComputedBesideIt() throws IOException {
        byte[] image = resource("odd-size.png");
        Shot[] images =
                IntStream.range(0, 40).mapToObj(id -> new Shot(id, image)).toArray(Shot[]::new);
        try (Lake lake = Joust.open(folder.resolve("lake"));
                ImageEncoder encoder = ImageEncoder.clip(tiny.toString())) {
            Table table = shots(lake, images);
            table.addFeatures(ClipImageEmbedding.of(tiny.toString()));
            table.backfill("clip_embedding").run();

            float[] alone = encoder.image(image).vector();
            for (Row row : table.query().select("clip_embedding").rows()) {
                assertThat(row.vector("clip_embedding"))
                        .usingComparatorWithPrecision(1e-5f)
                        .containsExactly(alone);
            }
        }
    }

    @Test
    void detectsAsListsOfOneLength() throws IOException {
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table =
                    shots(lake, new Shot(0, resource("synthetic-frame.jpg")), new Shot(1, resource("odd-size.png")));
            table.addFeatures(Detections.of(MODELS + "detector"), PersonBboxAreaPct.of(MODELS + "detector"));
            table.backfill("det_categories", "person_bbox_area_pct").run();

            Row row = table.query().where("id = 0").rows().get(0);
            assertThat(row.list("det_categories")).isNotEmpty();
            assertThat(row.list("det_bboxes")).hasSameSizeAs(row.list("det_categories"));
            assertThat(row.list("det_scores")).hasSameSizeAs(row.list("det_categories"));
            boolean hasPerson = row.list("det_categories").contains("person");
            assertThat(row.isNull("person_bbox_area_pct")).isEqualTo(!hasPerson);
        }
    }

    @Test
    void saysWhatIsWrongWithAModel() throws IOException {
        Path model = tiny.resolve("vision_model.onnx");
        Files.write(model, resource("tiny-clip/seven_numbers.onnx"));
        assertThatThrownBy(() -> ClipImageEmbedding.of(tiny.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot use model '" + model + "' for 'clip_embedding': it gives ")
                .hasMessageContaining("7")
                .hasMessageEndingWith("; name another model, or export it anew");

        Files.write(model, new byte[] {8, 7, 6});
        assertThatThrownBy(() -> ClipImageEmbedding.of(tiny.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot load model '" + model + "': ONNX Runtime 1.29.0 says: ")
                .hasMessageEndingWith("; export it to ONNX again, weights and all in one file");

        Files.delete(model);
        addTheTextEncoder();
        assertThatThrownBy(() -> ClipImageEmbedding.of(tiny.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open model '" + tiny + "': it has no image encoder, which would be in"
                        + " 'vision_model.onnx'; name the folder of an export that has it");
        assertThatThrownBy(() -> ClipTextEncoder.open(tiny.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open model '" + tiny + "': it has no tokenizer, which would be in 'tokenizer.json';"
                        + " name the folder of an export that has it");
        assertTokenizerRefused(
                "{\"model\":{}}", "line 1, column 12: data did not match any variant of untagged enum ModelUntagged");
        assertTokenizerRefused("{}", "line 1, column 2: Model missing");
        assertTokenizerRefused(
                "{\"model\": {},\n \"truncation\": }", "line 2, column 16: '}' is out of place in its JSON");
        assertTokenizerRefused("{\"model\": {", "line 1, column 12: it ends in the middle of its JSON");
        assertTokenizerRefused("{\"model\": nil}", "line 1, column 11: 'nil' is no value of JSON");
        assertTokenizerRefused(
                "{\"model\": \"a\u0001\"}",
                "line 1, column 13: the control character 1 is out of place in its" + " JSON");
        assertThatThrownBy(() -> Detector.open(tiny.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot open model '" + tiny + "': it has no detector, which would be in 'detector.onnx',"
                        + " 'model.onnx'; name the folder of an export that has it");
    }

    private void assertTokenizerRefused(String content, String why) throws IOException {
        Path tokenizer = Files.writeString(tiny.resolve("tokenizer.json"), content);
        assertThatThrownBy(() -> ClipTextEncoder.open(tiny.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read tokenizer '" + tokenizer + "': " + why
                        + "; take the tokenizer.json that belongs to the model");
    }

    @Test
    void refusesATextEncoderThatCannotBeUsedBeforeAnythingIsComputed() throws IOException {
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table = shots(lake, new Shot(0, resource("street-day.jpg")));
            table.addFeatures(ClipImageEmbedding.of(tiny.toString()));
            table.backfill("clip_embedding").run();
            long version = table.version();
            Path text = addTheTextEncoder();

            assertThatThrownBy(() -> table.alterFeature("clip_embedding", ClipImageEmbedding.of(tiny.toString())))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot open model '" + tiny + "': it has 'text_model.onnx' but no 'tokenizer.json',"
                            + " without which no text can be encoded; add the one that belongs to the model, or take"
                            + " 'text_model.onnx' away to search by image only");
            Path tokenizer = Files.writeString(tiny.resolve("tokenizer.json"), "{\"model\":{}}");
            assertThatThrownBy(() -> ClipImageEmbedding.of(tiny.toString()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("Cannot read tokenizer '" + tokenizer + "': ")
                    .hasMessageEndingWith("; take the tokenizer.json that belongs to the model");
            Files.write(tokenizer, resource("tiny-clip/tokenizer.json"));
            Files.write(text, new byte[] {8, 7, 6});
            assertThatThrownBy(() -> ClipImageEmbedding.of(tiny.toString()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("Cannot load model '" + text + "': ONNX Runtime 1.29.0 says: ");
            assertThat(table.version()).isEqualTo(version);
            assertThat(table.feature("clip_embedding").isComplete()).isTrue();

            Files.delete(text);
            assertThat(ClipImageEmbedding.of(tiny.toString())
                            .encoder()
                            .orElseThrow()
                            .models())
                    .containsOnlyKeys("image", "preprocessing");
        }
    }

    @Test
    void refusesWeightsInAFileThatNoHashCovers() throws IOException {
        Files.write(tiny.resolve("vision_model.onnx"), resource("tiny-clip/external_weights.onnx"));
        Path weights = Files.write(Path.of("target", "external-weights.data"), new byte[192 * 2 * 4]);
        try {
            assertThatThrownBy(() -> ClipImageEmbedding.of(tiny.toString()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("External data path")
                    .hasMessageEndingWith("; export it to ONNX again, weights and all in one file");
        } finally {
            Files.delete(weights);
        }
    }

    @Test
    void refusesAModelThatReadsImagesOfAnotherSizeThanItsPreprocessingMakes() throws IOException {
        Files.writeString(
                tiny.resolve("preprocessor_config.json"),
                "{\"size\":40,\"crop_size\":40,\"image_mean\":[0,0,0],\"image_std\":[1,1,1]}");

        assertThatThrownBy(() -> ClipImageEmbedding.of(tiny.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Cannot use model '" + tiny.resolve("vision_model.onnx")
                        + "' for 'clip_embedding': it reads 'pixel_values' float[?, 3, 32, 32], but its preprocessing"
                        + " makes images of 40x40 pixels");
    }

    @Test
    void refusesADetectorWhoseScoreIsNoShareBeforeItIsAdded() {
        Feature detections = Detections.of(MODELS + "detector");

        for (String score : List.of("high", "1.5", "-0.1", "NaN")) {
            assertThatThrownBy(() -> detections.withParameters(Map.of("min_score", score)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("Cannot set parameter 'min_score' of function 'detections': it must be a number from 0"
                            + " to 1 but is '" + score + "'; give another value");
        }
        assertThat(detections
                        .withParameters(Map.of("min_score", "0.25"))
                        .identity()
                        .parameters())
                .containsEntry("min_score", "0.25");
    }
}
