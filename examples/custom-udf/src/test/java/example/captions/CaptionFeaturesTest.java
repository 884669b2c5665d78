// SPDX-License-Identifier: Apache-2.0
package example.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.joust.Joust;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureCatalog;
import dev.joust.testing.UdfCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptionFeaturesTest {
    // region check
    private static UdfCheck check(Feature feature) {
        return Joust.check(feature)
                .row(Map.of("caption", "A rainy night"))
                .row(Map.of("caption", ""))
                .row(Map.of("caption", "two  words"));
    }

    @Test
    void theFunctionsKeepTheirContract() {
        check(CaptionFeatures.WORD_COUNT).run().orThrow();
        check(CaptionFeatures.KEYWORD_SCORE).run().orThrow();
    }
    // endregion

    @Test
    void parametersAreAPartOfTheIdentity() {
        Feature other = CaptionFeatures.KEYWORD_SCORE.withParameters(Map.of("words", "day"));

        assertEquals("day", other.identity().parameters().get("words"));
        assertTrue(!other.identity().hash().equals(CaptionFeatures.KEYWORD_SCORE.identity().hash()));
    }

    @Test
    void theJarOffersThem() {
        FeatureCatalog found = FeatureCatalog.load(CaptionFeatures.class.getClassLoader());

        assertEquals(CaptionFeatures.WORD_COUNT.identity(), found.feature("word_count").identity());
        assertEquals("example.keyword_score", found.feature("keyword_score").identity().udf());
    }
}
