// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.vision.ImageDecoder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelFunctionsTest {
    private static float score(int width, int height, Picture.Mark mark, long seed) {
        return RepeatedMark.score(new ImageDecoder().luma(Picture.jpeg(width, height, mark, seed)));
    }

    @ParameterizedTest
    @CsvSource({"320, 240", "640, 426", "300, 450", "512, 512"})
    void tellsMarkedPicturesFromOthers(int width, int height) {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(score(width, height, Picture.Mark.STOCK, seed)).isGreaterThan(0.4f);
            assertThat(score(width, height, Picture.Mark.NONE, seed)).isLessThan(0.15f);
        }
    }

    @Test
    void scoresNothingWhereThereIsNoRoomForAMarkTwice() {
        assertThat(score(40, 40, Picture.Mark.STOCK, 1)).isZero();
    }

    @Test
    void paintsTheSamePictureAgain() {
        assertThat(Picture.jpeg(64, 48, Picture.Mark.STOCK, 7)).isEqualTo(Picture.jpeg(64, 48, Picture.Mark.STOCK, 7));
        assertThat(Posts.numbers(3, 5)).extracting(Post::key).containsExactly("208260003", "208260004");
    }

    @Test
    void theFunctionsKeepTheirContract() {
        Map<String, Object> marked = Map.of("image", Picture.jpeg(320, 240, Picture.Mark.STOCK, 1));
        Map<String, Object> plain = Map.of("image", Picture.jpeg(320, 240, Picture.Mark.NONE, 2));

        Joust.check(CaptionFeatures.WATERMARK).row(marked).row(plain).run().orThrow();
        Joust.check(CaptionFeatures.FINGERPRINT).row(marked).row(plain).run().orThrow();
        Joust.check(CaptionFeatures.TERMS_2)
                .row(Map.of("caption", "Photo by Getty"))
                .row(Map.of("caption", ""))
                .run()
                .orThrow();
    }
}
