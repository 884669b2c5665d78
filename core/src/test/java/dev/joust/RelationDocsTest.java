// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.Feature;
import dev.joust.feature.FragmentStatus;
import dev.joust.feature.MissingKey;
import dev.joust.query.Row;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/joined-and-aggregate.md. */
class RelationDocsTest {
    record Frame(@Key long id, String videoName, @Nullable Integer stationId, List<String> annCategories) {}

    record Station(@Key int id, double temp, double wind) {}

    @TempDir
    Path folder;

    @Test
    void joinsStationsAndCountsFramesOfClips() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("frames", Frame.class);
            Table stations = lake.createTable("stations", Station.class);
            stations.append(List.of(new Station(1, 10.5, 3.0), new Station(2, 21.0, 0.5)));
            frames.append(List.of(
                    new Frame(0, "a", 1, List.of("person", "car")),
                    new Frame(1, "a", 2, List.of()),
                    new Frame(2, "b", 9, List.of("person"))));

            // region joined
            frames.addFeatures(frames.joinedFeature(Feature.joined("weather_temp", "stations")
                    .on("station_id", "id")
                    .take("temp")
                    .and("wind")
                    .missing(MissingKey.KEEP)));
            frames.backfill("weather_temp").run();
            // endregion
            assertThat(frames.query()
                            .where("id = 1")
                            .select("weather_temp", "wind")
                            .rows()
                            .get(0))
                    .hasToString("{weather_temp=21.0, wind=0.5}");

            // region stale
            stations.update(Map.of("temp", "11.5"), "id = 1");

            FragmentStatus first = frames.feature("weather_temp").fragments().get(0);
            // endregion
            assertThat(first.why())
                    .containsExactly("1 row stale: source table 'stations' moved from version 2 to 3, and their keys"
                            + " have other values there");

            // region aggregate
            frames.addFeatures(frames.aggregateFeature(Feature.aggregate("frames_in_clip", Types.INT64, "count(*)")
                    .and("objects_in_clip", "sum(cardinality(ann_categories))")
                    .by("video_name")));
            frames.backfill("frames_in_clip").run();
            // endregion
            Row row = frames.query().where("id = 0").rows().get(0);
            assertThat(row.longValue("frames_in_clip")).isEqualTo(2);
            assertThat(row.value("objects_in_clip")).hasToString("2");

            // region group
            frames.delete("id = 1");
            long computed = frames.backfill("frames_in_clip").run().rowsComputed();
            // endregion
            assertThat(computed).isEqualTo(1);
        }
    }
}
