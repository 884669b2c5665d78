// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.vision.LumaPlane;

/** Scores a picture for a repeated mark, and says whether the score is high enough to believe it. */
final class WatermarkUdf extends PixelUdf {
    private float threshold;

    @Override
    public void open(UdfContext context) {
        threshold = Float.parseFloat(requireNonNull(context.parameters().get("threshold"), "threshold"));
    }

    @Override
    void compute(LumaPlane picture, int row, OutputBatch out) {
        float score = RepeatedMark.score(picture);
        out.set(row, 0, score);
        out.set(row, 1, score >= threshold);
    }
}
