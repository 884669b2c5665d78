// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.index.Index;
import dev.joust.query.Row;
import dev.joust.schema.Types;
import dev.joust.view.Projection;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import dev.joust.view.Sample;
import dev.joust.view.ViewDefinition;
import dev.joust.view.ViewLag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/views.md. */
class ViewGuideTest {
    record Frame(long id, String timeofday, int people, String caption) {}

    private static final Feature CROWDED = Feature.of("crowded", Types.BOOL)
            .version(1)
            .from("people", InputType.INT)
            .map(people -> people > 2);

    // region feature
    static final Feature WORDS = Feature.of("words", Types.INT32)
            .version(1)
            .from("caption", InputType.STRING)
            .map(caption -> caption.split(" ").length);
    // endregion

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openALakeOfFrames() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        frames.append(frames(0, 100));
        frames.addFeatures(CROWDED);
        frames.backfill("crowded").run();
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private static List<Frame> frames(int from, int to) {
        List<Frame> frames = new ArrayList<>();
        for (int id = from; id < to; id++) {
            frames.add(new Frame(id, id % 2 == 0 ? "night" : "daytime", id % 5, "frame " + id));
        }
        return frames;
    }

    private View nights() {
        // region create
        View nights = lake.createView("nights", frames.query().where("timeofday = 'night' AND crowded IS NOT TRUE"));
        RefreshResult filled = nights.refresh();
        // endregion
        assertThat(filled.mode()).isEqualTo(RefreshMode.REBUILD);
        assertThat(filled.added()).isEqualTo(30);
        return nights;
    }

    @Test
    void followsItsSource() {
        View nights = nights();
        // region refresh
        frames.append(frames(100, 120));
        frames.delete("id = 2");
        frames.update(Map.of("caption", "'seen again'"), "id = 10");

        ViewLag lag = nights.behind();
        RefreshResult refreshed = nights.refresh();
        // endregion
        assertThat(lag.versions()).isEqualTo(3);
        assertThat(lag.rowsEstimate()).isEqualTo(22);
        assertThat(refreshed.mode()).isEqualTo(RefreshMode.INCREMENTAL);
        assertThat(List.of(refreshed.added(), refreshed.removed(), refreshed.replaced()))
                .as("crowded is missing in new rows, which is not true")
                .containsExactly(10L, 1L, 1L);
        // region backfill
        frames.backfill("crowded").run();
        RefreshResult narrowed = nights.refresh();
        // endregion
        assertThat(narrowed.removed()).isEqualTo(4);
        assertThat(narrowed.fragmentsRead()).as("the new fragment").containsExactly(1);
        // region nothing
        frames.optimize(Duration.ofDays(7));
        RefreshResult same = nights.refresh();
        // endregion
        assertThat(same.mode()).isEqualTo(RefreshMode.NO_OP);
        assertThat(same.why()).isEqualTo("the source was only compacted, indexed or configured");
        assertThat(same.version()).isEqualTo(narrowed.version());
    }

    @Test
    void computesLimitsAndSamples() {
        // region definition
        View some = lake.createView(
                "some",
                new ViewDefinition(
                        "frames",
                        List.of(Projection.column("id"), new Projection("pairs", "people / 2")),
                        Optional.of("people > 0"),
                        OptionalLong.of(20),
                        Optional.of(new Sample(0.5, 42))));
        // endregion
        some.refresh();
        assertThat(some.table().count()).isEqualTo(20);
        assertThat(some.table().schema().names()).containsExactly("id", "pairs", "__source_row_id");
    }

    @Test
    void isATable() {
        View nights = nights();
        // region own
        Table table = nights.table();
        table.addFeatures(WORDS);
        table.backfill("words").run();
        table.createIndex(Index.fullText("caption"));
        table.tag("model-7", table.version());

        frames.append(frames(100, 120));
        nights.refresh();
        table.backfill("words").run();
        List<Row> found = table.searchText("110").rows();
        // endregion
        assertThat(table.count("words = 2")).isEqualTo(40);
        assertThat(found).hasSize(1);
        assertThat(table.at("model-7").count()).isEqualTo(30);
        // region nested
        View few = lake.createView("few", nights.table().query().where("people = 0"));
        few.refresh();
        // endregion
        assertThat(few.table().count()).isEqualTo(12);
    }
}
