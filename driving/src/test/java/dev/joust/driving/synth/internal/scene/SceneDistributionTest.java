// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.driving.FailureMode;
import dev.joust.driving.synth.internal.scene.Footage.Clip;
import dev.joust.driving.synth.internal.scene.ScenePlan.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneDistributionTest {
    private static final int FRAMES = 2000;
    private static final List<ScenePlan> PLANS = new ArrayList<>();

    @BeforeAll
    static void planFrames() {
        ScenePlanner planner = new ScenePlanner(42, 1280, 720);
        for (Clip clip : Footage.plan(42, FRAMES, 0, 0.2, 0).clips()) {
            for (int frame = 0; frame < clip.frames(); frame++) {
                PLANS.add(planner.plan(clip, frame));
            }
        }
    }

    @Test
    void drawsHeightsOfPeopleLogUniformly() {
        List<Double> heights = PLANS.stream()
                .filter(plan -> plan.frame() == plan.clip().frames() - 1)
                .flatMap(plan -> plan.labels().stream())
                .filter(SceneDistributionTest::isPerson)
                .map(label -> label.y2() - label.y1())
                .sorted()
                .toList();

        double range = Math.log(ScenePlanner.TALLEST / ScenePlanner.SHORTEST);
        double farthest = 0;
        for (int i = 0; i < heights.size(); i++) {
            double expected = Math.log(heights.get(i) / ScenePlanner.SHORTEST) / range;
            farthest = Math.max(farthest, Math.abs(expected - (i + 0.5) / heights.size()));
        }
        assertThat(heights).hasSizeGreaterThan(1500);
        assertThat(heights.get(0)).isBetween(11.5, 13.0);
        assertThat(heights.get(heights.size() - 1)).isBetween(480.0, 503.0);
        // The Kolmogorov-Smirnov distance; its critical value for 5% is 1.36 / sqrt(n).
        assertThat(farthest).isLessThan(1.36 / Math.sqrt(heights.size()));
    }

    @Test
    void showsNearAndDistantPeople() {
        List<Double> largest = PLANS.stream()
                .filter(plan -> plan.labels().stream().anyMatch(SceneDistributionTest::isPerson))
                .map(plan -> plan.labels().stream()
                        .filter(SceneDistributionTest::isPerson)
                        .mapToDouble(SceneDistributionTest::areaPercent)
                        .max()
                        .orElseThrow())
                .toList();

        double near = largest.stream()
                .filter(percent -> percent >= FailureMode.DISTANT_AREA_PCT)
                .count();
        assertThat(largest.size() / (double) FRAMES).isBetween(0.4, 0.8);
        assertThat(near / largest.size()).isBetween(0.25, 0.6);
    }

    @Test
    void showsRidersOnAtLeastAnEighthOfTheFrames() {
        long riders = PLANS.stream()
                .filter(plan -> plan.labels().stream()
                        .anyMatch(label -> label.category().equals("rider")))
                .count();

        assertThat(riders / (double) FRAMES).isBetween(0.12, 0.35);
    }

    @Test
    void usesEveryCategoryOfDetection20() {
        Set<String> categories = PLANS.stream()
                .flatMap(plan -> plan.labels().stream())
                .map(Label::category)
                .collect(Collectors.toSet());

        assertThat(categories)
                .containsExactlyInAnyOrder(
                        "pedestrian",
                        "rider",
                        "car",
                        "truck",
                        "bus",
                        "train",
                        "motorcycle",
                        "bicycle",
                        "traffic light",
                        "traffic sign");
    }

    @Test
    void keepsBoxesInTheFrameAndMarksWhatIsHiddenOrCut() {
        List<Label> labels =
                PLANS.stream().flatMap(plan -> plan.labels().stream()).toList();

        assertThat(labels.stream().filter(SceneDistributionTest::leavesFrame)).isEmpty();
        assertThat(labels.stream().filter(label -> label.x2() - label.x1() < 1.5 || label.y2() - label.y1() < 1.5))
                .isEmpty();
        assertThat(labels.stream().filter(Label::occluded).count() / (double) labels.size())
                .isBetween(0.1, 0.7);
        List<Label> cut = labels.stream().filter(Label::truncated).toList();
        assertThat(cut).hasSizeGreaterThan(100);
        assertThat(cut.stream().filter(label -> !atEdge(label))).isEmpty();
    }

    @Test
    void movesTheFramesOfAClipOnlyALittle() {
        ScenePlan before = null;
        for (ScenePlan plan : PLANS) {
            if (before != null && plan.frame() > 0) {
                assertThat(plan.name().videoName()).isEqualTo(before.name().videoName());
                assertThat(plan.actors()).hasSameSizeAs(before.actors());
                assertThat(plan.camera()).isEqualTo(before.camera());
                assertThat(plan.travelled() - before.travelled()).isBetween(0.0, 0.2);
            }
            before = plan;
        }
    }

    private static boolean isPerson(Label label) {
        return label.category().equals("pedestrian");
    }

    private static double areaPercent(Label label) {
        return 100 * (label.x2() - label.x1()) * (label.y2() - label.y1()) / (1280 * 720);
    }

    private static boolean leavesFrame(Label label) {
        return label.x1() < 0 || label.y1() < 0 || label.x2() > 1280 || label.y2() > 720;
    }

    private static boolean atEdge(Label label) {
        return label.x1() == 0 || label.y1() == 0 || label.x2() == 1280 || label.y2() == 720;
    }
}
