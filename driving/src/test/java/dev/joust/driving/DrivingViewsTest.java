// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.View;
import dev.joust.view.RefreshResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrivingViewsTest {
    @TempDir
    private Path folder;

    /** A frame whose features are stored. */
    public record Featured(
            String imageId,
            String timeofday,
            String split,
            boolean hasPerson,
            boolean hasRider,
            float personBboxAreaPct) {}

    @Test
    void areThreeFailureModesByTwoSplits() {
        try (Lake lake = Joust.open(folder)) {
            DrivingViews views = DrivingViews.of(lake.createTable("bdd100k", Featured.class));

            assertThat(views.definitions().stream().map(view -> view.name() + ": " + view.where()))
                    .containsExactly(
                            "bdd100k_rider_train: has_rider AND split = 'train'",
                            "bdd100k_rider_val: has_rider AND split = 'val'",
                            "bdd100k_nighttime_person_train:"
                                    + " has_person AND timeofday = 'night' AND split = 'train'",
                            "bdd100k_nighttime_person_val: has_person AND timeofday = 'night' AND split = 'val'",
                            "bdd100k_distant_person_train:"
                                    + " has_person AND person_bbox_area_pct < 1.0 AND split = 'train'",
                            "bdd100k_distant_person_val:"
                                    + " has_person AND person_bbox_area_pct < 1.0 AND split = 'val'");
        }
    }

    @Test
    void leaveDuplicatesOutOfTrainingOnceTheyAreKnown() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("bdd100k", Featured.class);
            frames.append(List.of(new Featured("a", "night", "train", true, true, 5)));
            frames.addColumns(Map.of("is_duplicate", "image_id = 'b'"));
            DrivingViews views = DrivingViews.of(frames).distantBelow(30);

            assertThat(views.definitions().get(0).where())
                    .isEqualTo("has_rider AND split = 'train' AND is_duplicate IS NOT TRUE");
            assertThat(views.definitions().get(5).where())
                    .isEqualTo("has_person AND person_bbox_area_pct < 30.0 AND split = 'val'");
        }
    }

    @Test
    void holdTheFramesTheyAreNamedAfter() {
        try (Lake lake = Joust.open(folder)) {
            Table frames = lake.createTable("bdd100k", Featured.class);
            frames.append(List.of(
                    new Featured("a", "night", "train", true, true, 5),
                    new Featured("b", "night", "val", true, false, 0.5f),
                    new Featured("c", "daytime", "train", false, true, 0)));

            DrivingViews.of(frames).create();
            List<RefreshResult> refreshed =
                    DrivingViews.of(frames).open().stream().map(View::refresh).toList();

            assertThat(refreshed.stream().map(RefreshResult::rowsAfter)).containsExactly(2L, 0L, 1L, 1L, 0L, 1L);
        }
    }

    @Test
    void refuseAShareOfTheFrameThatCannotBe() {
        assertThatThrownBy(() -> FailureMode.DISTANT_PERSON.where(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("distantAreaPct must be above 0 and at most 100 but was 0.0");
    }
}
