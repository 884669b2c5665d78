// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.models;

import dev.joust.vision.model.BundledModels;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Small models for synthetic frames, under names that stand for the path of a model: of real footage they know nothing.
 */
public final class DemoModels implements BundledModels {
    /** A pair of encoders of the shape of CLIP: {@value}. */
    public static final String CLIP = "demo:clip";

    /** A narrow ResNet-18: {@value}. */
    public static final String BACKBONE = "demo:backbone";

    /** A Faster R-CNN with a small backbone: {@value}. */
    public static final String DETECTOR = "demo:detector";

    private static final String FOLDER = "dev/joust/driving/models/";

    /** Creates the provider; {@link java.util.ServiceLoader} calls it. */
    public DemoModels() {}

    @Override
    public SortedMap<String, String> folders() {
        SortedMap<String, String> folders = new TreeMap<>();
        folders.put(CLIP, FOLDER + "clip");
        folders.put(BACKBONE, FOLDER + "backbone");
        folders.put(DETECTOR, FOLDER + "detector");
        return folders;
    }
}
