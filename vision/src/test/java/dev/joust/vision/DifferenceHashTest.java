// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class DifferenceHashTest {
    @Test
    void isAllZerosForOneBrightness() {
        assertThat(DifferenceHash.hash(plane(1280, 720, (x, y) -> 77))).isZero();
    }

    @Test
    void isAllOnesWhereEveryCellIsDarkerThanItsRightNeighbour() {
        assertThat(DifferenceHash.hash(plane(90, 80, (x, y) -> x))).isEqualTo(-1L);
        assertThat(DifferenceHash.hash(plane(90, 80, (x, y) -> 255 - x))).isZero();
    }

    @Test
    void ordersItsBitsRowByRowFromTheMostSignificant() {
        // One bright pixel in column i makes bit i-1 of its row 1.
        assertThat(DifferenceHash.hash(plane(9, 8, (x, y) -> x == 1 && y == 0 ? 1 : 0)))
                .isEqualTo(0x8000_0000_0000_0000L);
        assertThat(DifferenceHash.hash(plane(9, 8, (x, y) -> x == 8 && y == 0 ? 1 : 0)))
                .isEqualTo(0x0100_0000_0000_0000L);
        assertThat(DifferenceHash.hash(plane(9, 8, (x, y) -> x == 8 && y == 7 ? 1 : 0)))
                .isEqualTo(1L);
        assertThat(DifferenceHash.hash(plane(9, 8, (x, y) -> x == 0 ? 1 : 0))).isZero();
    }

    @Test
    void comparesMeansAsExactFractionsWhereCellsDifferInWidth() {
        // Ten columns: cells 0 to 7 are one pixel wide, cell 8 is two (floor(8*10/9) = 8).
        assertThat(DifferenceHash.hash(plane(10, 8, (x, y) -> x == 7 ? 100 : x == 8 ? 100 : x == 9 ? 101 : 100)))
                .isEqualTo(0x0101_0101_0101_0101L);
        assertThat(DifferenceHash.hash(plane(10, 8, (x, y) -> x == 9 ? 99 : 100)))
                .isZero();
    }

    @Test
    void readsSamplesAsUnsigned() {
        assertThat(DifferenceHash.hash(plane(9, 8, (x, y) -> x % 2 == 0 ? 127 : 128)))
                .isEqualTo(0xAAAA_AAAA_AAAA_AAAAL);
    }

    @Test
    void keepsTheValuesOfItsTestVectors() {
        assertThat(DifferenceHash.hash(noise(9, 8, 1))).isEqualTo(0x095A_A4F2_2155_A9B4L);
        assertThat(DifferenceHash.hash(noise(17, 13, 2))).isEqualTo(0x9019_F66A_2795_1A92L);
        assertThat(DifferenceHash.hash(noise(640, 361, 3))).isEqualTo(0x9472_D66A_2593_5593L);
        assertThat(DifferenceHash.hash(waves(1280, 720))).isEqualTo(0xFFFF_FEFC_F9FB_F7E6L);
        assertThat(DifferenceHash.hash(waves(1279, 719))).isEqualTo(0xFFFF_FEFC_FDFB_F7E6L);
    }

    @Test
    void equalsAnEvaluationOfItsDefinitionWithBigNumbers() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LumaPlane plane = noise(random.nextInt(9, 60), random.nextInt(8, 60), seed);

            assertThat(DifferenceHash.hash(plane)).as("seed %d", seed).isEqualTo(byDefinition(plane));
        }
    }

    @Test
    void ignoresBytesBehindTheImage() {
        byte[] samples = new byte[1000];
        samples[72] = 99;

        assertThat(DifferenceHash.hash(new LumaPlane(9, 8, samples))).isZero();
    }

    @Test
    void refusesImagesWithFewerPixelsThanCells() {
        assertThatThrownBy(() -> DifferenceHash.hash(plane(8, 8, (x, y) -> 0)))
                .isInstanceOf(ImageException.class)
                .hasMessage("Cannot hash image: it is 8x8 pixels, fewer than the 9x8 that a difference hash needs; "
                        + "use a larger image");
        assertThatThrownBy(() -> DifferenceHash.hash(plane(9, 7, (x, y) -> 0)))
                .isInstanceOf(ImageException.class)
                .hasMessage("Cannot hash image: it is 9x7 pixels, fewer than the 9x8 that a difference hash needs; "
                        + "use a larger image");
    }

    @Test
    void unpacksItsBitsInTheSameOrder() {
        float[] bits = DifferenceHash.bits(0x8000_0000_0000_0005L);

        assertThat(bits).hasSize(64);
        assertThat(bits[0]).isEqualTo(1f);
        assertThat(bits[61]).isEqualTo(1f);
        assertThat(bits[62]).isZero();
        assertThat(bits[63]).isEqualTo(1f);
        assertThat(DifferenceHash.fromBits(bits)).isEqualTo(0x8000_0000_0000_0005L);
    }

    @Test
    void refusesBitsThatAreNotBits() {
        float[] bits = new float[64];
        bits[7] = 0.5f;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DifferenceHash.fromBits(bits))
                .withMessage("bits must be 0 or 1 but number 7 is 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DifferenceHash.fromBits(new float[3]))
                .withMessage("bits must hold 64 numbers but holds 3");
    }

    @Test
    void countsTheBitsThatDiffer() {
        assertThat(DifferenceHash.distance(-1L, -1L)).isZero();
        assertThat(DifferenceHash.distance(0L, -1L)).isEqualTo(64);
        assertThat(DifferenceHash.distance(0b1011L, 0b0001L)).isEqualTo(2);
    }

    private static LumaPlane noise(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return plane(width, height, (x, y) -> random.nextInt(256));
    }

    private static LumaPlane waves(int width, int height) {
        return plane(width, height, (x, y) -> x * x / 9700 + y * y / 5300 + x * y / 3100);
    }

    private static LumaPlane plane(int width, int height, IntBinaryOperator luma) {
        byte[] samples = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                samples[y * width + x] = (byte) luma.applyAsInt(x, y);
            }
        }
        return new LumaPlane(width, height, samples);
    }

    private static long byDefinition(LumaPlane plane) {
        BigInteger hash = BigInteger.ZERO;
        for (int j = 0; j < 8; j++) {
            for (int i = 0; i < 8; i++) {
                hash = hash.shiftLeft(1);
                if (isDarker(cell(plane, i, j), cell(plane, i + 1, j))) {
                    hash = hash.setBit(0);
                }
            }
        }
        return hash.longValue();
    }

    private static boolean isDarker(BigInteger[] a, BigInteger[] b) {
        return a[0].multiply(b[1]).compareTo(b[0].multiply(a[1])) < 0;
    }

    private static BigInteger[] cell(LumaPlane plane, int i, int j) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger pixels = BigInteger.ZERO;
        for (int y = j * plane.height() / 8; y < (j + 1) * plane.height() / 8; y++) {
            for (int x = i * plane.width() / 9; x < (i + 1) * plane.width() / 9; x++) {
                sum = sum.add(BigInteger.valueOf(plane.at(x, y)));
                pixels = pixels.add(BigInteger.ONE);
            }
        }
        return new BigInteger[] {sum, pixels};
    }
}
