// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.Table;
import dev.joust.TrainingData;
import dev.joust.checkpoint.Checkpoint;
import dev.joust.driving.demo.Sections.Section;
import dev.joust.driving.report.Block;
import dev.joust.error.StorageException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stage of the demo that trains a detector in Python, and checks the checkpoint that comes of it. */
final class DemoTrainer {
    private static final String CHECKPOINT = "demo";
    private static final int STEPS = 120;
    private static final Pattern STEP = Pattern.compile("step (\\d+) of (\\d+): .*");

    private final Table frames;
    private final Demo.Settings settings;
    private final DemoFolder folder;
    private final DemoListener listener;
    private final Sections sections;
    private String lastStep = "";

    DemoTrainer(Table frames, Demo.Settings settings, DemoFolder folder, DemoListener listener, Sections sections) {
        this.frames = frames;
        this.settings = settings;
        this.folder = folder;
        this.listener = listener;
        this.sections = sections;
    }

    String train(TrainingProgram program, Map<String, Object> facts) {
        Optional<String> obstacle = program.obstacle();
        facts.put("trained", obstacle.isEmpty());
        if (obstacle.isPresent()) {
            facts.put("why", obstacle.get());
            listener.line(obstacle.get());
            return "nothing was trained; what it would read is in "
                    + folder.training().getFileName();
        }
        List<String> views = DemoTraining.views(frames);
        listener.line("train_detector.py --views " + String.join(" ", views) + " --steps " + STEPS);
        program.train(options(views), this::hear);
        return check(facts);
    }

    private List<String> options(List<String> views) {
        Stream<String> options = Stream.of(
                "--lake",
                folder.lake().toAbsolutePath().toString(),
                "--out",
                folder.weights().toAbsolutePath().toString(),
                "--seed",
                Long.toString(settings.seed()),
                "--steps",
                Integer.toString(STEPS),
                "--id",
                CHECKPOINT,
                "--views");
        return Stream.concat(options, views.stream()).toList();
    }

    private void hear(String line) {
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            lastStep = line;
            listener.progress("train", Long.parseLong(step.group(1)), Long.parseLong(step.group(2)));
        }
    }

    private String check(Map<String, Object> facts) {
        TrainingData data = frames.lake().openCheckpoint(CHECKPOINT);
        if (!data.verify().isOk()) {
            throw new StorageException("Cannot verify checkpoint '" + CHECKPOINT
                    + "': its views changed while it was trained; run joust checkpoints verify " + CHECKPOINT);
        }
        Checkpoint checkpoint = data.checkpoint();
        facts.put("checkpoint", checkpoint.id());
        facts.put("weights", folder.weights().toString());
        facts.put("steps", STEPS);
        checkpoint.metrics().forEach(facts::put);
        if (!lastStep.isEmpty()) {
            listener.line(lastStep);
        }
        listener.answered("lake.openCheckpoint(\"" + CHECKPOINT + "\").verify()", "ok");
        sections.add(
                Section.TRAINING,
                new Block.Grid(
                        List.of("checkpoint", "weights", "steps", "loss of the last steps"),
                        List.of(List.of(
                                checkpoint.id(),
                                folder.weights().getFileName().toString(),
                                Integer.toString(STEPS),
                                String.format(
                                        Locale.ROOT,
                                        "%.3f",
                                        checkpoint.metrics().getOrDefault("loss_of_last_steps", Double.NaN))))));
        return "checkpoint '" + checkpoint.id() + "' names the versions, the order and the weights; far too few steps"
                + " to be of use";
    }
}
