// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import static java.util.Objects.requireNonNull;

import dev.joust.driving.synth.internal.files.DatasetFolder;
import dev.joust.driving.synth.internal.scene.Footage;
import dev.joust.driving.synth.internal.scene.Footage.Split;
import dev.joust.driving.synth.internal.scene.ScenePlanner;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Draws dashcam frames with their labels, in the folders and files of BDD100K: {@code images/100k/<split>/*.jpg} and
 * {@code labels/det_20/det_<split>.json}.
 *
 * <p>The same settings give the same bytes, on one JDK, with any number of threads. The one generator is
 * {@link java.util.SplittableRandom}, seeded by a hash of (seed, clip, frame); nothing is taken from fonts, rendering
 * defaults or the clock. Image names are hashes of (seed, clip, frame) too: two seeds share none, and neither do two
 * runs of one seed over different clips ({@link #firstClip}).
 *
 * <p>About 40% of the frames are at night; conditions follow BDD100K's own frequencies, but every combination of
 * weather, scene and time of day comes round. A fifth of the frames is in clips of three to five nearly equal ones; a
 * clip lies in one split. The test split has images and no labels.
 *
 * <p>Threads: a builder belongs to one thread.
 */
public final class SyntheticDataset {
    /** Share of the frames in the val split: {@value}. */
    public static final double DEFAULT_VAL_FRACTION = 0.2;

    private static final int SMALLEST_WIDTH = 160;
    private static final int SMALLEST_HEIGHT = 120;
    private static final int LARGEST = 4096;

    private final Path dir;
    private int frames = 500;
    private long seed;
    private int firstClip;
    private double valFraction = DEFAULT_VAL_FRACTION;
    private double testFraction;
    private int width = 1280;
    private int height = 720;
    private int threads = Runtime.getRuntime().availableProcessors();
    private IntConsumer progress = frame -> {};

    private SyntheticDataset(Path dir) {
        this.dir = requireNonNull(dir, "dir");
    }

    /** A dataset of 500 frames to be written to a folder that is new, empty, or an older synthetic dataset. */
    public static SyntheticDataset in(Path dir) {
        return new SyntheticDataset(dir);
    }

    /**
     * Sets how many frames are drawn, all splits together.
     *
     * @throws IllegalArgumentException if {@code frames} is not positive
     */
    public SyntheticDataset frames(int frames) {
        if (frames <= 0) {
            throw new IllegalArgumentException("frames must be positive but was " + frames);
        }
        this.frames = frames;
        return this;
    }

    /** Sets what everything is drawn from; another seed gives other footage with other names. */
    public SyntheticDataset seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Sets the number of the first clip. Further footage of the same seed begins at a number that no earlier run has
     * reached; the number of frames so far is always enough.
     *
     * @throws IllegalArgumentException if {@code firstClip} is negative
     */
    public SyntheticDataset firstClip(int firstClip) {
        if (firstClip < 0) {
            throw new IllegalArgumentException("firstClip must not be negative but was " + firstClip);
        }
        this.firstClip = firstClip;
        return this;
    }

    /**
     * Sets the share of frames in the val split.
     *
     * @throws IllegalArgumentException if it is not within 0 and 1
     */
    public SyntheticDataset valFraction(double valFraction) {
        this.valFraction = checkFraction("valFraction", valFraction);
        return this;
    }

    /**
     * Sets the share of frames in the test split, which has no labels.
     *
     * @throws IllegalArgumentException if it is not within 0 and 1
     */
    public SyntheticDataset testFraction(double testFraction) {
        this.testFraction = checkFraction("testFraction", testFraction);
        return this;
    }

    private static double checkFraction(String name, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(name + " must be within 0 and 1 but was " + fraction);
        }
        return fraction;
    }

    /**
     * Sets the size of the images in pixels.
     *
     * @throws IllegalArgumentException if it is smaller than 160x120 or larger than 4096x4096
     */
    public SyntheticDataset size(int width, int height) {
        if (!isDrawable(width, height)) {
            throw new IllegalArgumentException(
                    "width and height must be within 160x120 and 4096x4096 but were " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        return this;
    }

    /** Whether frames of this size can be drawn: they have 160x120 to 4096x4096 pixels. */
    public static boolean isDrawable(int width, int height) {
        return width >= SMALLEST_WIDTH && height >= SMALLEST_HEIGHT && width <= LARGEST && height <= LARGEST;
    }

    /**
     * Sets how many threads draw; all cores unless set. The files do not depend on it.
     *
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public SyntheticDataset threads(int threads) {
        if (threads <= 0) {
            throw new IllegalArgumentException("threads must be positive but was " + threads);
        }
        this.threads = threads;
        return this;
    }

    /** Sets what is told the number of frames written so far, after each frame, in the thread that called write. */
    public SyntheticDataset progress(IntConsumer progress) {
        this.progress = requireNonNull(progress, "progress");
        return this;
    }

    /**
     * Draws and writes all frames and labels. Frames of an earlier synthetic dataset in the folder are replaced.
     *
     * @throws IllegalArgumentException if the fractions sum to more than 1
     * @throws dev.joust.error.InvalidRequestException if the folder holds files and was not made by this class
     * @throws dev.joust.error.StorageException if a file cannot be written
     */
    public SyntheticResult write() {
        if (valFraction + testFraction > 1) {
            throw new IllegalArgumentException("valFraction and testFraction must sum to at most 1 but were "
                    + valFraction + " and " + testFraction);
        }
        Footage footage = Footage.plan(seed, frames, firstClip, valFraction, testFraction);
        String madeBy = "{\"format-version\":1,\"seed\":" + seed + ",\"first-clip\":" + firstClip + ",\"frames\":"
                + frames + "}\n";
        DatasetFolder folder = DatasetFolder.prepare(dir, madeBy);
        new FootageWriter(folder, new ScenePlanner(seed, width, height), width, height)
                .write(footage, threads, progress);
        return new SyntheticResult(
                frames,
                footage.frames(Split.TRAIN),
                footage.frames(Split.VAL),
                footage.frames(Split.TEST),
                folder.imagesDir(),
                footage.labelled().stream().map(folder::labels).toList());
    }
}
