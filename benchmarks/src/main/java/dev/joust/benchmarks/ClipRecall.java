// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.FootageIngest;
import dev.joust.driving.models.DemoModels;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.index.VectorIndex;
import dev.joust.query.VectorSearch;
import dev.joust.vision.model.ClipImageEmbedding;
import dev.joust.vision.model.ClipModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many of the ten frames nearest to others, and to words, a search of the demo's CLIP vectors finds by default
 * settings, against a comparison with every vector.
 *
 * <p>Frames that are asked for were drawn from another seed. The vectors of the small model lie in few dimensions.
 */
final class ClipRecall {
    private static final int FRAMES = 10_000;
    private static final int ASKED_FRAMES = 80;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final long SEED = 1;
    private static final int WANTED = 10;
    private static final String ID = "_rowid";
    private static final String COLUMN = ClipImageEmbedding.COLUMN;
    private static final List<String> WORDS = List.of(
            "a person far away walking on a dark road at night",
            "cyclist riding a bicycle in the rain",
            "Pedestrian crossing at an intersection",
            "person riding a bicycle or motorcycle on the road",
            "an empty highway in the morning",
            "bus in a snowy street");

    private final Table table;
    private final List<float[]> asked;
    private final List<Set<Long>> all = new ArrayList<>();
    private final List<Set<Long>> night = new ArrayList<>();

    private ClipRecall(Table table, List<float[]> asked) {
        this.table = table;
        this.asked = asked;
        for (float[] vector : asked) {
            all.add(ids(near(vector).exact()));
            night.add(ids(atNight(near(vector).exact())));
        }
    }

    static void run(Path folder) throws Exception {
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            Table table = table(lake, folder);
            ClipRecall recall = new ClipRecall(table, asked(folder));
            Report report = Report.begin("Recall at 10 of searches among the CLIP vectors of 10,000 frames, by cosine");
            report.header("index", "recall", "recall among frames at night", "p50", "p50 with the filter");
            recall.measure(report, "none");
            for (VectorIndex index : List.of(
                    Index.ivfFlat(COLUMN),
                    Index.ivfSq(COLUMN),
                    Index.ivfRq(COLUMN),
                    Index.ivfPq(COLUMN),
                    Index.ivfHnswSq(COLUMN),
                    Index.ivfHnswPq(COLUMN))) {
                table.createIndex(index.metric(DistanceMetric.COSINE));
                recall.measure(report, index.type().text());
                table.dropIndex(index.name());
            }
        }
    }

    private static Table table(Lake lake, Path folder) {
        Path footage = folder.resolve("footage");
        SyntheticDataset.in(footage).frames(FRAMES).size(WIDTH, HEIGHT).write();
        FootageIngest.into(lake, "frames").bdd100k(footage);
        Table table = lake.openTable("frames");
        table.addFeatures(ClipImageEmbedding.of(DemoModels.CLIP));
        table.backfill(COLUMN).run();
        return table;
    }

    private static List<float[]> asked(Path folder) throws IOException {
        List<float[]> asked = new ArrayList<>();
        try (ClipModel clip = ClipModel.open(DemoModels.CLIP)) {
            WORDS.forEach(words -> asked.add(clip.text(words).vector()));
            SyntheticFrames.draw(folder.resolve("asked"), ASKED_FRAMES, SEED)
                    .forEach(frame -> asked.add(clip.image(frame).vector()));
        }
        return asked;
    }

    private void measure(Report report, String index) {
        RecallAnswers unfiltered = new RecallAnswers(ID);
        RecallAnswers filtered = new RecallAnswers(ID);
        for (int i = 0; i < asked.size(); i++) {
            unfiltered.add(near(asked.get(i)), all.get(i));
            filtered.add(atNight(near(asked.get(i))), night.get(i));
        }
        report.row(index, unfiltered.recall(), filtered.recall(), unfiltered.p50(), filtered.p50());
    }

    private VectorSearch near(float[] vector) {
        return table.search(COLUMN, vector)
                .metric(DistanceMetric.COSINE)
                .select("image_id")
                .withRowId()
                .limit(WANTED);
    }

    private static VectorSearch atNight(VectorSearch search) {
        return search.where("timeofday = 'night'");
    }

    private static Set<Long> ids(VectorSearch search) {
        return search.rows().stream().map(row -> row.longValue(ID)).collect(Collectors.toSet());
    }
}
