// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.internal.onnx.ModelFolder;
import dev.joust.vision.internal.pixels.Preprocessing.Crop;
import dev.joust.vision.internal.pixels.Preprocessing.Resize;
import dev.joust.vision.internal.pixels.Preprocessing.Size;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers are those of Hugging Face's CLIPImageProcessor; {@code python/models/reference_numbers.py} writes them.
 */
class ImageTensorsTest {
    private static final String SMALL_CLIP = "../driving/src/main/resources/dev/joust/driving/models/clip";

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ImageTensorsTest.class.getResourceAsStream("/dev/joust/vision/" + name)) {
            return in.readAllBytes();
        }
    }

    private static float[] tensor(Preprocessing how, BufferedImage image) {
        ImageTensors tensors = new ImageTensors(how);
        Size size = tensors.size(image);
        FloatBuffer target = FloatBuffer.allocate(3 * size.width() * size.height());
        tensors.write(image, target, 0);
        return target.array();
    }

    /**
     * A JPEG may differ by a few levels, because the decoders round differently; a PNG may not, but where the ratio of
     * the sides changes: there Pillow 13, which made the numbers, scales columns before rows.
     */
    @ParameterizedTest
    @CsvSource({
        "openai, odd-size.png, 0.00001, 0.00001",
        "openai, street-day.jpg, 0.15, 0.01",
        "openai, street-night.jpg, 0.15, 0.01",
        "small, odd-size.png, 0.1, 0.001",
        "small, street-day.jpg, 0.15, 0.01",
    })
    void preparesImagesAsTheReferenceDoes(String config, String image, double each, double mean) throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(resource("preprocessed.json"))
                .get(config)
                .get(image);
        Preprocessing how = config.equals("openai")
                ? Preprocessing.CLIP
                : PreprocessingJson.read(
                        ModelFolder.at(SMALL_CLIP).find(PreprocessingJson.FILE).orElseThrow());

        float[] tensor = tensor(how, new ImageDecoder().image(resource(image)));

        int height = expected.get("shape").get(1).asInt();
        int width = expected.get("shape").get(2).asInt();
        assertThat(tensor).hasSize(3 * height * width);
        for (JsonNode sample : expected.get("samples")) {
            int at = (sample.get(0).asInt() * height + sample.get(1).asInt()) * width
                    + sample.get(2).asInt();
            assertThat((double) tensor[at])
                    .as("channel %s, row %s, column %s", sample.get(0), sample.get(1), sample.get(2))
                    .isCloseTo(sample.get(3).asDouble(), within(each));
        }
        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            for (int i = 0; i < height * width; i++) {
                sum += tensor[channel * height * width + i];
            }
            assertThat(sum / (height * width))
                    .isCloseTo(expected.get("mean").get(channel).asDouble(), within(mean));
        }
    }

    @Test
    void computesOnlyAWindowWithTheSameBytesAsTheWhole() {
        Random random = new Random(3);
        for (int round = 0; round < 40; round++) {
            int width = 20 + random.nextInt(90);
            int height = 20 + random.nextInt(90);
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
            random.nextBytes(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
            int side = 8 + random.nextInt(60);
            Preprocessing whole = plain(new Resize.ShortestEdge(side), new Crop.None());
            Preprocessing cropped = plain(new Resize.ShortestEdge(side), new Crop.Middle(side, side));

            float[] all = tensor(whole, image);
            float[] middle = tensor(cropped, image);

            Size scaled = new Resize.ShortestEdge(side).of(width, height);
            int left = (scaled.width() - side) / 2;
            int top = (scaled.height() - side) / 2;
            for (int band = 0; band < 3; band++) {
                for (int y = 0; y < side; y++) {
                    for (int x = 0; x < side; x++) {
                        int at = (band * scaled.height() + y + top) * scaled.width() + x + left;
                        assertThat(middle[(band * side + y) * side + x]).isEqualTo(all[at]);
                    }
                }
            }
        }
    }

    @Test
    void addsBlackAroundAnImageThatIsSmallerThanTheCrop() {
        BufferedImage white = new BufferedImage(2, 4, BufferedImage.TYPE_3BYTE_BGR);
        Arrays.fill(((DataBufferByte) white.getRaster().getDataBuffer()).getData(), (byte) 255);

        float[] tensor = tensor(plain(new Resize.None(), new Crop.Middle(4, 4)), white);

        for (int band = 0; band < 3; band++) {
            for (int y = 0; y < 4; y++) {
                assertThat(Arrays.copyOfRange(tensor, (band * 4 + y) * 4, (band * 4 + y) * 4 + 4))
                        .containsExactly(0, 255, 255, 0);
            }
        }
    }

    @Test
    void keepsAFlatImageFlat() {
        BufferedImage image = new BufferedImage(123, 77, BufferedImage.TYPE_3BYTE_BGR);
        Arrays.fill(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) 200);

        assertThat(tensor(plain(new Resize.Exact(40, 300), new Crop.None()), image))
                .containsOnly(200);
    }

    private static Preprocessing plain(Resize resize, Crop crop) {
        return new Preprocessing(
                resize, AntialiasedResize.Filter.BICUBIC, crop, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    }
}
