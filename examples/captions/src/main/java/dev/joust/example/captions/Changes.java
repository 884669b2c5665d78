// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import static dev.joust.feature.ErrorPolicy.skip;

import dev.joust.Table;
import dev.joust.backfill.BackfillResult;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureStatus;
import dev.joust.query.Row;
import dev.joust.vision.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What happens to features when their definition, other tables or their own table change. */
final class Changes {
    private final Table table;
    private final Source source;
    private final Story story;

    Changes(Table table, Source source, Story story) {
        this.table = table;
        this.source = source;
        this.story = story;
    }

    void ofTheDefinition() {
        story.step("The definition changes");
        story.say("Version 2 knows one term more. A program that brings it cannot fill a column of version 1:");
        long before = table.count("has_watermark_terms");
        table.lake().register(List.of(CaptionFeatures.TERMS_2));
        story.call("table.backfill(\"has_watermark_terms\").run()");
        try {
            table.backfill("has_watermark_terms").run();
        } catch (InvalidRequestException e) {
            story.say("%s", String.valueOf(e.getMessage()).replace("; ", ";\n    "));
        }
        story.space();
        // region alter
        table.alterFeature("has_watermark_terms", CaptionFeatures.TERMS_2);
        // endregion
        story.call("table.alterFeature(\"has_watermark_terms\", TERMS_2)");
        why("has_watermark_terms").forEach(story::say);
        // region where
        BackfillResult first =
                table.backfill("has_watermark_terms").where("has_watermark").run();
        // endregion
        story.call("table.backfill(\"has_watermark_terms\").where(\"has_watermark\").run()");
        story.say("%,d rows, those that matter first", first.rowsComputed());
        table.feature("has_watermark_terms")
                .rowsByVersion()
                .forEach((version, rows) -> story.say("  %,6d rows by %s", rows, version));
        BackfillResult rest = table.backfill("has_watermark_terms").run();
        story.call("table.backfill(\"has_watermark_terms\").run()");
        story.say("%,d rows, the others; no other column was touched", rest.rowsComputed());
        story.say("%,d posts were flagged before, %,d are now", before, table.count("has_watermark_terms"));
    }

    void ofOtherRows() {
        story.step("Values of a group, and of another table");
        // region aggregate
        table.addFeatures(
                table.aggregateFeature(Feature.aggregate("copies", "count(*)").by("fingerprint")));
        table.backfill("copies").run();
        // endregion
        story.call("table.addFeatures(table.aggregateFeature(\n"
                + "    Feature.aggregate(\"copies\", \"count(*)\").by(\"fingerprint\")))");
        story.say("%,d posts show a picture that others show, too", table.count("copies > 1"));
        if (SimpleFeatures.has(table, "url")) {
            join();
        }
    }

    private void join() {
        // region joined
        table.addColumns(Feature.sql("host", "split_part(url, '/', 3)"));
        Table hosts = table.lake()
                .createTable(
                        "hosts",
                        table.sql(
                                "SELECT host, count(*) AS posts,"
                                        + " CASE WHEN 2 * count(CASE WHEN has_watermark_terms THEN 1 END) > count(*)"
                                        + " THEN 'agency' ELSE 'open' END AS kind FROM t GROUP BY host ORDER BY posts DESC, host"));
        table.addFeatures(table.joinedFeature(
                Feature.joined("host_kind", "hosts").on("host", "host").take("kind")));
        table.backfill("host_kind").run();
        // endregion
        story.space();
        story.call("table.addFeatures(table.joinedFeature(\n"
                + "    Feature.joined(\"host_kind\", \"hosts\").on(\"host\", \"host\").take(\"kind\")))");
        story.say("%,d hosts; %,d posts are from an agency", hosts.count(), table.count("host_kind = 'agency'"));
        List<Row> silent = table.sql("SELECT host, count(*) AS marked FROM t WHERE has_watermark AND host_kind = 'open'"
                        + " GROUP BY host ORDER BY marked DESC, host LIMIT 1")
                .rows();
        if (silent.isEmpty()) {
            return;
        }
        String host = silent.get(0).string("host");
        story.space();
        story.say(
                "%s marks %,d pictures and says so nowhere. Somebody corrects the other table:",
                host, silent.get(0).longValue("marked"));
        hosts.update(Map.of("kind", "'agency'"), "host = '" + host.replace("'", "''") + "'");
        story.call("hosts.update(Map.of(\"kind\", \"'agency'\"), \"host = '" + host + "'\")");
        why("host_kind").forEach(story::say);
        story.call("table.backfill(\"host_kind\").run()");
        story.say("%,d rows", table.backfill("host_kind").run().rowsComputed());
    }

    void gaps() {
        story.step("New rows, and only the gaps");
        story.say("%,d rows are appended.", source.append(table));
        List<String> names = table.features().stream().map(FeatureStatus::name).toList();
        coverage(List.of("feature", "fresh", "missing", "stale", "failed"));
        story.space();
        // region gaps
        BackfillResult wide = table.backfill("watermark_score", "fingerprint")
                .where("width > height")
                .onError(skip().on(ImageException.class))
                .run();
        List<String> stale = why("copies");
        BackfillResult rest = table.backfill(names.toArray(String[]::new))
                .onError(skip().on(ImageException.class))
                .run();
        // endregion
        story.call("table.backfill(\"watermark_score\", \"fingerprint\").where(\"width > height\")...run()");
        story.say(
                "%,d rows; groups that a new picture falls into are stale now, the others are not:",
                wide.rowsComputed());
        stale.forEach(story::say);
        story.call("table.backfill(<all " + names.size() + ">)...run()");
        story.say("the rest, in one pass");
        story.space();
        coverage(List.of("feature", "rows by version", "fresh", "missing", "stale", "failed"));
        story.call("table.backfill(<all " + names.size() + ">).run()");
        story.say(
                "%,d rows: what failed is not tried again unless .retryFailed() is asked for",
                table.backfill(names.toArray(String[]::new)).run().rowsComputed());
        if (rest.rowsFailed() > 0) {
            story.say("(%,d of the new pictures are broken, too)", rest.rowsFailed());
        }
    }

    private void coverage(List<String> columns) {
        List<List<String>> rows = new ArrayList<>();
        for (FeatureStatus feature : table.features()) {
            List<String> row = new ArrayList<>(List.of(
                    feature.name(),
                    Story.count(feature.cells().fresh()),
                    number(feature.cells().missing()),
                    number(feature.cells().stale()),
                    number(feature.cells().failed())));
            if (columns.contains("rows by version")) {
                List<String> versions = new ArrayList<>();
                feature.rowsByVersion().forEach((version, count) -> versions.add(version));
                row.add(1, String.join(", ", versions));
            }
            rows.add(row);
        }
        story.table(columns, rows);
    }

    private static String number(long count) {
        return count == 0 ? "" : Story.count(count);
    }

    private List<String> why(String feature) {
        return table.feature(feature).fragments().stream()
                .flatMap(fragment -> fragment.why().stream().map(why -> "fragment " + fragment.fragment() + ": " + why))
                .toList();
    }
}
