// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.View;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.DrivingViews;
import dev.joust.driving.FailureMode;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.models.DemoModels;
import dev.joust.driving.report.Block;
import dev.joust.query.Row;
import dev.joust.view.RefreshResult;
import dev.joust.vision.model.PersonBboxAreaPct;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The stage of the demo in which a column that labels filled is pointed at a detector, as for footage without labels,
 * and back again.
 */
final class DemoDetector {
    private static final String COLUMN = DrivingFeatures.PERSON_BBOX_AREA_PCT.name();
    private static final String VAL = "split = 'val'";

    private final Table frames;
    private final Demo.Settings settings;
    private final DemoListener listener;
    private final Sections sections;

    DemoDetector(Table frames, Demo.Settings settings, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.settings = settings;
        this.listener = listener;
        this.sections = sections;
    }

    String compare(Map<String, Object> facts) {
        View view = view();
        Map<String, Boolean> labelled = people();
        frames.alterFeature(COLUMN, PersonBboxAreaPct.of(DemoModels.DETECTOR));
        listener.answered(
                "frames.alterFeature(\"" + COLUMN + "\",\n    PersonBboxAreaPct.of(\"" + DemoModels.DETECTOR + "\"))",
                "metadata only");
        Backfills.runWhere(frames, listener, facts, VAL, COLUMN);
        RefreshResult byModel = view.refresh();
        listener.line(byModel.toString());
        Map<String, Boolean> detected = people();
        long alike = labelled.entrySet().stream()
                .filter(frame -> frame.getValue().equals(detected.get(frame.getKey())))
                .count();
        frames.alterFeature(COLUMN, DrivingFeatures.PERSON_BBOX_AREA_PCT);
        listener.answered("frames.alterFeature(\"" + COLUMN + "\", PERSON_BBOX_AREA_PCT)", "metadata only");
        Map<String, Object> back = new HashMap<>();
        Backfills.run(frames, listener, back, COLUMN);
        RefreshResult byLabels = view.refresh();
        listener.line(byLabels.toString());
        keep(view, byModel, byLabels, alike, labelled.size());
        facts.put("frames_compared", labelled.size());
        facts.put("frames_alike", alike);
        facts.put("rows_added_by_model", byModel.added());
        facts.put("rows_removed_by_model", byModel.removed());
        facts.put("rows_computed_back", back.get("rows_computed"));
        return "labels and detector agree on whether there is a person in " + Words.count(alike) + " of "
                + Words.count(labelled.size(), "frame");
    }

    private View view() {
        return DrivingViews.of(frames).distantBelow(settings.distantAreaPct()).definitions().stream()
                .filter(view -> view.mode() == FailureMode.DISTANT_PERSON
                        && view.split().equals("val"))
                .map(view -> frames.lake().openView(view.name()))
                .findFirst()
                .orElseThrow();
    }

    /** In which frames the column, as it is now, knows of a person. */
    private Map<String, Boolean> people() {
        Map<String, Boolean> people = new HashMap<>();
        for (Row row : frames.query().where(VAL).select("image_id", COLUMN).rows()) {
            people.put(row.string("image_id"), !row.isNull(COLUMN));
        }
        return people;
    }

    private void keep(View view, RefreshResult byModel, RefreshResult byLabels, long alike, long compared) {
        sections.add(
                Section.DETECTOR,
                new Block.Figures(List.of(
                        new Block.Figure(
                                String.format(Locale.ROOT, "%d of %d", alike, compared),
                                "frames of val in which labels and detector agree on a person"),
                        new Block.Figure("2", "functions for one column, swapped by metadata"))));
        sections.add(
                Section.DETECTOR,
                new Block.Grid(
                        List.of(view.name() + " after", "rows", "added", "removed", "version"),
                        List.of(row("the detector", byModel), row("the labels again", byLabels))));
    }

    private static List<String> row(String filler, RefreshResult result) {
        return List.of(
                filler,
                Words.count(result.rowsAfter()),
                Words.count(result.added()),
                Words.count(result.removed()),
                Long.toString(result.version()));
    }
}
