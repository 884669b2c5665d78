// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import dev.joust.driving.report.Block;

/**
 * Hears the demo as it happens.
 *
 * <p>Threads: one call at a time; progress may come from another thread than the rest.
 */
public interface DemoListener {
    /** A stage begins; {@code number} counts from 1 to {@code stages}. */
    default void stageStarted(int number, int stages, String name, String title) {}

    /** Something was called or asked, and this came back in one line. */
    default void answered(String code, String answer) {}

    /** Something was asked, and a few rows came back. */
    default void answered(String code, Block.Grid rows) {}

    /** A line that stands for itself, such as what the refresh of a view did. */
    default void line(String text) {}

    /** How far the stage is with what it does now. */
    default void progress(String what, long done, long total) {}

    /** A stage is done. */
    default void stageFinished(DemoStage stage) {}

    /** Hears nothing. */
    static DemoListener none() {
        return new DemoListener() {};
    }
}
