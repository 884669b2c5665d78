// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.feature.CellCounts;
import dev.joust.feature.FeatureCatalog;
import dev.joust.query.Row;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrivingFeaturesTest {
    private static final String[] NAMES = {
        "has_person", "has_rider", "scene_description", "person_bbox_area_pct", "smallest_person_px"
    };

    @TempDir
    private Path folder;

    @Test
    void followFromLabelsAndAttributes() {
        Frame street = frame("a", "rainy", List.of("person", "rider"), List.of(box(0, 0, 20, 10), box(0, 0, 50, 50)));
        Frame empty = frame("b", "clear", List.of(), List.of());
        Frame unlabelled = frame("c", null, null, null);

        List<Row> rows = computed(street, empty, unlabelled);

        assertThat(values(rows.get(0))).containsExactly(true, true, "night rainy scene on a highway", 2.0f, 10);
        assertThat(values(rows.get(1))).containsExactly(false, false, "night clear scene on a highway", null, null);
        assertThat(values(rows.get(2))).containsExactly(null, null, "night undefined scene on a highway", null, null);
    }

    @Test
    void countANullAsComputed() {
        computed(frame("a", "clear", null, null));

        try (Lake lake = Joust.open(folder)) {
            CellCounts cells =
                    lake.openTable("bdd100k").feature("person_bbox_area_pct").cells();
            assertThat(cells).isEqualTo(new CellCounts(1, 1, 1, 0, 0, 0, 0));
        }
    }

    @Test
    void areFoundOnTheClassPath() {
        FeatureCatalog catalog = FeatureCatalog.load(getClass().getClassLoader());

        assertThat(catalog.feature("person_bbox_area_pct").identity().udf()).isEqualTo("person_bbox_area_pct.boxes");
        assertThat(catalog.features().stream().map(feature -> feature.name()))
                .contains(NAMES)
                .contains("dhash");
    }

    private List<Row> computed(Frame... frames) {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.createTable("bdd100k", Frame.class);
            table.append(List.of(frames));
            table.addFeatures(
                    DrivingFeatures.HAS_PERSON,
                    DrivingFeatures.HAS_RIDER,
                    DrivingFeatures.SCENE_DESCRIPTION,
                    DrivingFeatures.PERSON_BBOX_AREA_PCT,
                    DrivingFeatures.SMALLEST_PERSON_PX);
            table.backfill(NAMES).run();
            return table.query().select(NAMES).rows();
        }
    }

    private static List<@Nullable Object> values(Row row) {
        return Arrays.stream(NAMES).map(row::value).toList();
    }

    private static List<Float> box(float x1, float y1, float x2, float y2) {
        return List.of(x1, y1, x2, y2);
    }

    private static Frame frame(
            String id, @Nullable String weather, @Nullable List<String> words, @Nullable List<List<Float>> boxes) {
        List<Boolean> occluded =
                words == null ? null : words.stream().map(word -> false).toList();
        return new Frame(
                id, id, new byte[] {1}, 100, 100, weather, "highway", "night", 0L, "train", words, boxes, occluded);
    }
}
