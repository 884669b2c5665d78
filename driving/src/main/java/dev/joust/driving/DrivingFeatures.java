// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.FeatureProvider;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import dev.joust.vision.NearDuplicates;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Features of driving frames that follow from their labels and attributes. All are NULL where a frame has no label
 * entry, except {@link #SCENE_DESCRIPTION}, which is never NULL, and {@link #IS_DUPLICATE}, which is about the pixels.
 */
public final class DrivingFeatures implements FeatureProvider {
    /** The category of people on foot: {@value}. */
    public static final String PERSON = "person";

    /** The category of people on something with two wheels: {@value}. */
    public static final String RIDER = "rider";

    private static final String CATEGORIES = "ann_categories";
    private static final InputType<List<String>> WORDS = InputType.listOf(InputType.STRING);
    private static final InputType<List<List<Float>>> BOXES = InputType.listOf(InputType.listOf(InputType.FLOAT));

    /** {@code has_person} (bool): a person is annotated. */
    public static final Feature HAS_PERSON = Feature.of("has_person", Types.BOOL)
            .version(1)
            .from(CATEGORIES, WORDS)
            .map(categories -> categories.contains(PERSON));

    /** {@code has_rider} (bool): a rider is annotated. */
    public static final Feature HAS_RIDER = Feature.of("has_rider", Types.BOOL)
            .version(1)
            .from(CATEGORIES, WORDS)
            .map(categories -> categories.contains(RIDER));

    /**
     * {@code scene_description} (utf8): {@code {timeofday} {weather} scene on a {scene}}, where NULL reads
     * {@code undefined}.
     */
    public static final Feature SCENE_DESCRIPTION = Feature.of("scene_description", Types.STRING)
            .version(1)
            .acceptsNull()
            .from("weather", InputType.STRING)
            .from("scene", InputType.STRING)
            .from("timeofday", InputType.STRING)
            .map(DrivingFeatures::describe);

    /**
     * {@code person_bbox_area_pct} (float32, 0 to 100): the area of the largest annotated person box, clipped to the
     * frame, in percent of the frame's area; NULL where no person is annotated. A box without four finite coordinates
     * is passed over.
     */
    public static final Feature PERSON_BBOX_AREA_PCT = Feature.of("person_bbox_area_pct", Types.FLOAT32)
            .udf("person_bbox_area_pct.boxes")
            .version(1)
            .from(List.of(
                    new FeatureInput(CATEGORIES, WORDS),
                    new FeatureInput("ann_bboxes", BOXES),
                    new FeatureInput("width", InputType.INT),
                    new FeatureInput("height", InputType.INT)))
            .batch(LargestPersonUdf.class, LargestPersonUdf::new);

    /**
     * {@code smallest_person_px} (int32): the height of the smallest annotated person box that nothing hides, in whole
     * pixels, rounded down; NULL where there is none. It finds the small person behind a large one, whom
     * {@link #PERSON_BBOX_AREA_PCT} cannot see. Version 1 took hidden people for small ones.
     */
    public static final Feature SMALLEST_PERSON_PX = Feature.of("smallest_person_px", Types.INT32)
            .version(2)
            .from(CATEGORIES, WORDS)
            .from("ann_bboxes", BOXES)
            .from("ann_occluded", InputType.listOf(InputType.BOOL))
            .map((categories, boxes, occluded) -> PersonBoxes.smallestHeight(categories, boxes, occluded));

    /**
     * {@code is_duplicate} (bool), {@code duplicate_of} (utf8) and {@code duplicate_group_size} (int32): frames that
     * show again what one with a lower row id shows, by {@code dhash_bits}; see
     * {@link dev.joust.feature.DuplicateFeature}.
     */
    public static final Feature IS_DUPLICATE = Feature.duplicates(
                    NearDuplicates.HASH_COLUMN, NearDuplicates.NAME_COLUMN)
            .typed(Types.STRING);

    /** Creates the provider; {@link java.util.ServiceLoader} calls it. */
    public DrivingFeatures() {}

    @Override
    public Collection<Feature> features() {
        return List.of(
                HAS_PERSON, HAS_RIDER, SCENE_DESCRIPTION, PERSON_BBOX_AREA_PCT, SMALLEST_PERSON_PX, IS_DUPLICATE);
    }

    private static String describe(@Nullable String weather, @Nullable String scene, @Nullable String timeofday) {
        return word(timeofday) + " " + word(weather) + " scene on a " + word(scene);
    }

    private static String word(@Nullable String value) {
        return value == null ? "undefined" : value;
    }
}
