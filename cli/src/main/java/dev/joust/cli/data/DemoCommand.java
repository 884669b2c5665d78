// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.arguments.PixelSize;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.cli.print.Style;
import dev.joust.driving.demo.Demo;
import dev.joust.driving.demo.DemoPrinter;
import dev.joust.driving.demo.DemoResult;
import dev.joust.driving.demo.DemoStage;
import dev.joust.driving.demo.TrainingProgram;
import dev.joust.error.InvalidRequestException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the whole walkthrough. */
@Command(
        name = "demo",
        description = "Run the whole walkthrough on a fresh lake: footage, features, search, views, training batches.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust demo --synthetic 500 --dir data/demo")
public final class DemoCommand implements Runnable {
    /** The launcher tells here where it lies. */
    private static final String HOME = "joust.home";

    private final Session session;

    @Option(
            names = "--synthetic",
            paramLabel = "N",
            defaultValue = "" + Demo.DEFAULT_FRAMES,
            description = "Frames to draw; new footage of a fifth more arrives later. Default: ${DEFAULT-VALUE}.")
    private int frames;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "A folder that is new, empty, or a demo's, which is replaced. Default: ${DEFAULT-VALUE}.")
    private Path dir = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "" + Demo.DEFAULT_SEED,
            description = "Another seed gives other footage. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--frame-size",
            paramLabel = "WxH",
            defaultValue = "1280x720",
            converter = PixelSize.Converter.class,
            description = "Default: ${DEFAULT-VALUE}.")
    private PixelSize size = new PixelSize(1280, 720);

    @Option(
            names = "--train",
            description = "Train a small detector on the views as well, by Python with PyTorch: that of $JOUST_PYTHON,"
                    + " else of .venv, else python3. Without one the demo goes on.")
    private boolean hasTraining;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (frames < Demo.FEWEST_FRAMES) {
            throw new IllegalArgumentException(
                    "--synthetic must be at least " + Demo.FEWEST_FRAMES + " but was " + frames);
        }
        Demo demo = Demo.in(dir).frames(frames).seed(seed).size(size.width(), size.height());
        if (hasTraining) {
            demo.training(trainingProgram());
        }
        if (session.isJson()) {
            DemoResult result = session.runCancellable(kept(), cancellation -> {
                try (ProgressPrinter progress = session.newProgress()) {
                    return demo.listener(new CancellableDemo(new DemoProgress(progress), cancellation))
                            .run();
                }
            });
            session.output().print(json -> write(json, result), text -> {});
        } else {
            tell(demo);
        }
    }

    private TrainingProgram trainingProgram() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new InvalidRequestException(
                    "Cannot train a detector: the place of train_detector.py is unknown; start the demo by ./joust");
        }
        Path root = Path.of(home);
        String python = session.variable("JOUST_PYTHON").orElseGet(() -> {
            Path own = root.resolve(".venv/bin/python");
            return Files.isExecutable(own) ? own.toString() : "python3";
        });
        return new TrainingProgram(python, root.resolve("python"), root.resolve("joust"));
    }

    private String kept() {
        return "the demo in '" + dir + "' is not complete; run the same command again, which begins it anew";
    }

    private void tell(Demo demo) {
        PrintWriter stdout = new PrintWriter(session.terminal().stdout(), false, StandardCharsets.UTF_8);
        DemoPrinter printer = new DemoPrinter(
                stdout,
                session.terminal().stdoutStyle() == Style.ANSI ? DemoPrinter.Style.TERMINAL : DemoPrinter.Style.PLAIN);
        printer.finished(session.runCancellable(
                kept(),
                cancellation -> demo.listener(new CancellableDemo(printer, cancellation))
                        .run()));
        stdout.flush();
    }

    private static void write(ObjectNode json, DemoResult result) {
        json.put("dir", result.dir().toString())
                .put("lake", result.lake().toString())
                .put("frames", result.frames())
                .put("frames_added", result.framesAdded());
        ArrayNode stages = json.putArray("stages");
        for (DemoStage stage : result.stages()) {
            ObjectNode node =
                    stages.addObject().put("name", stage.name()).put("seconds", JsonFields.seconds(stage.seconds()));
            stage.facts()
                    .forEach((name, value) -> node.putPOJO(
                            name, value instanceof Double number ? (Object) JsonFields.seconds(number) : value));
        }
        json.put("seconds", JsonFields.seconds(result.seconds()))
                .put("report", result.report().toString());
    }
}
