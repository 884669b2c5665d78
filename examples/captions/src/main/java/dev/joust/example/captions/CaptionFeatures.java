// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputType;
import dev.joust.feature.SqlFeature;
import dev.joust.schema.Types;
import java.util.List;
import java.util.Locale;

/** The features of the walk. */
final class CaptionFeatures {
    // region sql
    static final SqlFeature CAPTION_LENGTH = Feature.sql("caption_length", "length(caption)");
    static final SqlFeature ASPECT_RATIO =
            Feature.sql("aspect_ratio", "CAST(width AS DOUBLE) / CAST(height AS DOUBLE)");
    static final SqlFeature IMAGE_AREA = Feature.sql("image_area", "width * height");
    // endregion

    // region terms
    static final Feature TERMS = Feature.of("has_watermark_terms", Types.BOOL)
            .version(1)
            .from("caption", InputType.STRING)
            .map(caption -> names(caption, List.of("watermark", "shutterstock", "alamy", "getty")));
    // endregion

    // region terms2
    static final Feature TERMS_2 = Feature.of("has_watermark_terms", Types.BOOL)
            .version(2)
            .from("caption", InputType.STRING)
            .map(caption -> names(caption, List.of("watermark", "shutterstock", "alamy", "getty", "dreamstime")));
    // endregion

    // region pixels
    /** Two columns of one function: the score, and whether it reaches the threshold. */
    static final Feature WATERMARK = Feature.of("watermark_score", Types.FLOAT32)
            .and("has_watermark", Types.BOOL)
            .version(1)
            .adjustable("threshold", "0.2")
            .from(List.of(new FeatureInput("image", InputType.BYTES)))
            .batch(WatermarkUdf.class, WatermarkUdf::new);

    /** Reads the same pixels; a backfill of both decodes each picture once. */
    static final Feature FINGERPRINT = Feature.of("fingerprint", Types.INT64)
            .version(1)
            .from(List.of(new FeatureInput("image", InputType.BYTES)))
            .batch(FingerprintUdf.class, FingerprintUdf::new);
    // endregion

    private CaptionFeatures() {}

    private static boolean names(String caption, List<String> terms) {
        String text = caption.toLowerCase(Locale.ROOT);
        return terms.stream().anyMatch(text::contains);
    }
}
