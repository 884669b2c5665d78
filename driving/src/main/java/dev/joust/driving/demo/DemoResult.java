// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * What a demo left behind.
 *
 * @param dir the folder that holds everything
 * @param lake the lake in it
 * @param frames frames of the first footage
 * @param framesAdded frames of the new footage
 * @param stages what was done, in order
 * @param seconds how long it took in all
 * @param report the page that tells it
 */
public record DemoResult(
        Path dir, Path lake, int frames, int framesAdded, List<DemoStage> stages, double seconds, Path report) {
    /** Copies the list. */
    public DemoResult {
        requireNonNull(dir, "dir");
        requireNonNull(lake, "lake");
        stages = List.copyOf(stages);
        requireNonNull(report, "report");
    }
}
