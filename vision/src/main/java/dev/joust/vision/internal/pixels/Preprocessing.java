// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.pixels;

import static java.util.Objects.requireNonNull;

import dev.joust.loader.Normalization;
import dev.joust.vision.internal.pixels.AntialiasedResize.Filter;
import java.util.List;
import java.util.Optional;

/**
 * How a model wants its images, in the words of Hugging Face's {@code preprocessor_config.json}.
 *
 * @param resize the size that the whole image gets first
 * @param filter how it is scaled
 * @param crop what is cut out of its middle
 * @param scale by which each sample, 0 to 255, is multiplied
 * @param mean what is then taken away, for red, green and blue
 * @param deviation by what it is then divided
 */
public record Preprocessing(
        Resize resize, Filter filter, Crop crop, double scale, List<Double> mean, List<Double> deviation) {
    /** How OpenAI's CLIP takes images. */
    public static final Preprocessing CLIP = new Preprocessing(
            new Resize.ShortestEdge(224),
            Filter.BICUBIC,
            new Crop.Middle(224, 224),
            Normalization.CLIP.scale(),
            Normalization.CLIP.means(),
            Normalization.CLIP.deviations());

    /** How torchvision's classifiers take images. */
    public static final Preprocessing IMAGENET = new Preprocessing(
            new Resize.ShortestEdge(256),
            Filter.BILINEAR,
            new Crop.Middle(224, 224),
            Normalization.IMAGENET.scale(),
            Normalization.IMAGENET.means(),
            Normalization.IMAGENET.deviations());

    /** Checks and copies. */
    public Preprocessing {
        requireNonNull(resize, "resize");
        requireNonNull(filter, "filter");
        requireNonNull(crop, "crop");
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != 3 || deviation.size() != 3) {
            throw new IllegalArgumentException(
                    "mean and deviation must have 3 numbers each but have " + mean.size() + " and " + deviation.size());
        }
    }

    /** The size that an image gets before it is cropped. */
    public sealed interface Resize {
        /** The new size of an image of this one. */
        Size of(int width, int height);

        /** The image keeps its size. */
        record None() implements Resize {
            @Override
            public Size of(int width, int height) {
                return new Size(width, height);
            }
        }

        /** The whole image fills a size; its aspect ratio is not kept. */
        record Exact(int width, int height) implements Resize {
            @Override
            public Size of(int originalWidth, int originalHeight) {
                return new Size(width, height);
            }
        }

        /** The shorter side gets a length, and the longer one keeps its ratio to it, rounded down. */
        record ShortestEdge(int length) implements Resize {
            @Override
            public Size of(int width, int height) {
                return width <= height
                        ? new Size(length, (int) ((long) length * height / width))
                        : new Size((int) ((long) length * width / height), length);
            }
        }
    }

    /** What is cut out. */
    public sealed interface Crop {
        /** Everything. */
        record None() implements Crop {}

        /** The middle; where the image is smaller, black is added around it. */
        record Middle(int width, int height) implements Crop {}
    }

    /** A size in pixels. */
    public record Size(int width, int height) {}

    /** The size of the tensors, where it is the same for all images. */
    public Optional<Size> outputSize() {
        if (crop instanceof Crop.Middle middle) {
            return Optional.of(new Size(middle.width(), middle.height()));
        }
        return resize instanceof Resize.Exact exact
                ? Optional.of(new Size(exact.width(), exact.height()))
                : Optional.empty();
    }
}
