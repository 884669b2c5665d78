// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.TableVersion;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.driving.report.Report;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The page that the demo ends with; {@link Demo} names its sections. */
final class DemoReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final DemoFolder folder;
    private final Demo.Settings settings;
    private final Sections sections;
    private final List<DemoStage> stages;

    DemoReport(DemoFolder folder, Demo.Settings settings, Sections sections, List<DemoStage> stages) {
        this.folder = folder;
        this.settings = settings;
        this.sections = sections;
        this.stages = List.copyOf(stages);
    }

    String write(Table frames, double seconds) {
        Path file = folder.report();
        String asked =
                "Asked of the first " + Words.count(settings.frames(), "frame") + ", before the new footage came.";
        List<Report.Section> page = List.of(
                summary(frames, seconds),
                collected(
                        Section.FAILURE_MODES,
                        "Failure modes",
                        "What a detector trained on everything tends to miss. Each is a view: a query with a name, whose"
                                + " rows are a table of their own."),
                collected(Section.SQL, "Questions in SQL", "Labels and computed features answer together. " + asked),
                collected(
                        Section.FULL_TEXT,
                        "Questions in words",
                        "A feature made a sentence of each frame's attributes; a full text index ranks them. " + asked),
                collected(
                        Section.MEANING,
                        "Questions by meaning",
                        "A small model of images and text, trained on synthetic frames, made a vector of each frame; a"
                                + " text or another frame is compared with all of them. How many of the best are"
                                + " annotated so is counted, not tuned. " + asked),
                collected(
                        Section.DUPLICATES,
                        "Near-duplicates",
                        "Frames whose 64-bit hashes differ in a few bits show the same again; training reads one of"
                                + " them."),
                collected(
                        Section.NEW_FOOTAGE,
                        "New footage",
                        "New frames were appended; one sync computed only them, and each view took in what fits it."),
                collected(
                        Section.IDEA,
                        "An idea becomes a column",
                        "The views of distant people judge a frame by its largest person. Who is tiny behind somebody"
                                + " near?"),
                collected(
                        Section.NEW_VERSION,
                        "A second version",
                        "The first version took people for tiny of whom something hides the greater part. The table"
                                + " records which version computed each cell, so that the second one computes these"
                                + " and no others."),
                collected(
                        Section.DETECTOR,
                        "A detector in place of labels",
                        "New footage has no labels. The same column can be filled by a model: its provenance says which"
                                + " did, and each view follows."),
                collected(
                        Section.TRAINING,
                        "What a training would read",
                        "Views with their versions, and one order of all their rows. With a model's file it becomes a"
                                + " checkpoint, which keeps these versions and proves them later."),
                versions(frames),
                timings(),
                next(frames));
        new Report(
                        "From footage to training batches",
                        "One table, " + Words.count(frames.count(), "frame")
                                + ", and everything that was asked of it. Made by joust demo, seed " + settings.seed()
                                + ".",
                        page)
                .write(file);
        return file.toString();
    }

    private Report.Section collected(Section section, String title, String lead) {
        return new Report.Section(section.id(), title, lead, sections.of(section));
    }

    private Report.Section summary(Table frames, double seconds) {
        return new Report.Section(
                "summary",
                "Summary",
                "Images, labels, features, indexes and training sets live in one lake of plain Lance tables.",
                List.of(new Block.Figures(List.of(
                        new Block.Figure(Words.count(frames.count()), "frames in one table"),
                        new Block.Figure(Words.bytes(DemoFolder.bytes(folder.lake())), "in the lake, views included"),
                        new Block.Figure(Words.count(frames.features().size()), "features, each with its provenance"),
                        new Block.Figure(Words.count(frames.lake().views().size()), "views, refreshed by what changed"),
                        new Block.Figure(Words.seconds(seconds), "for everything, drawing included")))));
    }

    private static Report.Section versions(Table frames) {
        List<List<String>> rows = new ArrayList<>();
        for (TableVersion version : frames.versions()) {
            rows.add(List.of(
                    Long.toString(version.version()),
                    TIME.format(version.time()),
                    Words.count(version.rows()),
                    version.operation()));
        }
        return new Report.Section(
                "versions",
                "Versions",
                "Every change of table " + frames.name() + " is a version that can be read, tagged and restored."
                        + " Times are UTC.",
                List.of(new Block.Grid(List.of("version", "time", "rows", "operation"), rows)));
    }

    private Report.Section timings() {
        List<Block.Bar> bars = stages.stream()
                .map(stage -> new Block.Bar(stage.title(), stage.seconds(), Words.seconds(stage.seconds())))
                .toList();
        return new Report.Section(
                "timings", "Timings", "Stage by stage, on this machine.", List.of(new Block.Bars(bars)));
    }

    private Report.Section next(Table frames) {
        String table = frames.name();
        String root = Words.quoted(folder.nextFootage());
        List<String> lines = new ArrayList<>();
        lines.add("# The lake of this demo");
        lines.add("export JOUST_LAKE=" + Words.quoted(folder.lake()));
        lines.add("# The next footage; with your own, begin at the next step");
        lines.add("./joust synth bdd100k --out " + root + " --frames " + settings.newFrames() + " --seed "
                + (settings.newSeed() + 1));
        lines.add("# Files become rows; the same files again add nothing");
        lines.add("./joust ingest bdd100k --root " + root);
        lines.add("# Computes the new rows, updates the indexes, refreshes each view by what changed");
        lines.add("./joust sync " + table);
        lines.add("# And training reads the same names as before");
        lines.add("./joust loader " + table + "_rider_train --decode 640x360");
        return new Report.Section(
                "next",
                "The next footage",
                "The names stay; only version numbers grow.",
                List.of(new Block.Code(lines)));
    }
}
