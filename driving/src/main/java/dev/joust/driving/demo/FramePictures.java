// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.report.MarkedBox;
import dev.joust.driving.report.Picture;
import dev.joust.driving.report.Thumbnails;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.vision.ImageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns rows of frames into small pictures with boxes. */
final class FramePictures {
    /** The columns that a picture needs. */
    static final String[] COLUMNS = {"image_id", "image_bytes", "scene_description", "ann_categories", "ann_bboxes"};

    /** People and riders. */
    static final Set<String> PEOPLE = Set.of(DrivingFeatures.PERSON, DrivingFeatures.RIDER);

    private final Thumbnails thumbnails = new Thumbnails();

    /** One picture per row that has an image which can be decoded. */
    List<Picture> of(List<Row> rows, Function<Row, String> caption, Collection<String> marked) {
        return rows.stream()
                .flatMap(row -> picture(row, caption.apply(row), marked).stream())
                .toList();
    }

    private Optional<Picture> picture(Row row, String caption, Collection<String> marked) {
        if (!(row.value("image_bytes") instanceof byte[] image)) {
            return Optional.empty();
        }
        try {
            return Optional.of(thumbnails.picture(row.string("image_id"), caption, image, MarkedBox.of(row, marked)));
        } catch (ImageException e) {
            // The frame stays in the table; only its picture is left out of the page.
            return Optional.empty();
        }
    }

    /** Some rows of a table, at most one of each clip and spread over the whole table, with what pictures need. */
    static List<Row> spread(Table table, String where, int count) {
        List<Long> ids = new ArrayList<>();
        Set<Object> clips = new HashSet<>();
        try (RowStream<Row> rows = table.query().where(where).select("video_name").withRowId().stream()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                Object clip = row.value("video_name");
                if (clip == null || clips.add(clip)) {
                    ids.add(row.longValue("_rowid"));
                }
            }
        }
        List<Long> chosen = new ArrayList<>();
        int shown = Math.min(count, ids.size());
        for (int i = 0; i < shown; i++) {
            chosen.add(ids.get((int) ((long) i * ids.size() / shown)));
        }
        return chosen.isEmpty()
                ? List.of()
                : table.query().rowIds(chosen).select(COLUMNS).rows();
    }

    /** The description of the scene. */
    static String scene(Row row) {
        return row.string("scene_description");
    }
}
