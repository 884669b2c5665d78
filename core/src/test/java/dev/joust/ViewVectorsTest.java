// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.schema.Vector;
import dev.joust.view.RefreshMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewVectorsTest {
    private static final int NEAREST = 5;

    @SuppressWarnings("ArrayRecordComponent")
    record Place(long id, int kind, @Vector(2) float[] at) {
        double distance(float x, float y) {
            return (at[0] - x) * (double) (at[0] - x) + (at[1] - y) * (double) (at[1] - y);
        }
    }

    @TempDir
    Path folder;

    @Test
    void aVectorIndexOfAViewAnswersForTheRowsThatItHasNow() {
        try (Lake lake = Joust.open(folder)) {
            Table places = lake.createTable("places", Place.class);
            places.append(places(0, 600));
            View view = lake.createView("some", places.query().where("kind < 2"));
            view.refresh();
            view.table().createIndex(Index.ivfFlat("at").partitions(4));
            assertFindsTheNearest(view, "filled");

            places.append(places(600, 700));
            assertThat(view.refresh().mode()).isEqualTo(RefreshMode.INCREMENTAL);
            assertFindsTheNearest(view, "appended");

            places.update(Map.of("kind", "2"), "id % 7 = 0");
            places.update(Map.of("kind", "0"), "id % 11 = 0");
            places.delete("id % 13 = 0");
            assertThat(view.refresh().mode()).isEqualTo(RefreshMode.INCREMENTAL);
            assertFindsTheNearest(view, "changed");

            places.update(
                    Map.of("at", "make_array(arrow_cast(1, 'Float32'), arrow_cast(id, 'Float32'))"), "id % 5 = 0");
            assertThat(view.refresh().mode()).isEqualTo(RefreshMode.INCREMENTAL);
            assertFindsTheNearest(view, "moved");

            places.optimize(Duration.ZERO);
            view.table().optimize(Duration.ZERO);
            view.refresh();
            assertFindsTheNearest(view, "optimized");
        }
    }

    private static List<Place> places(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> new Place(id, id % 3, new float[] {(float) (id * 37 % 101), (float) (id * 61 % 103)}))
                .toList();
    }

    private static void assertFindsTheNearest(View view, String when) {
        assertThat(view.table().indexes())
                .extracting(IndexStatus::columns)
                .as(when)
                .containsExactly(List.of("at"));
        List<Place> rows = view.table().query().select("id", "kind", "at").as(Place.class);
        for (float[] query : new float[][] {{0, 0}, {50, 50}, {100, 3}, {1, 650}}) {
            List<Double> nearest = rows.stream()
                    .map(row -> row.distance(query[0], query[1]))
                    .sorted(Comparator.naturalOrder())
                    .limit(NEAREST)
                    .toList();
            List<Double> found = view
                    .table()
                    .search("at", query)
                    .probes(4)
                    .limit(NEAREST)
                    .select("id", "kind", "at")
                    .as(Place.class)
                    .stream()
                    .map(row -> row.distance(query[0], query[1]))
                    .toList();
            assertThat(found).as(when).isEqualTo(nearest);
        }
    }
}
