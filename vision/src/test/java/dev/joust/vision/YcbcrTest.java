// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YcbcrTest {
    private static final int VALUES = 256;

    @Test
    void givesEveryColourAsTheColourModelDoes() {
        int pixels = VALUES * VALUES;
        byte[] samples = new byte[3 * pixels];
        byte[] rgb = new byte[3 * pixels];
        byte[] bgr = new byte[3 * pixels];
        byte[] expectedRgb = new byte[3 * pixels];
        byte[] expectedBgr = new byte[3 * pixels];
        for (int y = 0; y < VALUES; y++) {
            for (int i = 0; i < pixels; i++) {
                samples[3 * i] = (byte) y;
                samples[3 * i + 1] = (byte) (i / VALUES);
                samples[3 * i + 2] = (byte) i;
                int colour = ColorModel.YCBCR.rgb(samples, 3 * i);
                for (int band = 0; band < 3; band++) {
                    expectedRgb[3 * i + band] = (byte) (colour >> (16 - 8 * band));
                    expectedBgr[3 * i + band] = (byte) (colour >> (8 * band));
                }
            }

            Ycbcr.toRgb(samples, pixels, rgb, 0);
            Ycbcr.toBgr(samples, pixels, bgr);

            assertThat(rgb).isEqualTo(expectedRgb);
            assertThat(bgr).isEqualTo(expectedBgr);
        }
    }
}
