// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageIdsTest {
    private final ImageIds ids = new ImageIds();

    @Test
    void numbersIdsInTheirOrder() {
        assertThat(ids.add("b")).isTrue();
        assertThat(ids.add("")).isTrue();
        assertThat(ids.add("b")).isFalse();
        assertThat(ids.add("straße/€.jpg")).isTrue();

        assertThat(ids.size()).isEqualTo(3);
        assertThat(ids.find("b")).isZero();
        assertThat(ids.find("")).isEqualTo(1);
        assertThat(ids.find("straße/€.jpg")).isEqualTo(2);
        assertThat(ids.find("B")).isEqualTo(ImageIds.NONE);
    }

    @Test
    void knowsWhatAMapKnows() {
        long seed = 20;
        Random random = new Random(seed);
        Map<String, Integer> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            String id = Integer.toHexString(random.nextInt(150_000)) + "-frame";
            boolean isNew = !model.containsKey(id);
            if (isNew) {
                model.put(id, model.size());
            }

            assertThat(ids.add(id)).as("seed %d, id %s", seed, id).isEqualTo(isNew);
        }

        assertThat(ids.size()).isEqualTo(model.size());
        model.forEach((id, number) -> assertThat(ids.find(id)).as(id).isEqualTo(number));
        assertThat(ids.find("none-frame")).isEqualTo(ImageIds.NONE);
    }
}
