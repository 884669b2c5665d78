// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonBoxesTest {
    private static final List<Float> SMALL = List.of(10f, 10f, 20f, 30f);
    private static final List<Float> LARGE = List.of(0f, 0f, 50f, 50f);

    @Test
    void takesTheLargestPersonInPercentOfTheFrame() {
        Float area = PersonBoxes.largestAreaPercent(
                List.of("person", "car", "person"), List.of(SMALL, List.of(0f, 0f, 100f, 100f), LARGE), 200, 100);

        assertThat(area).isEqualTo(12.5f);
    }

    @Test
    void countsOnlyWhatIsInsideTheFrame() {
        List<Float> over = List.of(-50f, -10f, 50f, 20f);
        List<Float> outside = List.of(300f, 0f, 400f, 50f);

        assertThat(PersonBoxes.largestAreaPercent(List.of("person"), List.of(over), 100, 100))
                .isEqualTo(10f);
        assertThat(PersonBoxes.largestAreaPercent(List.of("person"), List.of(outside), 100, 100))
                .isEqualTo(0f);
    }

    @Test
    void isNullWithoutAPersonThatHasABox() {
        List<Float> broken = List.of(1f, 2f, 3f);
        List<Float> endless = List.of(0f, 0f, Float.NaN, 5f);

        assertThat(PersonBoxes.largestAreaPercent(List.of(), List.of(), 100, 100))
                .isNull();
        assertThat(PersonBoxes.largestAreaPercent(List.of("rider"), List.of(LARGE), 100, 100))
                .isNull();
        assertThat(PersonBoxes.largestAreaPercent(List.of("person", "person"), List.of(broken, endless), 100, 100))
                .isNull();
        assertThat(PersonBoxes.smallestHeight(List.of("car"), List.of(LARGE), List.of(false)))
                .isNull();
    }

    @Test
    void findsTheSmallestPersonThatNothingHides() {
        List<String> categories = List.of("person", "person", "car", "person");
        List<List<Float>> boxes =
                List.of(LARGE, List.of(0f, 1.5f, 3f, 20f), List.of(0f, 0f, 1f, 1f), List.of(0f, 0f, 2f, 4f));

        assertThat(PersonBoxes.smallestHeight(categories, boxes, List.of(false, false, false, true)))
                .isEqualTo(18);
        assertThat(PersonBoxes.smallestHeight(categories, boxes, Arrays.asList(false, true, false, null)))
                .isEqualTo(4);
        assertThat(PersonBoxes.smallestHeight(categories, boxes, List.of(true, true, false, true)))
                .isNull();
    }

    @Test
    void refusesListsThatDoNotMatch() {
        assertThatThrownBy(() -> PersonBoxes.largestAreaPercent(List.of("person"), List.of(), 10, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ann_categories and ann_bboxes must be of one length but have 1 and 0 elements");
        assertThatThrownBy(() -> PersonBoxes.smallestHeight(List.of("person"), List.of(LARGE), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ann_occluded and ann_bboxes must be of one length but have 0 and 1 elements");
        assertThatThrownBy(() -> PersonBoxes.largestAreaPercent(List.of(), List.of(), 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The frame must have an area but is 0x10");
    }
}
