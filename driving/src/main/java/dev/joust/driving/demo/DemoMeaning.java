// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.driving.report.ResultPage;
import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import dev.joust.vision.model.ClipImageEmbedding;
import dev.joust.vision.model.ResnetEmbedding;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Asks for frames that no filter can describe: by text, by another frame, with and without a filter, and for riders
 * that nobody annotated. The lake knows the encoder.
 */
final class DemoMeaning {
    private static final int HITS = 8;
    private static final String FAR_AT_NIGHT = "a person far away walking on a dark road at night";
    private static final String CYCLIST = "cyclist riding a bicycle in the rain";
    private static final String CROSSING = "Pedestrian crossing at an intersection";
    private static final String RIDING = "person riding a bicycle or motorcycle on the road";
    private static final String NIGHT = "timeofday = 'night'";
    private static final String OVERLOOKED = "has_rider = false AND has_person = true";

    private final Table frames;
    private final DemoListener listener;
    private final Sections sections;

    DemoMeaning(Table frames, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.listener = listener;
        this.sections = sections;
    }

    String ask(Map<String, Object> facts) {
        byText(FAR_AT_NIGHT, "has_person AND " + NIGHT, "have a person at night", facts);
        byText(CYCLIST, "has_rider AND weather = 'rainy'", "have a rider in the rain", facts);
        filtered(facts);
        discovery(facts);
        likeARider(facts);
        return "text and frames are compared in one space, and filters narrow it";
    }

    /** Asks by text, and counts how many of the best are annotated as it says. */
    private void byText(String text, String annotated, String so, Map<String, Object> facts) {
        List<Row> hits = hits(frames.searchByText(ClipImageEmbedding.COLUMN, text));
        long right = frames
                .query()
                .rowIds(hits.stream().map(hit -> hit.longValue("_rowid")).toList())
                .selectAs("hit", "CASE WHEN " + annotated + " THEN 1 ELSE 0 END")
                .rows()
                .stream()
                .filter(row -> row.longValue("hit") == 1)
                .count();
        double chance = (double) frames.count(annotated) / Math.max(1, frames.count());
        String note = String.format(
                Locale.ROOT, "%d of the best %d %s; of all frames %.0f%% do", right, hits.size(), so, 100 * chance);
        String code = "frames.searchByText(\"clip_embedding\", \"" + text + "\")";
        listener.answered(code, note);
        gallery("\u201c" + text + "\u201d", note, code, hits);
        facts.put("right_of_" + (text.equals(CYCLIST) ? "cyclists" : "people_at_night"), right);
    }

    private void filtered(Map<String, Object> facts) {
        List<Row> all = hits(frames.searchByText(ClipImageEmbedding.COLUMN, CROSSING));
        List<Row> night =
                hits(frames.searchByText(ClipImageEmbedding.COLUMN, CROSSING).where(NIGHT));
        String code = "frames.searchByText(\"clip_embedding\", \"" + CROSSING + "\")";
        String narrowed = code + "\n    .where(\"" + NIGHT + "\")";
        listener.answered(narrowed, Words.count(night.size(), "frame") + ", all of the night");
        gallery("\u201c" + CROSSING + "\u201d", "by day and by night", code, all);
        gallery("The same, where " + NIGHT, "filtered before the search", narrowed, night);
        facts.put("night_hits", night.size());
    }

    private void discovery(Map<String, Object> facts) {
        List<Row> hits =
                hits(frames.searchByText(ClipImageEmbedding.COLUMN, RIDING).where(OVERLOOKED));
        String code = "frames.searchByText(\"clip_embedding\", \"" + RIDING + "\")\n    .where(\"" + OVERLOOKED + "\")";
        listener.answered(code, Words.count(hits.size(), "candidate") + " for a missed annotation, or a near miss");
        gallery("Looks like a rider, annotated as none", "candidates for another look", code, hits);
        facts.put("rider_candidates", hits.size());
    }

    private void likeARider(Map<String, Object> facts) {
        List<Row> riders = frames.query()
                .where("has_rider AND split = 'train'")
                .select("image_id")
                .withRowId()
                .limit(1)
                .rows();
        if (riders.isEmpty()) {
            return;
        }
        long rider = riders.get(0).longValue("_rowid");
        List<Row> hits = hits(frames.searchLike(ResnetEmbedding.COLUMN, rider));
        String code = "frames.searchLike(\"resnet18_embedding\", " + rider + ")";
        listener.answered(code, Words.count(hits.size(), "frame") + " of all splits that look like a rider's frame");
        gallery("Looks like " + riders.get(0).string("image_id"), "image to image, across all splits", code, hits);
        facts.put("like_a_rider", hits.size());
    }

    private static List<Row> hits(VectorSearch search) {
        return search.select("image_id").withRowId().limit(HITS).rows();
    }

    private void gallery(String title, String note, String code, List<Row> hits) {
        sections.add(
                Section.MEANING,
                new Block.Gallery(
                        title, note, code, ResultPage.of(frames, title).pictures(hits)));
    }
}
