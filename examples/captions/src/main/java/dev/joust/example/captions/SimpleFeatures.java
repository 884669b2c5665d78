// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.Table;
import dev.joust.query.Answer;
import dev.joust.query.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Features in SQL, and what they cost on disk. */
final class SimpleFeatures {
    private static final int SHOWN = 4;
    private static final int SHOWN_TEXT = 88;

    private final Table table;
    private final Story story;

    SimpleFeatures(Table table, Story story) {
        this.table = table;
        this.story = story;
    }

    void threeInOneCommit() {
        story.step("Three features in SQL, in one commit");
        DataFiles before = DataFiles.of(table);
        long version = table.version();
        // region add
        table.addColumns(CaptionFeatures.CAPTION_LENGTH, CaptionFeatures.ASPECT_RATIO, CaptionFeatures.IMAGE_AREA);
        // endregion
        story.call("""
                table.addColumns(
                    Feature.sql("caption_length", "length(caption)"),
                    Feature.sql("aspect_ratio", "CAST(width AS DOUBLE) / CAST(height AS DOUBLE)"),
                    Feature.sql("image_area", "width * height"))""");
        story.say("version %d -> %d", version, table.version());
        story.space();
        String where = "caption_length > 80 AND image_area >= 512 * 512";
        List<String> shown = new ArrayList<>(List.of("caption_length", "aspect_ratio", "image_area"));
        if (has(table, "key")) {
            shown.add(0, "key");
        }
        story.call("table.query().where(\"" + where + "\")");
        story.say("%,d of %,d rows", table.count(where), table.count());
        show(story, table.query().where(where).limit(SHOWN), shown);

        story.step("What that wrote");
        DataFiles after = DataFiles.of(table);
        after.tell(story, before);
        story.say("three columns of %,d rows: %.2f%% more", table.count(), percent(before, after));
    }

    private static double percent(DataFiles before, DataFiles after) {
        return 100.0 * (after.total() - before.total()) / before.total();
    }

    static boolean has(Table table, String column) {
        return table.schema().columns().stream().anyMatch(has -> has.name().equals(column));
    }

    static void show(Story story, Answer answer, List<String> columns) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : answer.rows()) {
            rows.add(columns.stream().map(column -> cell(row, column)).toList());
        }
        if (!rows.isEmpty()) {
            story.table(columns, rows);
        }
    }

    private static String cell(Row row, String column) {
        Object value = row.value(column);
        if (value instanceof Double || value instanceof Float) {
            return String.format(Locale.ROOT, "%.2f", ((Number) value).doubleValue());
        }
        String text = value == null ? "NULL" : value.toString();
        return text.length() > SHOWN_TEXT ? text.substring(0, SHOWN_TEXT) + "\u2026" : text;
    }
}
