// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.driving.FailureMode;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.query.Answer;
import dev.joust.query.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the table of frames in SQL and in words; tells the listener, and keeps the answers for the report. */
final class DemoQuestions {
    private static final int HITS = 8;
    private static final int SHOWN_HITS = 3;
    private static final String WORDS = "rainy night city street";
    private static final String BY_TIME_OF_DAY = """
            SELECT timeofday, COUNT(*) AS frames,
                   COUNT(CASE WHEN has_person THEN 1 END) AS people,
                   COUNT(CASE WHEN has_rider THEN 1 END) AS riders
            FROM t GROUP BY timeofday ORDER BY frames DESC, timeofday""";

    private final Table frames;
    private final double distantAreaPct;
    private final DemoListener listener;
    private final Sections sections;
    private final FramePictures pictures = new FramePictures();

    DemoQuestions(Table frames, double distantAreaPct, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.distantAreaPct = distantAreaPct;
        this.listener = listener;
        this.sections = sections;
    }

    String sql(Map<String, Object> facts) {
        long night = count("Frames with a person at night", FailureMode.NIGHTTIME_PERSON.where(distantAreaPct));
        long distant =
                count("Frames in which every person is far away", FailureMode.DISTANT_PERSON.where(distantAreaPct));
        long riders = count("Frames with a rider to train on", "has_rider AND split = 'train'");
        Block.Grid table = grid(frames.sql(BY_TIME_OF_DAY), List.of("timeofday", "frames", "people", "riders"));
        listener.answered(BY_TIME_OF_DAY, table);
        sections.add(
                Section.SQL,
                new Block.Question("Frames with people and with riders, by time of day", BY_TIME_OF_DAY, table));
        facts.put("nighttime_person", night);
        facts.put("distant_person", distant);
        facts.put("rider_train", riders);
        return "the labels and the features answer together: no join, no second store";
    }

    private long count(String text, String where) {
        long count = frames.count(where);
        listener.answered(where, Words.count(count));
        sections.add(
                Section.SQL,
                new Block.Question(
                        text,
                        "frames.count(\"" + where + "\")",
                        new Block.Grid(List.of("frames"), List.of(List.of(Words.count(count))))));
        return count;
    }

    String search(Map<String, Object> facts) {
        facts.put("full_text_hits", fullText());
        return "a feature made the sentence, an index ranks it, in the table that holds the frames";
    }

    private int fullText() {
        List<Row> hits = frames.searchText(WORDS)
                .select(FramePictures.COLUMNS)
                .limit(HITS)
                .rows();
        List<List<String>> rows = new ArrayList<>();
        for (Row hit : hits.subList(0, Math.min(SHOWN_HITS, hits.size()))) {
            rows.add(List.of(
                    String.format(Locale.ROOT, "%.2f", hit.floatValue("_score")),
                    hit.string("image_id"),
                    hit.string("scene_description")));
        }
        Block.Grid grid = new Block.Grid(List.of("score", "image_id", "scene_description"), rows);
        String code = "frames.searchText(\"" + WORDS + "\")";
        listener.answered(code, grid);
        sections.add(Section.FULL_TEXT, new Block.Question("\u201c" + WORDS + "\u201d, best first", code, grid));
        sections.add(
                Section.FULL_TEXT,
                new Block.Gallery(
                        "The best " + hits.size(),
                        "by BM25",
                        "index: full text on scene_description",
                        pictures.of(hits, FramePictures::scene, Set.of())));
        return hits.size();
    }

    /** An answer as text, the columns in this order. */
    static Block.Grid grid(Answer answer, List<String> columns) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : answer.rows()) {
            rows.add(columns.stream().map(column -> cell(row.value(column))).toList());
        }
        return new Block.Grid(columns, rows);
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return Words.count(((Number) value).longValue());
        }
        return value == null ? "NULL" : value.toString();
    }
}
