// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.driving.DrivingFeatures;
import dev.joust.driving.FootageIngest;
import dev.joust.driving.IngestResult;
import dev.joust.driving.models.DemoModels;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.driving.synth.SyntheticResult;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.FragmentStatus;
import dev.joust.index.DistanceMetric;
import dev.joust.index.Index;
import dev.joust.job.JobEvent;
import dev.joust.sync.SyncEvent;
import dev.joust.sync.SyncResult;
import dev.joust.vision.ImageFeatures;
import dev.joust.vision.model.ClipModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** One run of the demo: its stages in order. */
final class DemoRun {
    static final String TABLE = "bdd100k";

    /** What a new frame needs before it can be in a view. */
    static final String[] FEATURES = {"has_person", "has_rider", "scene_description", "person_bbox_area_pct", "dhash"};

    private static final int STAGES = 17;

    private final DemoFolder folder;
    private final Demo.Settings settings;
    private final DemoListener listener;
    private final StageLog log;
    private final Sections sections = new Sections();

    DemoRun(DemoFolder folder, Demo.Settings settings, DemoListener listener) {
        this.folder = folder;
        this.settings = settings;
        this.listener = listener;
        this.log = new StageLog(listener, STAGES + (settings.training().isPresent() ? 1 : 0));
    }

    DemoResult run() {
        long start = System.nanoTime();
        log.stage(
                "synth",
                "Draw dashcam footage",
                facts -> synth(folder.footage(), settings.frames(), settings.seed(), facts));
        try (Lake lake = Joust.open(folder.lake())) {
            log.stage("ingest", "Files become rows of one table", facts -> ingest(lake, folder.footage(), facts));
            Table frames = lake.openTable(TABLE);
            DemoQuestions questions = new DemoQuestions(frames, settings.distantAreaPct(), listener, sections);
            DemoViews views = new DemoViews(frames, settings, listener, sections);
            DemoModelColumns models = new DemoModelColumns(frames, listener);
            DemoDuplicates duplicates = new DemoDuplicates(frames, listener, sections);
            DemoIdea idea = new DemoIdea(frames, settings, listener, sections);
            log.stage("features", "Columns that the data does not have yet", facts -> features(frames, facts));
            log.stage("models", "Models look at every frame", models::fill);
            log.stage("indexes", "Make questions fast", facts -> indexes(frames, facts));
            log.stage("sql", "Tier 1: ask in SQL", questions::sql);
            log.stage("search", "Tier 2: ask in words", questions::search);
            log.stage(
                    "meaning", "Tier 3: ask by what is meant, and by pictures", facts -> meaning(lake, frames, facts));
            log.stage("duplicates", "Show no frame twice", duplicates::flag);
            log.stage("views", "Failure modes become training sets", views::create);
            log.stage("loader", "One epoch, as training reads it", views::load);
            log.stage(
                    "new-footage",
                    "A week later, new footage arrives",
                    facts -> newFootage(lake, frames, views, facts));
            log.stage("idea", "An idea becomes a column", idea::tryOut);
            DemoVersion second = new DemoVersion(frames, settings, folder, listener, sections);
            log.stage("new-version", "The function gets a second version", second::change);
            DemoDetector detector = new DemoDetector(frames, settings, listener, sections);
            log.stage("detector", "And without labels?", detector::compare);
            DemoTraining training = new DemoTraining(frames, settings, folder, listener, sections);
            log.stage("training", "What a training would read", training::plan);
            settings.training().ifPresent(program -> {
                DemoTrainer trainer = new DemoTrainer(frames, settings, folder, listener, sections);
                log.stage("train", "Train a detector on it", facts -> trainer.train(program, facts));
            });
            views.galleries();
            DemoReport report = new DemoReport(folder, settings, sections, log.done());
            log.stage(
                    "report",
                    "Everything on one page",
                    facts -> report.write(frames, (System.nanoTime() - start) / 1e9));
        }
        return new DemoResult(
                folder.dir(),
                folder.lake(),
                settings.frames(),
                settings.newFrames(),
                log.done(),
                (System.nanoTime() - start) / 1e9,
                folder.report());
    }

    private String synth(Path root, int count, long seed, Map<String, Object> facts) {
        SyntheticResult drawn = SyntheticDataset.in(root)
                .frames(count)
                .seed(seed)
                .size(settings.width(), settings.height())
                .progress(done -> listener.progress("draw", done, count))
                .write();
        long bytes = DemoFolder.bytes(drawn.imagesDir());
        listener.answered(
                "SyntheticDataset.in(Path.of(\"" + root.getFileName() + "\"))\n    .frames(" + count + ").seed(" + seed
                        + ").write()",
                Words.count(count, "JPEG"));
        facts.put("frames", drawn.frames());
        facts.put("train", drawn.train());
        facts.put("val", drawn.val());
        facts.put("bytes", bytes);
        return Words.count(count, "frame") + " (" + drawn.train() + " train, " + drawn.val() + " val), "
                + Words.bytes(bytes) + ", in BDD100K's own layout";
    }

    private String ingest(Lake lake, Path root, Map<String, Object> facts) {
        IngestResult result = FootageIngest.into(lake, TABLE)
                .onProgress((done, total) -> listener.progress("ingest", done, total))
                .bdd100k(root);
        listener.answered(
                "FootageIngest.into(lake, \"" + TABLE + "\")\n    .bdd100k(Path.of(\"" + root.getFileName() + "\"))",
                Words.count(result.rowsAdded(), "row") + " added");
        facts.put("rows_added", result.rowsAdded());
        facts.put("rows_present", result.rowsPresent());
        facts.put("rows_skipped", result.rowsSkipped());
        facts.put("rows_total", result.rowsTotal());
        facts.put("version", result.version());
        return Words.count(result.rowsTotal(), "row") + " with image, labels and attributes, as version "
                + result.version() + " of table " + TABLE;
    }

    private String features(Table frames, Map<String, Object> facts) {
        long before = folder.dataBytes();
        frames.addFeatures(
                DrivingFeatures.HAS_PERSON,
                DrivingFeatures.HAS_RIDER,
                DrivingFeatures.SCENE_DESCRIPTION,
                DrivingFeatures.PERSON_BBOX_AREA_PCT,
                ImageFeatures.dhash());
        listener.answered(
                "frames.addFeatures(HAS_PERSON, HAS_RIDER, SCENE_DESCRIPTION,\n    PERSON_BBOX_AREA_PCT, ImageFeatures.dhash())",
                FEATURES.length + " features, nothing rewritten");
        Backfills.run(frames, listener, facts, FEATURES);
        listener.line("one scan, each image decoded once; each feature has a file of its own");
        long written = folder.dataBytes() - before;
        facts.put("bytes_before", before);
        facts.put("bytes_written", written);
        return Words.bytes(written) + " of new columns beside " + Words.bytes(before) + " that nobody touched";
    }

    private String meaning(Lake lake, Table frames, Map<String, Object> facts) {
        try (ClipModel clip = ClipModel.open(DemoModels.CLIP)) {
            lake.register(clip);
            return new DemoMeaning(frames, listener, sections).ask(facts);
        }
    }

    private String indexes(Table frames, Map<String, Object> facts) {
        Map<String, Index> indexes = new LinkedHashMap<>();
        indexes.put("Index.bitmap(\"timeofday\")", Index.bitmap("timeofday"));
        indexes.put("Index.btree(\"person_bbox_area_pct\")", Index.btree("person_bbox_area_pct"));
        indexes.put("Index.fullText(\"scene_description\")", Index.fullText("scene_description"));
        indexes.put(
                "Index.ivfFlat(\"clip_embedding\").metric(COSINE)",
                Index.ivfFlat("clip_embedding").metric(DistanceMetric.COSINE));
        indexes.put(
                "Index.ivfFlat(\"resnet18_embedding\").metric(COSINE)",
                Index.ivfFlat("resnet18_embedding").metric(DistanceMetric.COSINE));
        indexes.forEach((code, index) -> {
            frames.createIndex(index);
            String type = index.type().name().toLowerCase(Locale.ROOT);
            listener.answered("frames.createIndex(" + code + ")", type);
        });
        facts.put("indexes", indexes.size());
        return "one each for words, ranges, sentences and vectors";
    }

    private String newFootage(Lake lake, Table frames, DemoViews views, Map<String, Object> facts) {
        long start = System.nanoTime();
        synth(folder.newFootage(), settings.newFrames(), settings.newSeed(), facts);
        long arrived = System.nanoTime();
        ingest(lake, folder.newFootage(), facts);
        sync(frames, views, facts);
        views.load(facts);
        double drawing = (arrived - start) / 1e9;
        double seconds = (System.nanoTime() - arrived) / 1e9;
        facts.put("seconds_files_to_batches", seconds);
        views.keepArrival(facts, seconds);
        return "from files to batches in " + Words.seconds(seconds) + ", after " + Words.seconds(drawing)
                + " of drawing; " + facts.get("old_rows_computed") + " old rows were computed again";
    }

    /** How many rows of some fragments these jobs computed, for the feature of which they computed the most. */
    private static long mostComputed(List<FeatureStatus> features, Set<String> jobs, IntPredicate fragments) {
        return features.stream()
                .mapToLong(feature -> feature.fragments().stream()
                        .filter(fragment -> fragments.test(fragment.fragment()))
                        .flatMap(fragment -> fragment.stamps().stream())
                        .filter(stamp -> jobs.contains(stamp.job()))
                        .mapToLong(stamp -> stamp.computed().size())
                        .sum())
                .max()
                .orElse(0);
    }

    /** One call for the features, the indexes and the views. */
    private void sync(Table frames, DemoViews views, Map<String, Object> facts) {
        List<FeatureStatus> before = frames.features();
        SyncResult result = frames.sync()
                .onProgress(event -> {
                    if (event instanceof SyncEvent.Backfilling backfilling
                            && backfilling.job() instanceof JobEvent.Progress progress) {
                        listener.progress("backfill", progress.rowsDone(), progress.rowsTotal());
                    }
                })
                .run();
        result.failed().stream().findFirst().ifPresent(failure -> {
            throw failure.reason();
        });
        Set<String> jobs =
                result.backfills().stream().map(filled -> filled.result().job()).collect(Collectors.toSet());
        Set<Integer> old = before.get(0).fragments().stream()
                .filter(fragment -> fragment.cells().missing() == 0)
                .map(FragmentStatus::fragment)
                .collect(Collectors.toSet());
        List<FeatureStatus> after = frames.features();
        long computed = mostComputed(after, jobs, fragment -> !old.contains(fragment));
        long again = mostComputed(after, jobs, old::contains);
        listener.answered(
                "frames.sync().run()",
                Words.count(computed) + " of " + Words.count(frames.count(), "row") + ", for "
                        + Words.count(before.size(), "feature"));
        listener.line("the " + result.indexes().size() + " indexes cover the new rows; each view reads what changed:");
        facts.put("rows_computed", computed);
        facts.put("old_rows_computed", again);
        facts.put("indexes", result.indexes().size());
        views.tell(result.views(), facts);
        facts.put("version", frames.version());
    }
}
