// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.driving.demo.DemoListener;
import dev.joust.driving.demo.DemoStage;
import dev.joust.driving.report.Block;
import dev.joust.job.Cancellation;

/** Passes on what a demo tells, and ends the demo where that was asked for. */
record CancellableDemo(DemoListener listener, Cancellation cancellation) implements DemoListener {
    @Override
    public void stageStarted(int number, int stages, String name, String title) {
        cancellation.check();
        listener.stageStarted(number, stages, name, title);
    }

    @Override
    public void answered(String code, String answer) {
        listener.answered(code, answer);
    }

    @Override
    public void answered(String code, Block.Grid rows) {
        listener.answered(code, rows);
    }

    @Override
    public void line(String text) {
        listener.line(text);
    }

    @Override
    public void progress(String what, long done, long total) {
        cancellation.check();
        listener.progress(what, done, total);
    }

    @Override
    public void stageFinished(DemoStage stage) {
        listener.stageFinished(stage);
    }
}
