// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import static dev.joust.feature.ErrorPolicy.skip;

import dev.joust.Table;
import dev.joust.backfill.BackfillResult;
import dev.joust.backfill.Preview;
import dev.joust.feature.Stamp;
import dev.joust.job.JobError;
import dev.joust.vision.ImageException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Features that functions fill: of a caption, and of pixels. */
final class Functions {
    private static final int PREVIEWED = 8;
    private static final int MAX_SHOWN = 3;

    private final Table table;
    private final Story story;

    Functions(Table table, Story story) {
        this.table = table;
        this.story = story;
    }

    void ofCaptions() {
        story.step("A function of the caption");
        long version = table.version();
        // region terms
        table.addFeatures(CaptionFeatures.TERMS);
        BackfillResult filled = table.backfill("has_watermark_terms").run();
        // endregion
        story.call("table.addFeatures(TERMS)");
        story.say("version %d -> %d, no data file: the column is there, and nobody computed it", version, version + 1);
        story.call("table.backfill(\"has_watermark_terms\").run()");
        story.say("%,d rows in %.2f s, version %d", filled.rowsComputed(), filled.seconds(), filled.version());
        story.space();
        story.call("table.query().where(\"has_watermark_terms\")");
        story.say("%,d rows", table.count("has_watermark_terms"));
        SimpleFeatures.show(story, table.query().where("has_watermark_terms").limit(MAX_SHOWN), List.of("caption"));
    }

    void ofPixels() {
        story.step("A function of the pixels, tried first");
        // region preview
        Preview preview = table.preview(CaptionFeatures.WATERMARK, PREVIEWED);
        // endregion
        story.call("table.preview(WATERMARK, " + PREVIEWED + ")");
        story.table(
                List.of("row", "watermark_score", "has_watermark"),
                preview.rows().stream()
                        .map(row -> List.of(
                                Long.toString(row.rowId()),
                                text(row.values(), "watermark_score"),
                                text(row.values(), "has_watermark")))
                        .toList());
        story.say(
                "%.0f rows/s with one instance; %,d rows are left: %.1f s with two",
                preview.rowsPerSecond(), preview.rowsLeft(), preview.secondsLeft(2));

        story.step("Two functions of the pixels in one pass");
        // region pixels
        table.addFeatures(CaptionFeatures.WATERMARK, CaptionFeatures.FINGERPRINT);
        BackfillResult filled = table.backfill("watermark_score", "fingerprint")
                .onError(skip().on(ImageException.class))
                .run();
        // endregion
        story.call("table.addFeatures(WATERMARK, FINGERPRINT)");
        story.call("table.backfill(\"watermark_score\", \"fingerprint\")\n"
                + "    .onError(skip().on(ImageException.class)).run()");
        story.say(
                "%,d rows, each picture decoded once for both, in %.2f s; %,d failed",
                filled.rowsComputed(), filled.seconds(), filled.rowsFailed());
        failures(filled.job());
        story.space();
        story.say("What the caption says, and what the pixels say:");
        SimpleFeatures.show(
                story,
                table.sql("SELECT has_watermark_terms, has_watermark, count(*) AS posts FROM t"
                        + " GROUP BY has_watermark_terms, has_watermark"
                        + " ORDER BY has_watermark_terms, has_watermark NULLS LAST"),
                List.of("has_watermark_terms", "has_watermark", "posts"));
    }

    private void failures(String job) {
        List<JobError> errors = table.lake().jobErrors(job).stream()
                .filter(error -> error.column().equals("watermark_score"))
                .toList();
        errors.stream()
                .limit(MAX_SHOWN)
                .forEach(error ->
                        story.say("  row %d: %s", error.rowId(), error.message().replaceFirst("^[\\w.]+: ", "")));
    }

    void metadata() {
        story.step("Who computed this column?");
        Map<String, String> metadata = table.schema().columns().stream()
                .filter(column -> column.name().equals("has_watermark_terms"))
                .findFirst()
                .orElseThrow()
                .metadata();
        story.say("The metadata of the field:");
        new TreeMap<>(metadata).forEach((key, value) -> {
            List<String> lines =
                    value.replaceAll(",(?=\"[a-z-]+\":)", ",\n").lines().toList();
            story.say("  %-28s %s", key, lines.get(0));
            lines.stream().skip(1).forEach(line -> story.say("  %-28s  %s", "", line));
        });
        story.space();
        story.say("The stamp in its data file:");
        Stamp stamp =
                table.feature("has_watermark_terms").fragments().get(0).stamps().get(0);
        story.say("  %-28s %s version %d", "function", stamp.udf(), stamp.udfVersion());
        story.say("  %-28s %s at %s", "job", stamp.job(), stamp.time());
        story.say(
                "  %-28s %,d, of which %,d are NULL",
                "rows", stamp.computed().size(), stamp.nulls().size());
        stamp.inputs()
                .forEach((column, files) ->
                        story.say("  %-28s %s in %s", "read", column, DataFiles.shortName(files.get(0))));
    }

    private static String text(Map<String, ?> values, String column) {
        Object value = values.get(column);
        return value instanceof Float score ? String.format(Locale.ROOT, "%.2f", score) : String.valueOf(value);
    }
}
