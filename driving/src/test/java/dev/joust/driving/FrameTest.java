// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.schema.Column;
import dev.joust.schema.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void hasTheColumnsOfTheTable() {
        RecordType<Frame> type = RecordType.of(Frame.class);

        assertThat(type.key()).containsExactly("image_id");
        assertThat(type.schema().columns().stream().map(column -> column.name() + " " + column.type()))
                .containsExactly(
                        "image_id utf8",
                        "video_name utf8",
                        "image_bytes large_binary",
                        "width int32",
                        "height int32",
                        "weather utf8",
                        "scene utf8",
                        "timeofday utf8",
                        "timestamp int64",
                        "split utf8",
                        "ann_categories list<utf8>",
                        "ann_bboxes list<list<float32>>",
                        "ann_occluded list<bool>");
    }

    @Test
    void mayLackEverythingButItsId() {
        RecordType<Frame> type = RecordType.of(Frame.class);

        assertThat(type.schema().columns().stream()
                        .filter(column -> !column.nullable())
                        .map(Column::name))
                .containsExactly("image_id");
    }

    @Test
    void refusesListsOfDifferentLength() {
        assertThatThrownBy(() -> new Frame(
                        "a", "a", new byte[1], 1, 1, null, null, null, null, "val", List.of("car"), List.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("annCategories, annBboxes and annOccluded must be of one length but have 1, 0 and -1"
                        + " elements (-1 stands for null)");
    }
}
