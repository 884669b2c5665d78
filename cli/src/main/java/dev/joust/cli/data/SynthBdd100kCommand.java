// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.driving.synth.SyntheticDataset;
import dev.joust.driving.synth.SyntheticResult;
import dev.joust.error.StorageException;
import dev.joust.job.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws synthetic footage in BDD100K's layout. */
@Command(
        name = "bdd100k",
        description = "Draw dashcam frames with labels, in the folders and files of BDD100K.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust synth bdd100k --out data/synth --frames 500 --seed 7")
public final class SynthBdd100kCommand implements Runnable {
    private final Session session;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "A folder that is new, empty, or holds older synthetic footage, which is replaced.")
    private Path out = Path.of("");

    @Option(names = "--frames", paramLabel = "N", required = true, description = "How many, all splits together.")
    private int frames;

    @Option(names = "--seed", paramLabel = "S", description = "Another seed gives other footage. Default: 0.")
    private long seed;

    @Option(
            names = "--val-fraction",
            paramLabel = "F",
            defaultValue = "" + SyntheticDataset.DEFAULT_VAL_FRACTION,
            description = "Share of the frames in the val split. Default: ${DEFAULT-VALUE}.")
    private double valFraction;

    @Option(
            names = "--test-fraction",
            paramLabel = "F",
            description = "Share of the frames in the test split, which has no labels. Default: 0.")
    private double testFraction;

    @Option(names = "--width", paramLabel = "W", defaultValue = "1280", description = "Pixels: ${DEFAULT-VALUE}.")
    private int width;

    @Option(names = "--height", paramLabel = "H", defaultValue = "720", description = "Pixels: ${DEFAULT-VALUE}.")
    private int height;

    SynthBdd100kCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        boolean isReplaced = holdsFiles(out);
        long start = System.nanoTime();
        SyntheticResult result = session.runCancellable(
                "the frames drawn so far stay in '" + out + "'; run the same command again, which replaces them",
                this::draw);
        double seconds = (System.nanoTime() - start) / 1e9;
        session.output()
                .print(
                        json -> {
                            json.put("frames", result.frames())
                                    .put("train", result.train())
                                    .put("val", result.val())
                                    .put("test", result.test())
                                    .put("images_dir", result.imagesDir().toString());
                            JsonFields.put(
                                    json,
                                    "labels",
                                    result.labels().stream().map(Path::toString).toList());
                            json.put("replaced", isReplaced).put("seconds", JsonFields.seconds(seconds));
                        },
                        text -> text.line(HumanFormat.count(result.frames(), "frame") + " drawn in "
                                        + HumanFormat.seconds(seconds) + ": " + HumanFormat.count(result.train())
                                        + " train, " + HumanFormat.count(result.val()) + " val, "
                                        + HumanFormat.count(result.test()) + " test"
                                        + (isReplaced ? "; older footage in '" + out + "' was replaced" : ""))
                                .hint("bring them into a lake with: joust ingest bdd100k --root " + out));
    }

    private static boolean holdsFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot write synthetic frames to '" + folder + "': " + StorageException.reason(e)
                            + "; choose a folder that can be written and has room",
                    e);
        }
    }

    private SyntheticResult draw(Cancellation cancellation) {
        SyntheticDataset dataset = SyntheticDataset.in(out)
                .frames(frames)
                .seed(seed)
                .valFraction(valFraction)
                .testFraction(testFraction)
                .size(width, height);
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("draw", OptionalLong.of(frames));
            return dataset.progress(done -> {
                        cancellation.check();
                        progress.reach(done);
                    })
                    .write();
        }
    }
}
