// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run of {@link SyntheticDataset} wrote.
 *
 * @param frames all frames; the sum of train, val and test
 * @param imagesDir the folder that holds the splits' image folders
 * @param labels the label files that were written: train, then val; none for a split without frames, none for test
 */
public record SyntheticResult(int frames, int train, int val, int test, Path imagesDir, List<Path> labels) {
    /** Copies the list. */
    public SyntheticResult {
        requireNonNull(imagesDir, "imagesDir");
        labels = List.copyOf(labels);
    }
}
