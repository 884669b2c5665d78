// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.onnx.TextTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The small models give what PyTorch and Hugging Face's tokenizers gave for the same images and texts;
 * {@code python/models/reference_numbers.py} writes the numbers.
 */
class ReferenceNumbersTest {
    private static final String MODELS = "../driving/src/main/resources/dev/joust/driving/models/";

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ReferenceNumbersTest.class.getResourceAsStream("/dev/joust/vision/" + name)) {
            return in.readAllBytes();
        }
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(resource(name));
    }

    private static void requireSame(float[] unit, JsonNode expected, double tolerance) {
        double norm = expected.get("norm").asDouble();
        for (int i = 0; i < expected.get("first").size(); i++) {
            assertThat((double) unit[i])
                    .as("number %s", i)
                    .isCloseTo(expected.get("first").get(i).asDouble() / norm, within(tolerance));
        }
    }

    @Test
    void tokensAreThoseOfThePythonTokenizer() throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.read(
                ModelFolder.at(MODELS + "clip").find(TextTokenizer.FILE).orElseThrow())) {
            for (JsonNode text : json("tokens.json").get("texts")) {
                long[] ids = StreamSupport.stream(text.get("ids").spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .toArray();

                assertThat(tokenizer.encode(text.get("text").asText()).ids())
                        .as(text.get("text").asText())
                        .containsExactly(ids);
            }
        }
    }

    @Test
    void embeddingsAreThoseOfPyTorch() throws IOException {
        JsonNode expected = json("embeddings.json");
        try (ClipModel clip = ClipModel.open(MODELS + "clip")) {
            for (JsonNode text : expected.get("texts")) {
                if (!text.get("text").asText().isBlank()) {
                    requireSame(clip.text(text.get("text").asText()).vector(), text, 1e-4);
                }
            }
            // Its sides change their ratio, so that Pillow 13 scales columns before rows.
            requireSame(
                    clip.image(resource("odd-size.png")).vector(),
                    expected.get("images").get("odd-size.png"),
                    2e-3);
            // The JPEG decoders of the JDK and of Pillow round differently.
            requireSame(
                    clip.image(resource("street-day.jpg")).vector(),
                    expected.get("images").get("street-day.jpg"),
                    0.02);
        }
    }

    @Test
    void detectionsAreThoseOfPyTorch() throws IOException {
        JsonNode expected = json("detections.json");
        try (Detector detector = Detector.open(MODELS + "detector")) {
            List<Detection> found = detector.detect(
                    new ImageDecoder().image(resource(expected.get("image").asText())), 0.5);

            int compared = 0;
            for (JsonNode one : expected.get("detections")) {
                if (one.get("score").asDouble() > 0.6) {
                    compared++;
                    assertThat(found).as(one.toString()).anySatisfy(detection -> {
                        assertThat(detection.label()).isEqualTo(one.get("label").asText());
                        assertThat((double) detection.score())
                                .isCloseTo(one.get("score").asDouble(), within(0.05));
                        assertThat((double) detection.x1())
                                .isCloseTo(one.get("box").get(0).asDouble(), within(3.0));
                        assertThat((double) detection.y2())
                                .isCloseTo(one.get("box").get(3).asDouble(), within(3.0));
                    });
                }
            }
            assertThat(compared).isGreaterThan(3);
            assertThat(found).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
        }
    }
}
