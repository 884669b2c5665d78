// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.driving.models.DemoModels;
import dev.joust.vision.model.ClipImageEmbedding;
import dev.joust.vision.model.ResnetEmbedding;
import java.util.Map;

/** The stage of the demo in which models make vectors of the frames. */
final class DemoModelColumns {
    private final Table frames;
    private final DemoListener listener;

    DemoModelColumns(Table frames, DemoListener listener) {
        this.frames = frames;
        this.listener = listener;
    }

    String fill(Map<String, Object> facts) {
        frames.addFeatures(ClipImageEmbedding.of(DemoModels.CLIP), ResnetEmbedding.of(DemoModels.BACKBONE));
        listener.answered(
                "frames.addFeatures(ClipImageEmbedding.of(\"" + DemoModels.CLIP + "\"),\n    ResnetEmbedding.of(\""
                        + DemoModels.BACKBONE + "\"))",
                "small models that come with the demo");
        long start = System.nanoTime();
        Backfills.run(frames, listener, facts, ClipImageEmbedding.COLUMN, ResnetEmbedding.COLUMN);
        double perSecond = frames.count() / ((System.nanoTime() - start) / 1e9);
        facts.put("rows_per_second", perSecond);
        listener.line("the column names its encoder: "
                + frames.encoder(ClipImageEmbedding.COLUMN).orElseThrow());
        return "each image decoded once for both models, " + Words.count(Math.round(perSecond)) + " frames/s";
    }
}
