// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Files of a small data set by path, to be written as folders or as a zip. */
final class TestDataset {
    static final String TRAIN = "images/100k/train/";
    static final String VAL = "images/100k/val/";
    static final String TEST = "images/100k/test/";
    static final String DET_TRAIN = "labels/det_20/det_train.json";

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Two labelled frames in train, one without an object in val, one without labels in test. */
    static TestDataset complete() {
        return new TestDataset()
                .image(TRAIN + "0000f77c-6257be58.jpg", 64, 36)
                .image(TRAIN + "0000f77c-cb820c98.jpg", 32, 18)
                .image(VAL + "b1c66a42-6f7d68ca.jpg", 64, 36)
                .image(TEST + "cabc30fc-e7726578.jpg", 64, 36)
                .text(DET_TRAIN, """
                        [{"name": "0000f77c-6257be58.jpg", "timestamp": 10000,
                          "attributes": {"weather": "clear", "scene": "city street", "timeofday": "night"},
                          "labels": [
                            {"id": "1", "category": "pedestrian", "attributes": {"occluded": true, "truncated": false},
                             "box2d": {"x1": 1.5, "y1": 2, "x2": 10.25, "y2": 20}},
                            {"id": "2", "category": "lane/single white", "poly2d": [{"vertices": [[1, 2], [3, 4]]}]},
                            {"id": "3", "category": "traffic light",
                             "attributes": {"occluded": false, "trafficLightColor": "G"},
                             "box2d": {"x1": 0, "y1": 0, "x2": 3, "y2": 4}}]},
                         {"name": "0000f77c-cb820c98.jpg", "videoName": "0000f77c-clip", "timestamp": 10001,
                          "attributes": {"weather": "rainy", "scene": "highway", "timeofday": "daytime"}}]
                        """)
                .text("labels/det_20/det_val.json", """
                        [{"name": "b1c66a42-6f7d68ca.jpg", "timestamp": 10000, "labels": null,
                          "attributes": {"weather": "undefined", "scene": "tunnel", "timeofday": "dawn/dusk"}}]
                        """);
    }

    TestDataset image(String path, int width, int height) {
        String format = path.endsWith(".png") ? "png" : "jpg";
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(width / 2, height / 2, path.hashCode());
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, format, out);
            return bytes(path, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestDataset text(String path, String content) {
        return bytes(path, content.getBytes(StandardCharsets.UTF_8));
    }

    TestDataset bytes(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    TestDataset without(String path) {
        files.remove(path);
        return this;
    }

    byte[] content(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new IllegalArgumentException(path);
        }
        return content;
    }

    Path unpack(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }

    /** Writes the files whose path begins with a prefix, below another folder, into a zip. */
    Path zip(Path zip, String prefix, String below) throws IOException {
        Files.createDirectories(zip.getParent());
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream zipped = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (file.getKey().startsWith(prefix)) {
                    zipped.putNextEntry(new ZipEntry(below + file.getKey()));
                    zipped.write(file.getValue());
                    zipped.closeEntry();
                }
            }
        }
        return zip;
    }
}
