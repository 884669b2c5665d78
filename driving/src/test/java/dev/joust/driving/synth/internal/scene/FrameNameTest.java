// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.synth.internal.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameNameTest {
    @Test
    void namesOneFrameTheSameForEver() {
        FrameName name = FrameName.of(7, 3, 1);

        assertThat(name.fileName()).matches("[0-9a-f]{8}-[0-9a-f]{8}\\.jpg");
        assertThat(name.fileName()).startsWith(name.videoName() + "-");
        assertThat(name).isEqualTo(FrameName.of(7, 3, 1));
    }

    @Test
    void givesTheFramesOfAClipOneVideoName() {
        assertThat(FrameName.of(7, 3, 0).videoName())
                .isEqualTo(FrameName.of(7, 3, 4).videoName());
        assertThat(FrameName.of(7, 3, 0)).isNotEqualTo(FrameName.of(7, 3, 4));
    }

    @Test
    void repeatsNoNameWithinASeedNorAcrossSeeds() {
        Set<String> names = new HashSet<>();
        Set<String> videos = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            for (int clip = 0; clip < 5000; clip++) {
                names.add(FrameName.of(seed, clip, 0).imageId());
                if (seed == 0) {
                    videos.add(FrameName.of(seed, clip, 0).videoName());
                }
            }
        }

        assertThat(names).hasSize(100_000);
        assertThat(videos).hasSize(5000);
    }
}
