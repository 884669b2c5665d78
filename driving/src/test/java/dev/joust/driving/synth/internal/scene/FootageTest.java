// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.driving.synth.internal.scene.Footage.Clip;
import dev.joust.driving.synth.internal.scene.Footage.Split;
import dev.joust.driving.synth.internal.world.Conditions;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FootageTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 13, 14, 16, 29, 100, 500, 2001})
    void hasExactlyTheFramesThatWereAskedFor(int frames) {
        Footage footage = Footage.plan(4, frames, 0, 0.2, 0.1);

        assertThat(footage.clips().stream().mapToInt(Clip::frames).sum()).isEqualTo(frames);
        assertThat(footage.clips()).allMatch(clip -> clip.frames() == 1 || (clip.frames() >= 3 && clip.frames() <= 5));
    }

    @Test
    void putsAFifthOfTheFramesIntoClips() {
        Footage footage = Footage.plan(4, 1000, 0, 0.2, 0);

        int inClips = footage.clips().stream()
                .mapToInt(Clip::frames)
                .filter(length -> length > 1)
                .sum();
        assertThat(inClips).isEqualTo(200);
    }

    @Test
    void dividesTheFramesAsAskedAndClipsNever() {
        Footage footage = Footage.plan(4, 1000, 0, 0.2, 0.1);

        assertThat(footage.frames(Split.VAL)).isEqualTo(200);
        assertThat(footage.frames(Split.TEST)).isEqualTo(100);
        assertThat(footage.frames(Split.TRAIN)).isEqualTo(700);
        assertThat(footage.clips().stream().filter(clip -> clip.frames() > 1).map(Clip::split))
                .contains(Split.TRAIN, Split.VAL, Split.TEST);
    }

    @Test
    void numbersClipsFromTheFirst() {
        Footage footage = Footage.plan(4, 50, 700, 0.2, 0);

        assertThat(footage.clips().get(0).number()).isEqualTo(700);
        assertThat(footage.clips().stream().map(Clip::number)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 42, 1234567})
    void isAtNightForTwoFifths(long seed) {
        Footage footage = Footage.plan(seed, 2000, 0, 0.2, 0);

        int night = footage.clips().stream()
                .filter(clip -> clip.conditions().timeOfDay() == Conditions.TimeOfDay.NIGHT)
                .mapToInt(Clip::frames)
                .sum();
        assertThat(night / 2000.0).isBetween(0.35, 0.45);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42})
    void goesThroughEveryCombinationOfConditions(long seed) {
        Set<Conditions> seen = Footage.plan(seed, 2000, 0, 0.2, 0).clips().stream()
                .map(Clip::conditions)
                .collect(Collectors.toSet());

        assertThat(Conditions.COMBINATIONS).isEqualTo(196);
        assertThat(seen).hasSize(Conditions.COMBINATIONS);
    }
}
