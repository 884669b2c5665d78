// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.query.Row;
import dev.joust.schema.Types;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The stage of the demo in which somebody has an idea: the views of distant people look at the largest person of a
 * frame, so they miss a tiny one behind a near one. A new feature finds these.
 */
final class DemoIdea {
    /** What finds the frames: a tiny person, and not because everybody is far away. */
    static final String COLUMN = "smallest_person_px";

    /** As a reader would write it, after static imports of {@code InputType}'s names. */
    static final String FEATURE = """
            Feature.of("smallest_person_px", Types.INT32).version(1)
                .from("ann_categories", listOf(STRING)).from("ann_bboxes", listOf(listOf(FLOAT)))
                .map((categories, boxes) -> smallestPerson(categories, boxes))""";

    /** The first try, as one writes it in a minute; {@link DrivingFeatures#SMALLEST_PERSON_PX} is the second. */
    static final Feature FIRST_TRY = Feature.of(COLUMN, Types.INT32)
            .version(1)
            .from("ann_categories", InputType.listOf(InputType.STRING))
            .from("ann_bboxes", InputType.listOf(InputType.listOf(InputType.FLOAT)))
            .map(DemoIdea::smallestPerson);

    private static final int SHOWN = 4;

    /** A person is tiny below this part of the frame's height: 40 pixels of 720. */
    private static final int TINY_PART = 18;

    private final Table frames;
    private final Demo.Settings settings;
    private final DemoListener listener;
    private final Sections sections;

    DemoIdea(Table frames, Demo.Settings settings, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.settings = settings;
        this.listener = listener;
        this.sections = sections;
    }

    String tryOut(Map<String, Object> facts) {
        String where = where(settings);
        long start = System.nanoTime();
        frames.addFeatures(FIRST_TRY);
        listener.answered("frames.addFeatures(" + FEATURE + ")", "a new column");
        Backfills.run(frames, listener, facts, COLUMN);
        long found = frames.count(where);
        double seconds = (System.nanoTime() - start) / 1e9;
        listener.answered(where, Words.count(found, "frame"));
        facts.put("feature", COLUMN);
        facts.put("frames_found", found);
        facts.put("seconds_from_idea_to_answer", seconds);
        keep(where, found, seconds);
        return "from idea to answer in " + Words.seconds(seconds) + ": " + Words.count(found, "frame")
                + " with a tiny person that the distant views miss";
    }

    /** The question that the feature answers. */
    static String where(Demo.Settings settings) {
        return COLUMN + " < " + Math.max(1, settings.height() / TINY_PART) + " AND person_bbox_area_pct >= "
                + settings.distantAreaPct();
    }

    private static @Nullable Integer smallestPerson(List<String> categories, List<List<Float>> boxes) {
        return IntStream.range(0, boxes.size())
                .filter(i -> categories.get(i).equals(DrivingFeatures.PERSON))
                .mapToObj(i -> (int) (boxes.get(i).get(3) - boxes.get(i).get(1)))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private void keep(String where, long found, double seconds) {
        sections.add(
                Section.IDEA,
                new Block.Figures(List.of(
                        new Block.Figure(Words.seconds(seconds), "from idea to answer"),
                        new Block.Figure(Words.count(frames.count()), "rows computed, images untouched"),
                        new Block.Figure(Words.count(found), "frames that the distant views miss"))));
        sections.add(Section.IDEA, new Block.Code(List.of(FEATURE.split("\n"))));
        List<Row> rows = FramePictures.spread(frames, where, SHOWN);
        sections.add(
                Section.IDEA,
                new Block.Gallery(
                        "A tiny person behind a near one",
                        Words.count(found, "frame"),
                        where,
                        new FramePictures().of(rows, FramePictures::scene, Set.of(DrivingFeatures.PERSON))));
    }
}
