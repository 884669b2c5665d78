// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.checkpoint.CheckpointCheck;
import dev.joust.checkpoint.EpochRows;
import dev.joust.checkpoint.TrainingInputs;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/checkpoints.md. */
class CheckpointGuideTest {
    record Frame(long id, String timeofday) {}

    @TempDir
    Path folder;

    @Test
    void runs() throws IOException {
        Path weights = Files.writeString(folder.resolve("weights.pt"), "weights");
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table frames = lake.createTable("frames", Frame.class);
            frames.append(List.of(new Frame(1, "night"), new Frame(2, "daytime"), new Frame(3, "night")));
            View night = lake.createView("night_train", frames.query().where("timeofday = 'night'"));
            night.refresh();

            // region add
            TrainingInputs inputs =
                    lake.newCheckpoint().of("night_train").seed(7).inputs(); // before the training
            long version = inputs.views().get(0).version();

            TrainingData added = lake.newCheckpoint("finetuned-1") // after it
                    .model(weights)
                    .of("night_train", version)
                    .seed(7)
                    .orderHash(inputs.order().hash())
                    .step(1_200)
                    .metric("recall_night", 0.71)
                    .code("3f2c1ab")
                    .library("torch", "2.15.0")
                    .add();
            // endregion
            assertThat(added.checkpoint().step()).hasValue(1_200);

            frames.append(List.of(new Frame(4, "night")));
            night.refresh();
            frames.optimize(Duration.ZERO);
            night.table().optimize(Duration.ZERO);

            // region reproduce
            TrainingData data = lake.openCheckpoint("finetuned-1");
            CheckpointCheck check = data.verify(); // every version and the order, by fingerprints

            EpochRows third = data.order(2); // view and row id of each row of epoch 2
            try (Loader<Batch> loader = data.loader().columns("id").open()) {
                while (loader.hasNext()) {
                    try (Batch batch = loader.next()) {
                        train(batch); // the rows of epoch 0, in their order
                    }
                }
            }
            // endregion
            assertThat(check.isOk()).isTrue();
            assertThat(third.size()).isEqualTo(2);
            assertThat(trained).isEqualTo(2);
        }
    }

    private int trained;

    private void train(Batch batch) {
        trained += batch.size();
    }
}
