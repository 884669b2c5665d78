// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.View;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.DrivingViews;
import dev.joust.driving.FailureMode;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.driving.report.MarkedBox;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderStatistics;
import dev.joust.query.Row;
import dev.joust.view.RefreshResult;
import dev.joust.vision.ImagePixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The stages of the demo that are about views: creating, refreshing and loading them. */
final class DemoViews {
    private static final int BATCH_ROWS = 16;
    private static final int PIXELS_ACROSS = 640;
    private static final int PIXELS_DOWN = 360;
    private static final int SHOWN = 8;

    private final Table frames;
    private final Demo.Settings settings;
    private final DemoListener listener;
    private final Sections sections;
    private List<RefreshResult> refreshed = List.of();

    DemoViews(Table frames, Demo.Settings settings, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.settings = settings;
        this.listener = listener;
        this.sections = sections;
    }

    private DrivingViews views() {
        return DrivingViews.of(frames).distantBelow(settings.distantAreaPct());
    }

    String create(Map<String, Object> facts) {
        List<DrivingViews.Definition> definitions = views().definitions();
        views().create();
        for (DrivingViews.Definition definition : definitions) {
            if (definition.split().equals("train")) {
                listener.answered(definition.where(), definition.name());
            }
        }
        refresh(facts);
        return definitions.size() + " views, three failure modes by train and val; each is a table with versions";
    }

    private void refresh(Map<String, Object> facts) {
        List<RefreshResult> results = new ArrayList<>();
        for (View view : views().open()) {
            results.add(view.refresh());
        }
        tell(results, facts);
    }

    /** Tells what became of the views, one line each. */
    void tell(List<RefreshResult> results, Map<String, Object> facts) {
        refreshed = List.copyOf(results);
        refreshed.forEach(result -> listener.line(result.toString()));
        facts.put("views", refreshed.size());
        facts.put(
                "rows_added_to_views",
                refreshed.stream().mapToLong(RefreshResult::added).sum());
    }

    String load(Map<String, Object> facts) {
        String name = views().definitions().get(0).name();
        Table view = frames.lake().openView(name).table();
        int batchRows = (int) Math.max(1, Math.min(BATCH_ROWS, view.count()));
        LoaderStatistics statistics;
        long batches = 0;
        long loaded = 0;
        try (Loader<Batch> loader = view.loader()
                .columns("image_id", "ann_categories", "ann_bboxes")
                .decode("image_bytes", ImagePixels.rgb(PIXELS_ACROSS, PIXELS_DOWN))
                .shuffle(settings.seed())
                .batchRows(batchRows)
                .open()) {
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    batches++;
                    loaded += batch.size();
                    listener.progress("load", loaded, loader.rows());
                }
            }
            statistics = loader.statistics();
        }
        String speed = String.format(Locale.ROOT, "%,.0f frames/s", statistics.rowsPerSecond());
        listener.answered(
                "lake.openTable(\"" + name
                        + "\").loader()\n    .decode(\"image_bytes\", ImagePixels.rgb(640, 360)).shuffle("
                        + settings.seed() + ").open()",
                Words.count(statistics.rows(), "frame") + " in batches of " + batchRows);
        facts.put("rows_loaded", statistics.rows());
        facts.put("batches", batches);
        facts.put("rows_per_second", statistics.rowsPerSecond());
        return "shuffled by seed, decoded to 640x360 RGB, ready for a model at " + speed;
    }

    /** Keeps what the new footage did for the report. */
    void keepArrival(Map<String, Object> facts, double seconds) {
        sections.add(
                Section.NEW_FOOTAGE,
                new Block.Figures(List.of(
                        new Block.Figure(Words.count(settings.newFrames()), "frames arrived"),
                        new Block.Figure(
                                facts.get("rows_computed") + " of " + facts.get("rows_total"), "rows computed"),
                        new Block.Figure("+" + facts.get("rows_added_to_views"), "rows in six views"),
                        new Block.Figure(Words.seconds(seconds), "from files to batches"))));
        List<List<String>> rows = new ArrayList<>();
        for (RefreshResult result : refreshed) {
            rows.add(List.of(
                    result.view(),
                    Words.count(result.rowsBefore()),
                    Words.count(result.rowsAfter()),
                    "+" + Words.count(result.added()),
                    Long.toString(result.version()),
                    result.mode().name().toLowerCase(Locale.ROOT)));
        }
        sections.add(
                Section.NEW_FOOTAGE,
                new Block.Grid(List.of("view", "before", "after", "added", "version", "refresh"), rows));
    }

    /** Makes one contact sheet per failure mode, from the views for training. */
    void galleries() {
        FramePictures pictures = new FramePictures();
        for (DrivingViews.Definition definition : views().definitions()) {
            if (definition.split().equals("train")) {
                Table view = frames.lake().openView(definition.name()).table();
                List<Row> rows = FramePictures.spread(view, "true", SHOWN);
                Set<String> marked = definition.mode() == FailureMode.RIDER
                        ? Set.of(DrivingFeatures.RIDER)
                        : Set.of(DrivingFeatures.PERSON);
                sections.add(
                        Section.FAILURE_MODES,
                        new Block.Gallery(
                                definition.mode().title(),
                                Words.count(view.count(), "frame") + " in " + definition.name(),
                                definition.where(),
                                pictures.of(rows, row -> caption(row, marked), marked)));
            }
        }
    }

    private static String caption(Row row, Set<String> marked) {
        List<MarkedBox> boxes = MarkedBox.of(row, marked);
        double tallest = boxes.stream().mapToDouble(MarkedBox::height).max().orElse(0);
        String time = row.string("scene_description").split(" scene on a ", 2)[0];
        return String.format(Locale.ROOT, "%s, tallest %.0f px", time, tallest);
    }
}
