// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.FootageIngest;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.loader.Annotations;
import dev.joust.loader.Batch;
import dev.joust.loader.BrokenImages;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderBuilder;
import dev.joust.loader.LoaderStatistics;
import dev.joust.loader.Normalization;
import dev.joust.vision.ImagePixels;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/loaders.md; {@link SnippetsTest} compares them. */
class LoaderGuideTest {
    private static final int FRAMES = 60;

    @TempDir
    Path folder;

    private int seen;
    private int boxed;

    private void train(float[] images, long[] shape, float[] boxes, int[] offsets) {
        assertThat(shape).containsExactly(shape[0], 3, 224, 224);
        assertThat(images).hasSizeGreaterThanOrEqualTo((int) (shape[0] * shape[1] * shape[2] * shape[3]));
        assertThat(offsets).hasSize((int) shape[0] + 1);
        assertThat(boxes).hasSize(4 * offsets[offsets.length - 1]);
        for (float number : boxes) {
            assertThat(number).isBetween(0f, 224f);
        }
        seen += (int) shape[0];
        boxed += offsets[offsets.length - 1];
    }

    // region tensors
    record Tensors(FloatBuffer images, List<String> categories) {
        static Tensors of(Batch batch) {
            int values = batch.size() * 3 * 224 * 224;
            FloatBuffer images = FloatBuffer.allocate(values).put(batch.tensor(), 0, values);
            List<String> categories = batch.annotations("ann_categories").strings();
            return new Tensors(images.flip(), categories);
        }
    }
    // endregion

    @Test
    void aTrainingLoopReadsEpochsShardsAndWhatIsLeft() {
        Path footage = folder.resolve("footage");
        SyntheticDataset.in(footage).frames(FRAMES).seed(5).size(320, 180).write();
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            FootageIngest.into(lake, "bdd100k").bdd100k(footage);
            Table frames = lake.openTable("bdd100k");
            LoaderBuilder plan = epochs(frames);
            int labelled = (int) frames.count("ann_bboxes IS NOT NULL");
            assertThat(seen).isEqualTo(2 * labelled);
            assertThat(boxed).isPositive();
            assertThat(collated(plan)).isEqualTo(labelled);
            assertThat(shards(plan)).isBetween(labelled - 4 * 2L, (long) labelled);
        }
    }

    private LoaderBuilder epochs(Table frames) {
        // region epochs
        LoaderBuilder plan = frames.loader()
                .where("ann_bboxes IS NOT NULL")
                .columns("image_id", "ann_categories")
                .decode("image_bytes", ImagePixels.rgb(224, 224))
                .boxes("ann_bboxes")
                .flip(0.5, 42)
                .normalize(Normalization.IMAGENET)
                .shuffle(42)
                .batchRows(4);

        for (int epoch = 0; epoch < 2; epoch++) {
            try (Loader<Batch> loader = plan.epoch(epoch).open()) {
                while (loader.hasNext()) {
                    try (Batch batch = loader.next()) {
                        Annotations boxes = batch.annotations("ann_bboxes");
                        train(batch.tensor(), batch.shape(), boxes.floats(), boxes.offsets());
                    }
                }
            }
        }
        // endregion
        return plan;
    }

    private static long collated(LoaderBuilder plan) {
        long values = 0;
        // region collate
        try (Loader<Tensors> loader = plan.open(Tensors::of)) {
            while (loader.hasNext()) {
                Tensors tensors = loader.next();
                values += tensors.images().remaining();
            }
        }
        // endregion
        return values / (3 * 224 * 224);
    }

    private static long shards(LoaderBuilder plan) {
        long rows = 0;
        for (int rank = 0; rank < 2; rank++) {
            long step = 1;
            // region resume
            plan.shard(rank, 2).dropShortBatch().onBroken(BrokenImages.SKIP);

            try (Loader<Batch> rest = plan.epoch(3).resumeAtStep(step).open()) {
                while (rest.hasNext()) {
                    try (Batch batch = rest.next()) {
                        rows += batch.size();
                    }
                }
                LoaderStatistics statistics = rest.statistics();
                assertThat(statistics.rowsPerSecond()).isPositive();
                assertThat(statistics.brokenRows()).isZero();
            }
            // endregion
            rows += step * 4;
        }
        return rows;
    }
}
