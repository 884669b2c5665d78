// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.driving.synth.internal.files.JpegEncoder;
import dev.joust.driving.synth.internal.paint.FramePainter;
import dev.joust.driving.synth.internal.scene.Footage;
import dev.joust.driving.synth.internal.scene.Footage.Clip;
import dev.joust.driving.synth.internal.scene.ScenePlanner;
import dev.joust.vision.DifferenceHash;
import dev.joust.vision.ImageDecoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneHashTest {
    private static final List<Hashed> FRAMES = new ArrayList<>();

    @BeforeAll
    static void paintFrames() {
        ScenePlanner planner = new ScenePlanner(5, 1280, 720);
        FramePainter painter = new FramePainter(1280, 720);
        ImageDecoder decoder = new ImageDecoder();
        try (JpegEncoder encoder = new JpegEncoder()) {
            for (Clip clip : Footage.plan(5, 160, 0, 0.2, 0).clips()) {
                for (int frame = 0; frame < clip.frames(); frame++) {
                    byte[] jpeg = encoder.encode(painter.paint(planner.plan(clip, frame)));
                    long hash = DifferenceHash.hash(decoder.luma(jpeg));
                    FRAMES.add(new Hashed(clip.number(), hash, jpeg.length));
                }
            }
        }
    }

    @Test
    void givesFramesOfOneClipNearlyEqualHashes() {
        List<Integer> distances = distances(true);

        long near = distances.stream().filter(distance -> distance <= 5).count();
        assertThat(distances).hasSizeGreaterThan(25);
        assertThat(near / (double) distances.size()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void givesFramesOfDifferentClipsDifferentHashes() {
        List<Integer> distances = distances(false);

        long far = distances.stream().filter(distance -> distance > 10).count();
        assertThat(far / (double) distances.size()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void compressesFramesToTheSizeOfRealOnes() {
        double mean = FRAMES.stream().mapToInt(Hashed::bytes).average().orElseThrow();

        assertThat(mean).isBetween(50_000.0, 100_000.0);
    }

    private static List<Integer> distances(boolean withinClips) {
        List<Integer> distances = new ArrayList<>();
        for (Hashed a : FRAMES) {
            for (Hashed b : FRAMES) {
                if (!a.equals(b) && (a.clip() == b.clip()) == withinClips) {
                    distances.add(DifferenceHash.distance(a.hash(), b.hash()));
                }
            }
        }
        return distances;
    }

    private record Hashed(int clip, long hash, int bytes) {}
}
