// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import java.util.List;

/**
 * How samples of 8 bits become the numbers that a model reads: {@code (sample * scale - mean) / deviation}, computed in
 * double precision and rounded to float32 once.
 *
 * @param scale by which each sample, 0 to 255, is multiplied
 * @param means what is then taken away, one for each channel
 * @param deviations by what it is then divided, one for each channel
 */
public record Normalization(double scale, List<Double> means, List<Double> deviations) {
    private static final double BYTE = 1 / 255.0;
    private static final int SAMPLES = 256;

    /** Numbers from 0 to 1 for red, green and blue. */
    public static final Normalization UNIT = new Normalization(BYTE, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    /** As torchvision's classifiers take red, green and blue; the constants are those of its ImageNet presets. */
    public static final Normalization IMAGENET =
            new Normalization(BYTE, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** As OpenAI's CLIP takes red, green and blue; the constants stand in its {@code clip.py}. */
    public static final Normalization CLIP = new Normalization(
            BYTE, List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711));

    /** Copies the lists and checks that they belong together. */
    public Normalization {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        if (means.isEmpty() || means.size() != deviations.size()) {
            throw new IllegalArgumentException("means and deviations must have a number for each channel but have "
                    + means.size() + " and " + deviations.size());
        }
        if (!Double.isFinite(scale) || !means.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "scale and means must be finite numbers but were " + scale + " and " + means);
        }
        if (!deviations.stream().allMatch(deviation -> Double.isFinite(deviation) && deviation != 0)) {
            throw new IllegalArgumentException("deviations must be numbers other than 0 but were " + deviations);
        }
    }

    /** How many channels it is for. */
    public int channels() {
        return means.size();
    }

    /**
     * What each of the 256 samples of a channel becomes.
     *
     * @param channel from 0
     */
    public float[] values(int channel) {
        float[] values = new float[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            values[sample] = (float) ((sample * scale - means.get(channel)) / deviations.get(channel));
        }
        return values;
    }
}
