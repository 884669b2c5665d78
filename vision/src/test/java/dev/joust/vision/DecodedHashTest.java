// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodedHashTest {
    /** What JDK 17 of Debian (libjpeg-turbo of the system) and Temurin 25 (bundled libjpeg) both have. */
    private static final String KNOWN_DECODER = "afec0770473b7de9";

    @Test
    void keepsTheHashesOfItsTestImages() {
        assertHash("street-day.jpg", 0x5440_E0F1_93D6_96B1L);
        assertHash("street-night.jpg", 0xF3D3_EDED_B752_D030L);
        assertHash("street-progressive.jpg", 0xB193_D196_9663_E3E2L);
        assertHash("street-grey.jpg", 0x5272_7672_939F_3C7EL);
    }

    @Test
    void identifiesTheDecoderBySixteenHexDigits() {
        assertThat(DecoderIdentity.luma()).matches("[0-9a-f]{16}").isEqualTo(DecoderIdentity.luma());
    }

    // Decoders may differ in the last bit of a sample, which can turn over a bit where two cells are nearly equal.
    private static void assertHash(String name, long expected) {
        long hash = DifferenceHash.hash(new ImageDecoder().luma(TestImages.resource(name)));

        assertThat(DifferenceHash.distance(hash, expected))
                .as("%s hashes to %016x", name, hash)
                .isLessThanOrEqualTo(KNOWN_DECODER.equals(DecoderIdentity.luma()) ? 0 : 2);
    }
}
