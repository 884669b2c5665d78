// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static java.util.Objects.requireNonNull;

import dev.joust.driving.FailureMode;
import dev.joust.driving.synth.SyntheticDataset;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The whole walkthrough on a fresh lake: footage is drawn, ingested, given features and indexes, asked with SQL, words
 * and pixels, cut into views, and loaded as training batches; then new footage arrives and only what is new is
 * computed; then an idea becomes a feature, and its function gets a second version. At the end lies a report as one
 * HTML file, whose sections have the ids {@code summary}, {@code failure-modes}, {@code sql}, {@code full-text},
 * {@code meaning}, {@code duplicates}, {@code new-footage}, {@code idea}, {@code new-version}, {@code detector},
 * {@code training}, {@code versions}, {@code timings} and {@code next}.
 *
 * <p>The same settings give the same lake content and the same answers; only the times differ.
 *
 * <p>Threads: a builder belongs to one thread.
 */
public final class Demo {
    /** Frames unless told otherwise: {@value}. */
    public static final int DEFAULT_FRAMES = 500;

    /** The seed unless told otherwise: {@value}. */
    public static final long DEFAULT_SEED = 42;

    /** A demo has no fewer frames than this: {@value}. */
    public static final int FEWEST_FRAMES = 20;

    private final Path dir;
    private int frames = DEFAULT_FRAMES;
    private long seed = DEFAULT_SEED;
    private int width = 1280;
    private int height = 720;
    private double distantAreaPct = FailureMode.DISTANT_AREA_PCT;
    private DemoListener listener = DemoListener.none();
    private Optional<TrainingProgram> training = Optional.empty();

    private Demo(Path dir) {
        this.dir = requireNonNull(dir, "dir");
    }

    /** A demo in a folder that is new, empty, or an older demo's, whose lake, footage and report it replaces. */
    public static Demo in(Path dir) {
        return new Demo(dir);
    }

    /**
     * Sets how many frames the first footage has; the new footage has a fifth of that.
     *
     * @throws IllegalArgumentException if there are fewer than {@value #FEWEST_FRAMES}
     */
    public Demo frames(int count) {
        if (count < FEWEST_FRAMES) {
            throw new IllegalArgumentException("frames must be at least " + FEWEST_FRAMES + " but was " + count);
        }
        this.frames = count;
        return this;
    }

    /** Sets what the footage is drawn from; the new footage is drawn from the next seed. */
    public Demo seed(long number) {
        this.seed = number;
        return this;
    }

    /**
     * Sets the size of the frames in pixels.
     *
     * @throws IllegalArgumentException if it is smaller than 160x120 or larger than 4096x4096
     */
    public Demo size(int pixelsAcross, int pixelsDown) {
        if (!SyntheticDataset.isDrawable(pixelsAcross, pixelsDown)) {
            throw new IllegalArgumentException(
                    "size must be within 160x120 and 4096x4096 but was " + pixelsAcross + "x" + pixelsDown);
        }
        this.width = pixelsAcross;
        this.height = pixelsDown;
        return this;
    }

    /** Sets below which share of the frame's area a person is distant, in percent. */
    public Demo distantBelow(double areaPct) {
        this.distantAreaPct = areaPct;
        return this;
    }

    /** Lets the demo train a detector by this program, where it can run; the stage says why where it cannot. */
    public Demo training(TrainingProgram program) {
        this.training = Optional.of(program);
        return this;
    }

    /** Sets who hears the story. */
    public Demo listener(DemoListener hears) {
        this.listener = requireNonNull(hears, "hears");
        return this;
    }

    /**
     * Runs the demo.
     *
     * @throws dev.joust.error.InvalidRequestException if the folder holds files and no demo made it
     * @throws dev.joust.error.StorageException if it cannot be written
     */
    public DemoResult run() {
        return new DemoRun(
                        DemoFolder.prepare(dir),
                        new Settings(frames, seed, width, height, distantAreaPct, training),
                        listener)
                .run();
    }

    /** What a run is about. */
    record Settings(
            int frames, long seed, int width, int height, double distantAreaPct, Optional<TrainingProgram> training) {
        int newFrames() {
            return frames / 5;
        }

        long newSeed() {
            return seed + 1;
        }
    }
}
