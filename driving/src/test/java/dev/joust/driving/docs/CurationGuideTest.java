// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.View;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.DrivingViews;
import dev.joust.driving.FootageIngest;
import dev.joust.driving.models.DemoModels;
import dev.joust.driving.report.ResultPage;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.error.InvalidRequestException;
import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.query.Row;
import dev.joust.view.RefreshResult;
import dev.joust.vision.ImageFeatures;
import dev.joust.vision.NearDuplicates;
import dev.joust.vision.model.ClipImageEmbedding;
import dev.joust.vision.model.ClipModel;
import dev.joust.vision.model.PersonBboxAreaPct;
import dev.joust.vision.model.ResnetEmbedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/curation.md and docs/models.md; {@link SnippetsTest} compares them. */
class CurationGuideTest {
    private static final double DISTANT_PCT = 1;

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openFrames() {
        Path footage = folder.resolve("footage");
        SyntheticDataset.in(footage).frames(80).seed(11).size(640, 360).write();
        lake = Joust.open(folder.resolve("lake"));
        FootageIngest.into(lake, "bdd100k").bdd100k(footage);
        frames = lake.openTable("bdd100k");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void threeFailureModesBecomeViews() throws IOException {
        // region features
        frames.addFeatures(
                DrivingFeatures.HAS_PERSON,
                DrivingFeatures.HAS_RIDER,
                DrivingFeatures.SCENE_DESCRIPTION,
                DrivingFeatures.PERSON_BBOX_AREA_PCT,
                ImageFeatures.dhash());
        frames.addFeatures(ClipImageEmbedding.of(DemoModels.CLIP), ResnetEmbedding.of(DemoModels.BACKBONE));
        frames.backfill(
                        "has_person",
                        "has_rider",
                        "scene_description",
                        "person_bbox_area_pct",
                        "dhash",
                        "clip_embedding",
                        "resnet18_embedding")
                .run();
        // endregion
        assertThat(frames.features())
                .allSatisfy(feature -> assertThat(feature.isComplete()).isTrue());

        // region tier1
        long peopleAtNight = frames.count("timeofday = 'night' AND has_person");
        long distant = frames.count("has_person AND person_bbox_area_pct < 1.0");
        // endregion
        assertThat(peopleAtNight).isPositive();
        assertThat(distant).isPositive();

        // region tier2
        frames.createIndex(Index.fullText("scene_description"));
        List<Row> rainy = frames.searchText("rainy night city street").limit(10).rows();
        // endregion
        assertThat(rainy).hasSize(10);

        // region tier3
        frames.createIndex(Index.ivfFlat("clip_embedding").metric(DistanceMetric.COSINE));
        List<Row> found;
        List<Row> candidates;
        try (ClipModel clip = ClipModel.open(DemoModels.CLIP)) {
            lake.register(clip);
            found = frames.searchByText("clip_embedding", "a person far away walking on a dark road at night")
                    .where("timeofday = 'night'")
                    .withRowId()
                    .limit(8)
                    .rows();
            candidates = frames.searchByText("clip_embedding", "person riding a bicycle or motorcycle on the road")
                    .where("has_rider = false AND has_person = true")
                    .withRowId()
                    .limit(8)
                    .rows();
        }
        // endregion
        assertThat(found)
                .hasSize(8)
                .allSatisfy(row -> assertThat(row.string("timeofday")).isEqualTo("night"));
        assertThat(candidates)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.bool("has_rider")).isFalse());

        long rowId = found.get(0).longValue("_rowid");
        // region image
        List<Row> alike =
                frames.searchLike("resnet18_embedding", rowId).limit(8).rows();
        // endregion
        assertThat(alike).hasSize(8);

        Path file = folder.resolve("candidates.html");
        // region page
        ResultPage.of(frames, "riders that nobody annotated").toHtml(candidates, file);
        // endregion
        assertThat(Files.readString(file))
                .contains("riders that nobody annotated", "data:image/jpeg;base64,", "distance");

        // region duplicates
        NearDuplicates.Counts counts = NearDuplicates.of(frames).within(5).fill();
        // endregion
        assertThat(counts.rows()).isEqualTo(80);

        // region views
        List<View> views = DrivingViews.of(frames).distantBelow(1.0).create();
        views.forEach(View::refresh);
        // endregion
        assertThat(views).hasSize(6);
        assertThat(views.get(0).definition().filter())
                .contains("has_rider AND split = 'train' AND is_duplicate IS NOT TRUE");
    }

    @Test
    void aModelTakesThePlaceOfLabelsAndBack() {
        frames.addFeatures(DrivingFeatures.HAS_PERSON, DrivingFeatures.PERSON_BBOX_AREA_PCT);
        frames.backfill("has_person", "person_bbox_area_pct").run();
        View view = lake.createView(
                "distant", frames.query().where("has_person AND person_bbox_area_pct < " + DISTANT_PCT));
        view.refresh();
        List<String> byLabels = names(view);

        // region detector
        frames.alterFeature("person_bbox_area_pct", PersonBboxAreaPct.of(DemoModels.DETECTOR));
        frames.backfill("person_bbox_area_pct").run();
        RefreshResult changed = view.refresh();
        // endregion
        assertThat(changed.rowsAfter()).isEqualTo(changed.rowsBefore() + changed.added() - changed.removed());
        assertThat(frames.count("person_bbox_area_pct < 0 OR person_bbox_area_pct > 100"))
                .isZero();
        assertThat(frames.count("person_bbox_area_pct > 0")).isPositive();

        frames.alterFeature("person_bbox_area_pct", DrivingFeatures.PERSON_BBOX_AREA_PCT);
        frames.backfill("person_bbox_area_pct").run();
        view.refresh();
        assertThat(names(view)).containsExactlyInAnyOrderElementsOf(byLabels);
    }

    private static List<String> names(View view) {
        return view.table().query().select("image_id").rows().stream()
                .map(row -> row.string("image_id"))
                .toList();
    }

    @Test
    void aColumnNamesItsEncoder() {
        // region encoder
        frames.addFeatures(ClipImageEmbedding.of(DemoModels.CLIP));
        EncoderIdentity encoder = frames.encoder("clip_embedding").orElseThrow();
        // endregion

        assertThat(encoder.name()).isEqualTo("clip");
        assertThat(encoder.models()).containsOnlyKeys("image", "preprocessing", "text", "tokenizer");
        assertThatThrownBy(() -> ClipImageEmbedding.of("no/such/folder"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot open model 'no/such/folder': there is no such folder or file here; check the path, or"
                                + " name a model that this program brings: 'demo:backbone', 'demo:clip', 'demo:detector'. A"
                                + " feature is pointed at the same model elsewhere with 'features alter', and stays as fresh as"
                                + " it is");
    }

    @Test
    void theSmallModelFindsWhatATextSays() {
        frames.addFeatures(DrivingFeatures.HAS_RIDER, ClipImageEmbedding.of(DemoModels.CLIP));
        frames.backfill("has_rider", "clip_embedding").run();
        List<String> nights = new ArrayList<>();
        try (ClipModel clip = ClipModel.open(DemoModels.CLIP)) {
            lake.register(clip);
            frames.searchByText("clip_embedding", "a dark street after sunset, headlights on")
                    .select("timeofday")
                    .limit(8)
                    .rows()
                    .forEach(row -> nights.add(row.string("timeofday")));
        }

        assertThat(nights.stream().filter("night"::equals).count()).isGreaterThanOrEqualTo(6);
        Row row = frames.query().select("clip_embedding").limit(1).rows().get(0);
        double squares = 0;
        for (float number : row.vector("clip_embedding")) {
            squares += number * number;
        }
        assertThat(squares).isBetween(0.9999, 1.0001);
    }
}
