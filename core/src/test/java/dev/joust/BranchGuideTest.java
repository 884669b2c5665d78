// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/branches.md. */
class BranchGuideTest {
    record Frame(long id, String weather) {}

    private static final Feature RAINY = Feature.of("rainy", Types.BOOL)
            .version(1)
            .from("weather", InputType.STRING)
            .map(weather -> weather.equals("rain"));

    @TempDir
    Path folder;

    @Test
    void aRelabelingIsTriedOnABranch() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("frames", Frame.class);
            frames.append(List.of(new Frame(1, "rain"), new Frame(2, "drizzle"), new Frame(3, "sun")));
            frames.addFeatures(RAINY);
            frames.backfill("rainy").run();
            // region try
            Table relabeled = frames.createBranch("relabeled");

            relabeled.update(Map.of("weather", "'rain'"), "weather = 'drizzle'");
            relabeled.backfill("rainy").run(); // computes the row that changed

            long rainy = relabeled.count("rainy"); // frames.count("rainy") is what it was
            // endregion
            assertThat(rainy).isEqualTo(2);
            assertThat(frames.count("rainy")).isEqualTo(1);
            // region later
            Table again = frames.branch("relabeled");
            List<TableBranch> branches = frames.branches();
            Table kept = lake.createTable("frames_relabeled", again.query()); // copies its rows
            frames.dropBranch("relabeled");
            // endregion
            assertThat(branches).extracting(TableBranch::name).containsExactly("relabeled");
            assertThat(kept.count("weather = 'rain'")).isEqualTo(2);
            assertThat(frames.branches()).isEmpty();
        }
    }
}
