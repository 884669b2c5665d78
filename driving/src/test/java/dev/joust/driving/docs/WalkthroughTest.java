// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.View;
import dev.joust.backfill.BackfillResult;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.FootageIngest;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.query.Row;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import dev.joust.schema.Vector;
import dev.joust.sync.SyncResult;
import dev.joust.sync.UpdatedIndex;
import dev.joust.view.RefreshMode;
import dev.joust.vision.ImageFeatures;
import dev.joust.vision.ImagePixels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of README.md; {@link SnippetsTest} compares the two. */
@SuppressWarnings("ArrayRecordComponent") // a vector is an array
class WalkthroughTest {
    // region record
    record Clip(@Key String id, String weather, @Vector(4) float[] embedding) {}
    // endregion

    // region feature
    static final Feature CROWD = Feature.of("crowd", Types.BOOL)
            .version(1)
            .from("ann_categories", InputType.listOf(InputType.STRING))
            .map(categories -> categories.stream().filter("person"::equals).count() >= 3);
    // endregion

    @TempDir
    Path folder;

    @Test
    void footageBecomesBatches() {
        Path footage = footage("monday", 60, 1);
        String location = folder.resolve("lake").toString();
        long seen = 0;
        // region lake
        try (Lake lake = Joust.open(location)) {
            FootageIngest.into(lake, "bdd100k").bdd100k(footage);
            Table frames = lake.openTable("bdd100k");
            // endregion
            assertThat(frames.count()).isEqualTo(60);

            // region backfill
            frames.addFeatures(DrivingFeatures.HAS_PERSON, DrivingFeatures.SCENE_DESCRIPTION, ImageFeatures.dhash());
            BackfillResult filled =
                    frames.backfill("has_person", "scene_description", "dhash").run();
            // endregion
            assertThat(filled.rowsComputed()).isPositive();
            assertThat(filled.rowsFailed()).isZero();

            // region curate
            frames.createIndex(Index.fullText("scene_description"));
            long darkAndCrowded = frames.count("timeofday = 'night' AND has_person");
            List<Row> rainy = frames.searchText("rainy night")
                    .where("has_person")
                    .select("image_id", "scene_description")
                    .limit(8)
                    .rows();
            // endregion
            assertThat(darkAndCrowded).isPositive();
            assertThat(rainy).isNotEmpty();

            // region view
            View nights = lake.createView("night_people", frames.query().where("timeofday = 'night' AND has_person"));
            nights.refresh();
            // endregion
            assertThat(nights.table().count()).isEqualTo(darkAndCrowded);

            // region loader
            try (Loader<Batch> loader = nights.table()
                    .loader()
                    .columns("image_id", "ann_bboxes")
                    .decode("image_bytes", ImagePixels.rgb(320, 180))
                    .shuffle(42)
                    .batchRows(16)
                    .open()) {
                while (loader.hasNext()) {
                    try (Batch batch = loader.next()) {
                        seen += train(batch.pixels(), batch.size());
                    }
                }
            }
            // endregion
            assertThat(seen).isEqualTo(darkAndCrowded);

            Path newFootage = footage("tuesday", 20, 2);
            // region footage
            FootageIngest.into(lake, "bdd100k").bdd100k(newFootage);
            SyncResult synced = frames.sync().run();
            // endregion
            assertThat(synced.failed()).isEmpty();
            assertThat(synced.backfills().get(0).result().rowsComputed()).isLessThan(filled.rowsComputed());
            assertThat(synced.indexes()).extracting(UpdatedIndex::index).containsExactly("scene_description_idx");
            assertThat(synced.views()).singleElement().satisfies(refreshed -> {
                assertThat(refreshed.mode()).isEqualTo(RefreshMode.INCREMENTAL);
                assertThat(refreshed.fragmentsRead()).hasSize(1);
            });
            assertThat(frames.sync().run().isNothingToDo()).isTrue();

            // region idea
            frames.addFeatures(CROWD);
            frames.backfill("crowd").run();
            long crowds = frames.count("crowd");
            // endregion
            assertThat(crowds).isEqualTo(framesWithThreePeople(frames));
        }
    }

    private static long framesWithThreePeople(Table frames) {
        return frames.query().select("ann_categories").rows().stream()
                .filter(row -> !row.isNull("ann_categories"))
                .filter(row -> row.list("ann_categories").stream()
                                .filter("person"::equals)
                                .count()
                        >= 3)
                .count();
    }

    private Path footage(String name, int count, long seed) {
        Path dir = folder.resolve(name);
        SyntheticDataset.in(dir).frames(count).seed(seed).size(320, 180).write();
        return dir;
    }

    private static int train(byte[] pixels, int images) {
        assertThat(pixels.length).isGreaterThanOrEqualTo(images * 320 * 180 * 3);
        return images;
    }
}
