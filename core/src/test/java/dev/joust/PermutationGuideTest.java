// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.Split;
import dev.joust.permutation.SplitSizes;
import dev.joust.permutation.Splits;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/permutations.md. */
class PermutationGuideTest {
    record Frame(long id, String videoName, boolean rider) {}

    @TempDir
    Path folder;

    @Test
    void aPlanIsMadeStoredAndRead() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("frames", Frame.class);
            frames.append(IntStream.range(0, 200).mapToObj(i -> new Frame(i, "video" + i / 10, i % 3 == 0)));
            // region make
            Permutation plan = frames.permutation()
                    .where("rider")
                    .split(Splits.random(7, SplitSizes.share("train", 0.9).share("val", 0.1)))
                    .shuffle(42)
                    .build();

            plan.saveAs("riders_plan");
            // endregion
            assertThat(plan.sizes()).containsEntry("train", 60L).containsEntry("val", 7L);
            long rows = 0;
            // region read
            Split train = lake.openPermutation("riders_plan").split("train");

            try (Loader<Batch> loader =
                    train.select("id", "rider").loader().epoch(1).batchRows(16).open()) {
                while (loader.hasNext()) {
                    try (Batch batch = loader.next()) {
                        rows += batch.size();
                    }
                }
            }
            // endregion
            assertThat(rows).isEqualTo(60);
            // region kinds
            Splits byClip = Splits.byHash("video_name").weight("train", 9).weight("val", 1);
            Splits inOrder = Splits.sequential(SplitSizes.rows("first", 150).rows("last", 50));
            Splits bySql = Splits.bySql("CASE WHEN rider THEN 'riders' ELSE 'others' END");
            // endregion
            assertThat(frames.permutation().split(byClip).build().rows()).isEqualTo(200);
            assertThat(frames.permutation().split(inOrder).build().sizes()).containsEntry("last", 50L);
            assertThat(frames.permutation().split(bySql).build().sizes()).containsEntry("riders", 67L);
        }
    }
}
