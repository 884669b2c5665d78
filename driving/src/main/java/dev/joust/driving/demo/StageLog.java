// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the stages of a demo one after the other, with their times, and keeps what they found. */
final class StageLog {
    private final DemoListener listener;
    private final int stages;
    private final List<DemoStage> done = new ArrayList<>();

    StageLog(DemoListener listener, int stages) {
        this.listener = listener;
        this.stages = stages;
    }

    /** The work of a stage. */
    @FunctionalInterface
    interface Work {
        /** Works, adds facts by name, and returns the outcome in one line. */
        String run(Map<String, Object> facts);
    }

    void stage(String name, String title, Work work) {
        listener.stageStarted(done.size() + 1, stages, name, title);
        long start = System.nanoTime();
        Map<String, Object> facts = new LinkedHashMap<>();
        String outcome = work.run(facts);
        DemoStage stage = new DemoStage(name, title, outcome, (System.nanoTime() - start) / 1e9, facts);
        done.add(stage);
        listener.stageFinished(stage);
    }

    List<DemoStage> done() {
        return done;
    }
}
