// SPDX-License-Identifier: Apache-2.0
package example.captions;

import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.FeatureProvider;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.util.Collection;
import java.util.List;

/** What this jar offers; {@code META-INF/services} names it. */
public final class CaptionFeatures implements FeatureProvider {
    // region scalar
    /** How many words a caption has. A lambda that sees one row. */
    public static final Feature WORD_COUNT = Feature.of("word_count", Types.INT32)
            .udf("example.word_count")
            .version(1)
            .from("caption", InputType.STRING)
            .map(caption -> caption.isBlank() ? 0 : caption.strip().split("\\s+").length);
    // endregion

    // region batch
    /** Which part of the keywords occur. An instance per worker, which sees many rows at once. */
    public static final Feature KEYWORD_SCORE = Feature.of("keyword_score", Types.FLOAT32)
            .udf("example.keyword_score")
            .version(1)
            .adjustable("words", "rainy,night")
            .from(List.of(new FeatureInput("caption", InputType.STRING)))
            .batch(KeywordScore.class, KeywordScore::new);
    // endregion

    @Override
    public Collection<Feature> features() {
        return List.of(WORD_COUNT, KEYWORD_SCORE);
    }
}
