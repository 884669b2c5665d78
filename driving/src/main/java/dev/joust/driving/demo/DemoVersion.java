// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.feature.FeatureStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stage of the demo in which a function turns out to be wrong: it took people for tiny of whom something hides the
 * greater part. The second version leaves those out; the table knows which cells the first one computed.
 */
final class DemoVersion {
    /** As a reader would write it, after static imports of {@code InputType}'s names. */
    static final String FEATURE = """
            Feature.of("smallest_person_px", Types.INT32).version(2)
                .from("ann_categories", listOf(STRING)).from("ann_bboxes", listOf(listOf(FLOAT)))
                .from("ann_occluded", listOf(BOOL))
                .map((categories, boxes, occluded) -> smallestHeight(categories, boxes, occluded))""";

    private static final String FIRST = "split = 'val'";

    private final Table frames;
    private final Demo.Settings settings;
    private final DemoFolder folder;
    private final DemoListener listener;
    private final Sections sections;
    private final List<List<String>> coverage = new ArrayList<>();

    DemoVersion(Table frames, Demo.Settings settings, DemoFolder folder, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.settings = settings;
        this.folder = folder;
        this.listener = listener;
        this.sections = sections;
    }

    String change(Map<String, Object> facts) {
        String where = DemoIdea.where(settings);
        long before = frames.count(where);
        long bytes = folder.dataBytes();
        cover("backfill of version 1");
        frames.alterFeature(DemoIdea.COLUMN, DrivingFeatures.SMALLEST_PERSON_PX);
        listener.answered(
                "frames.alterFeature(\"" + DemoIdea.COLUMN + "\", DrivingFeatures.SMALLEST_PERSON_PX)",
                "metadata only");
        FeatureStatus altered = cover("alterFeature: re-pointed at version 2");
        String why = altered.fragments().get(0).why().get(0);
        listener.line("the first of " + Words.count(altered.fragments().size(), "fragment") + ": " + why);

        Map<String, Object> first = new LinkedHashMap<>();
        Backfills.runWhere(frames, listener, first, FIRST, DemoIdea.COLUMN);
        cover("backfill where " + FIRST);
        Map<String, Object> rest = new LinkedHashMap<>();
        Backfills.run(frames, listener, rest, DemoIdea.COLUMN);
        cover("backfill");
        Map<String, Object> others = new LinkedHashMap<>();
        Backfills.run(frames, listener, others, DemoRun.FEATURES);

        long after = frames.count(where);
        listener.answered(where, Words.count(before) + " before, " + Words.count(after, "frame") + " now");
        facts.put("feature", DemoIdea.COLUMN);
        facts.put("why", why);
        facts.put("rows_stale", altered.cells().stale());
        facts.put("rows_computed", number(first, "rows_computed") + number(rest, "rows_computed"));
        facts.put("rows_computed_of_others", number(others, "rows_computed"));
        facts.put("frames_found_before", before);
        facts.put("frames_found", after);
        facts.put("version", rest.get("version"));
        keep(why, before, after, folder.dataBytes() - bytes);
        return Words.count(altered.cells().stale(), "stale cell") + " computed again and no other; "
                + Words.count(before - after, "frame") + " were found for hidden people";
    }

    private static long number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Long number ? number : 0;
    }

    private FeatureStatus cover(String when) {
        FeatureStatus status = frames.feature(DemoIdea.COLUMN);
        coverage.add(List.of(
                when,
                Words.count(status.rowsByVersion().getOrDefault(DemoIdea.COLUMN + " 1", 0L)),
                Words.count(status.rowsByVersion().getOrDefault(DemoIdea.COLUMN + " 2", 0L)),
                Words.count(status.cells().stale()),
                Words.count(frames.count(DemoIdea.where(settings)))));
        return status;
    }

    private void keep(String why, long before, long after, long bytes) {
        sections.add(
                Section.NEW_VERSION,
                new Block.Figures(List.of(
                        new Block.Figure(Words.count(before), "frames found by version 1"),
                        new Block.Figure(Words.count(after), "frames found by version 2"),
                        new Block.Figure(Words.bytes(bytes), "written, of this column alone"))));
        List<String> code = new ArrayList<>(List.of(FEATURE.split("\n")));
        code.add("// " + why);
        sections.add(Section.NEW_VERSION, new Block.Code(code));
        sections.add(
                Section.NEW_VERSION,
                new Block.Grid(
                        List.of("after", "rows of version 1", "rows of version 2", "stale", "frames found"),
                        List.copyOf(coverage)));
    }
}
