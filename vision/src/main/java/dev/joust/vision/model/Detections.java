// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.schema.Types;
import dev.joust.vision.ImageFeatures;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Detector} finds in the image, as three columns of one length: {@code det_categories} (list of utf8),
 * {@code det_bboxes} (list of {@code [x1, y1, x2, y2]} in pixels, float32) and {@code det_scores} (list of float32),
 * best first, as annotations have them. Empty lists where nothing is found; NULL where the image is NULL. An image that
 * cannot be decoded fails its row.
 */
public final class Detections {
    private Detections() {}

    /**
     * The feature, whose parameter {@code model} has to be set to the folder of a detector. The parameter
     * {@code min_score}, 0 to 1, 0.5 unless set, leaves out what the detector is less sure of.
     */
    public static Feature feature() {
        return Feature.of("det_categories", Types.listOf(Types.STRING))
                .and("det_bboxes", Types.listOf(Types.listOf(Types.FLOAT32)))
                .and("det_scores", Types.listOf(Types.FLOAT32))
                .udf("detections")
                .version(1)
                .modelAt(DetectorUdf.MODEL, DetectorFiles::locate)
                .adjustable(
                        DetectorUdf.MIN_SCORE, DetectorUdf.DEFAULT_MIN_SCORE, DetectorUdf.SHARE, DetectorUdf::isShare)
                .gpuIfThere()
                .from(List.of(new FeatureInput(ImageFeatures.IMAGE_COLUMN, ImageFeatures.PIXELS)))
                .batch(DetectorUdf.class, () -> new DetectorUdf(Detections::columns));
    }

    /**
     * The feature with a detector.
     *
     * @param place a folder, or the name of a model that a jar brings
     * @throws dev.joust.error.InvalidRequestException if there is no such model there
     */
    public static Feature of(String place) {
        return feature().withParameters(Map.of(DetectorUdf.MODEL, place));
    }

    private static List<Object> columns(List<Detection> found, int width, int height) {
        return List.of(
                found.stream().map(Detection::label).toList(),
                found.stream()
                        .map(one -> List.of(one.x1(), one.y1(), one.x2(), one.y2()))
                        .toList(),
                found.stream().map(Detection::score).toList());
    }
}
