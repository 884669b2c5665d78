// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.job.Cancellation;
import dev.joust.schema.Types;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/sync.md. */
class SyncGuideTest {
    record Frame(long id, String weather) {}

    private static final Feature RAINY = Feature.of("rainy", Types.BOOL)
            .version(1)
            .from("weather", InputType.STRING)
            .map(weather -> {
                if (weather.equals("?")) {
                    throw new IllegalArgumentException("unknown weather");
                }
                return weather.equals("rain");
            });

    @TempDir
    Path folder;

    private static List<String> lines(SyncResult result) {
        List<String> lines = new ArrayList<>();
        // region report
        result.backfills().forEach(filled -> lines.add(filled.toString()));
        result.indexes().forEach(index -> lines.add(index.toString()));
        result.views().forEach(view -> lines.add(view.toString()));
        result.failed().forEach(failure -> lines.add(failure.toString()));
        // endregion
        return lines;
    }

    @Test
    void newFramesReachTheirViews() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("frames", Frame.class);
            frames.addFeatures(RAINY);
            lake.createView("rain", frames.query().where("rainy"));
            List<Frame> newFrames = List.of(new Frame(1, "rain"), new Frame(2, "sun"));
            // region sync
            frames.append(newFrames);
            SyncResult result = frames.sync().run();
            // endregion
            assertThat(lines(result)).hasSize(2).last().asString().startsWith("[rain] 0 -> 1 rows (+1)");
            assertThat(frames.sync().run().isNothingToDo()).isTrue();
        }
    }

    @Test
    void howFeaturesAreComputedIsSaidToTheirBackfills() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("frames", Frame.class);
            frames.append(List.of(new Frame(1, "rain"), new Frame(2, "?")));
            frames.addFeatures(RAINY);
            Cancellation cancellation = new Cancellation();
            List<String> told = new ArrayList<>();
            // region settings
            SyncResult result = frames.sync()
                    .backfilling(backfill -> backfill.concurrency(2).onError(ErrorPolicy.skip()))
                    .onProgress(event -> {
                        if (event instanceof SyncEvent.Filled filled) {
                            told.add(filled.features().toString());
                        }
                    })
                    .cancelledBy(cancellation)
                    .run();
            // endregion
            assertThat(result.isComplete()).isTrue();
            assertThat(told).singleElement().asString().startsWith("[frames] rainy: 1 row computed, 1 failed, version");
        }
    }
}
