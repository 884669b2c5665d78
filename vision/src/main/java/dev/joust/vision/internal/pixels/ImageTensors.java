// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.internal.pixels;

import static java.util.Objects.requireNonNull;

import dev.joust.loader.Normalization;
import dev.joust.vision.internal.pixels.AntialiasedResize.Span;
import dev.joust.vision.internal.pixels.Preprocessing.Crop;
import dev.joust.vision.internal.pixels.Preprocessing.Size;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns images into {@code float32 [3, height, width]}: red, green and blue, scaled, cropped and normalized.
 *
 * <p>Threads: belongs to one thread.
 */
public final class ImageTensors {
    private static final int BANDS = 3;
    private static final int KEPT_PLANS = 16;

    private final Preprocessing preprocessing;
    private final float[][] values;
    private final Map<Size, Plan> plans = new LinkedHashMap<>();

    /** Prepares images for a model. */
    public ImageTensors(Preprocessing preprocessing) {
        this.preprocessing = requireNonNull(preprocessing, "preprocessing");
        this.values = values(preprocessing);
    }

    /** What each sample becomes, by band in the order of the images: blue, green, red. */
    private static float[][] values(Preprocessing how) {
        Normalization normalization = new Normalization(how.scale(), how.mean(), how.deviation());
        float[][] values = new float[BANDS][];
        for (int band = 0; band < BANDS; band++) {
            values[band] = normalization.values(BANDS - 1 - band);
        }
        return values;
    }

    /** How images of one size are handled. */
    private record Plan(AntialiasedResize resize, Size scaled, Size tensor, int left, int top) {}

    /** The size of the tensor of an image of this size. */
    public Size size(BufferedImage image) {
        return plan(image).tensor();
    }

    /**
     * Writes the tensor of an image.
     *
     * @param image of type {@link BufferedImage#TYPE_3BYTE_BGR}, whole
     * @param target written from {@code offset} on, its position stays
     */
    public void write(BufferedImage image, FloatBuffer target, int offset) {
        Plan plan = plan(image);
        byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] window = isWhole(image, plan) ? samples : plan.resize().scale(samples, image.getWidth());
        int width = plan.tensor().width();
        int height = plan.tensor().height();
        int shownLeft = Math.max(0, -plan.left());
        int shownTop = Math.max(0, -plan.top());
        int shownWidth = Math.min(width, plan.scaled().width());
        int shownHeight = Math.min(height, plan.scaled().height());
        for (int band = 0; band < BANDS; band++) {
            int plane = offset + (BANDS - 1 - band) * width * height;
            if (shownWidth < width || shownHeight < height) {
                for (int i = 0; i < width * height; i++) {
                    target.put(plane + i, values[band][0]);
                }
            }
            float[] row = new float[shownWidth];
            for (int y = 0; y < shownHeight; y++) {
                int at = y * shownWidth * BANDS + band;
                for (int x = 0; x < shownWidth; x++, at += BANDS) {
                    row[x] = values[band][window[at] & 0xFF];
                }
                target.put(plane + (y + shownTop) * width + shownLeft, row);
            }
        }
    }

    private static boolean isWhole(BufferedImage image, Plan plan) {
        Size own = new Size(image.getWidth(), image.getHeight());
        return plan.scaled().equals(own)
                && plan.tensor().width() >= own.width()
                && plan.tensor().height() >= own.height();
    }

    private Plan plan(BufferedImage image) {
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            throw new IllegalArgumentException("image must be of type 3BYTE_BGR but was " + image.getType());
        }
        Size own = new Size(image.getWidth(), image.getHeight());
        if (plans.size() >= KEPT_PLANS && !plans.containsKey(own)) {
            plans.clear();
        }
        return plans.computeIfAbsent(own, this::plan);
    }

    private Plan plan(Size own) {
        Size scaled = preprocessing.resize().of(own.width(), own.height());
        Size tensor =
                preprocessing.crop() instanceof Crop.Middle middle ? new Size(middle.width(), middle.height()) : scaled;
        int left = Math.floorDiv(scaled.width() - tensor.width(), 2);
        int top = Math.floorDiv(scaled.height() - tensor.height(), 2);
        AntialiasedResize resize = AntialiasedResize.of(
                span(own.width(), scaled.width(), left, tensor.width()),
                span(own.height(), scaled.height(), top, tensor.height()),
                preprocessing.filter());
        return new Plan(resize, scaled, tensor, left, top);
    }

    private static Span span(int length, int newLength, int from, int size) {
        return new Span(length, newLength, Math.max(0, from), Math.min(newLength, Math.max(0, from) + size));
    }
}
