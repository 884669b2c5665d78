// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import dev.joust.driving.synth.internal.world.Actor;
import dev.joust.driving.synth.internal.world.Camera;
import dev.joust.driving.synth.internal.world.Look;
import dev.joust.driving.synth.internal.world.Road;
import java.util.List;

/**
 * Everything that one frame shows, before a pixel is drawn: its camera, its light, its road, and who is on it.
 *
 * @param clipSeed decides what all frames of the clip share
 * @param travelled how far ahead of the clip's reference frame the camera is, in metres; not positive
 * @param actors from far to near, the order in which they are painted
 */
public record ScenePlan(
        FrameName name,
        Footage.Clip clip,
        int frame,
        long clipSeed,
        Camera camera,
        Look look,
        Road road,
        double travelled,
        List<Actor> actors,
        List<Label> labels) {
    /** Milliseconds into the video at which BDD100K takes its frames. */
    private static final long FIRST_TIMESTAMP_MILLIS = 10_000;

    private static final long FRAME_MILLIS = 66;

    /** Copies the lists. */
    public ScenePlan {
        actors = List.copyOf(actors);
        labels = List.copyOf(labels);
    }

    /** Milliseconds into the video. */
    public long timestampMillis() {
        return FIRST_TIMESTAMP_MILLIS + frame * FRAME_MILLIS;
    }

    /**
     * One object in the frame, in det_20's words.
     *
     * @param signal the light that a traffic light shows, {@code G}, {@code Y} or {@code R}, else {@code NA}
     */
    public record Label(
            String category,
            boolean occluded,
            boolean truncated,
            String signal,
            double x1,
            double y1,
            double x2,
            double y2) {}
}
