// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.schema.Types;
import dev.joust.vision.ImageFeatures;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * {@code person_bbox_area_pct} (float32, 0 to 100) by a {@link Detector}, for footage that nobody has labelled: the
 * area of the largest person that it finds, clipped to the image, in percent of the image's area; NULL where it finds
 * none. An image that cannot be decoded fails its row.
 *
 * <p>A column that annotations fill is pointed at it with {@code alterFeature}, and back.
 */
public final class PersonBboxAreaPct {
    /** The function's name: {@value}. */
    public static final String UDF = "person_bbox_area_pct.detector";

    private static final String PERSON = "person";

    private PersonBboxAreaPct() {}

    /**
     * The feature, whose parameter {@code model} has to be set to the folder of a detector that knows the class
     * {@code person}. The parameter {@code min_score}, 0 to 1, 0.5 unless set, leaves out what the detector is less
     * sure of.
     */
    public static Feature feature() {
        return Feature.of("person_bbox_area_pct", Types.FLOAT32)
                .udf(UDF)
                .version(1)
                .modelAt(DetectorUdf.MODEL, DetectorFiles::locate)
                .adjustable(
                        DetectorUdf.MIN_SCORE, DetectorUdf.DEFAULT_MIN_SCORE, DetectorUdf.SHARE, DetectorUdf::isShare)
                .gpuIfThere()
                .from(List.of(new FeatureInput(ImageFeatures.IMAGE_COLUMN, ImageFeatures.PIXELS)))
                .batch(DetectorUdf.class, () -> new DetectorUdf(PersonBboxAreaPct::column));
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

    private static List<@Nullable Object> column(List<Detection> found, int width, int height) {
        OptionalDouble largest = found.stream()
                .filter(one -> one.label().equals(PERSON))
                .mapToDouble(one -> one.areaWithin(width, height))
                .max();
        return Collections.singletonList(
                largest.isPresent() ? (float) (100 * largest.getAsDouble() / ((double) width * height)) : null);
    }
}
