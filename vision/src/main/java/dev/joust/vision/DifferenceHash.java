// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The difference hash (dHash) of an image: 64 bits that stay nearly the same when the image is scaled, re-encoded or
 * slightly brightened, and differ in many bits between unrelated images.
 *
 * <p>Definition, version {@value #VERSION}, in integers only:
 *
 * <ol>
 *   <li>The luma plane of width {@code w} and height {@code h} is cut into 9 columns and 8 rows of cells. Column
 *       {@code i} covers the pixels {@code floor(i*w/9)} up to but not including {@code floor((i+1)*w/9)}; row
 *       {@code j} covers {@code floor(j*h/8)} up to but not including {@code floor((j+1)*h/8)}.
 *   <li>Each cell has a sum of its unsigned samples and a number of pixels. Cell A is darker than cell B if {@code sumA
 *       * pixelsB < sumB * pixelsA}: their means are compared as exact fractions.
 *   <li>Bit {@code k = 8*j + i}, for {@code i} and {@code j} from 0 to 7, is 1 if cell {@code (i, j)} is darker than
 *       its right neighbour {@code (i+1, j)}, else 0. Equal means give 0.
 *   <li>Bit 0 is the most significant of the {@code long}, bit 63 the least: sixteen hex digits read like the image,
 *       two digits per row, from top left to bottom right.
 * </ol>
 *
 * <p>Source of the idea: Neal Krawetz, "Kind of Like That", hackerfactor.com, 2013. The cells above are exact area
 * means and not the output of an image library's scaler, so that the hash depends on the plane alone.
 *
 * <p>Threads: all methods are safe from any thread.
 */
public final class DifferenceHash {
    /** The version of this definition; another definition gets another number. */
    public static final int VERSION = 1;

    /** The number of bits: {@value}. */
    public static final int BITS = 64;

    /** The fewest pixels per row that can be hashed: {@value}. */
    public static final int MIN_WIDTH = 9;

    /** The fewest rows that can be hashed: {@value}. */
    public static final int MIN_HEIGHT = 8;

    private static final int COLUMNS = 9;
    private static final int ROWS = 8;
    private static final VarHandle EIGHT_SAMPLES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVEN_BYTES = 0x00FF_00FF_00FF_00FFL;
    private static final int MAX_LANE_ADDITIONS = 128;

    private DifferenceHash() {}

    /**
     * The hash of a luma plane.
     *
     * @throws ImageException if the plane is narrower than {@value #MIN_WIDTH} or lower than {@value #MIN_HEIGHT}
     *     pixels, because a cell would be empty
     */
    public static long hash(LumaPlane plane) {
        requireNonNull(plane, "plane");
        if (plane.width() < MIN_WIDTH || plane.height() < MIN_HEIGHT) {
            throw ImageErrors.tooSmallToHash(plane.width(), plane.height());
        }
        int[] edges = new int[COLUMNS + 1];
        for (int i = 0; i <= COLUMNS; i++) {
            edges[i] = edge(i, plane.width(), COLUMNS);
        }
        long hash = 0;
        long[] sums = new long[COLUMNS];
        for (int j = 0; j < ROWS; j++) {
            sumCells(plane, edge(j, plane.height(), ROWS), edge(j + 1, plane.height(), ROWS), edges, sums);
            hash = hash << 8 | compare(sums, edges);
        }
        return hash;
    }

    /**
     * The bits of a hash as numbers, for columns of vectors: {@code float[64]}, each 0 or 1, bit 0 (the most
     * significant) first. The squared Euclidean distance of two such vectors is {@link #distance}.
     */
    public static float[] bits(long hash) {
        float[] bits = new float[BITS];
        for (int k = 0; k < BITS; k++) {
            bits[k] = hash >>> (BITS - 1 - k) & 1;
        }
        return bits;
    }

    /**
     * The hash whose {@link #bits} these are.
     *
     * @throws IllegalArgumentException if there are not 64 numbers, or one is neither 0 nor 1
     */
    public static long fromBits(float[] bits) {
        requireNonNull(bits, "bits");
        if (bits.length != BITS) {
            throw new IllegalArgumentException("bits must hold " + BITS + " numbers but holds " + bits.length);
        }
        long hash = 0;
        for (int k = 0; k < BITS; k++) {
            if (bits[k] != 0 && bits[k] != 1) {
                throw new IllegalArgumentException("bits must be 0 or 1 but number " + k + " is " + bits[k]);
            }
            hash = hash << 1 | (long) bits[k];
        }
        return hash;
    }

    /** In how many bits two hashes differ, 0 to 64. */
    public static int distance(long a, long b) {
        return Long.bitCount(a ^ b);
    }

    private static int edge(int index, int length, int parts) {
        return (int) ((long) index * length / parts);
    }

    private static void sumCells(LumaPlane plane, int top, int bottom, int[] edges, long[] sums) {
        byte[] samples = plane.samples();
        Arrays.fill(sums, 0);
        for (int y = top; y < bottom; y++) {
            int row = y * plane.width();
            for (int i = 0; i < COLUMNS; i++) {
                sums[i] += sum(samples, row + edges[i], row + edges[i + 1]);
            }
        }
    }

    // Eight samples at a time, in four lanes of 16 bits: 128 times two samples of 255 fit a lane.
    private static long sum(byte[] samples, int from, int to) {
        long sum = 0;
        int x = from;
        while (to - x >= Long.BYTES) {
            int end = x + Long.BYTES * Math.min(MAX_LANE_ADDITIONS, (to - x) / Long.BYTES);
            long lanes = 0;
            for (; x < end; x += Long.BYTES) {
                long eight = (long) EIGHT_SAMPLES.get(samples, x);
                lanes += (eight & EVEN_BYTES) + (eight >>> Byte.SIZE & EVEN_BYTES);
            }
            for (; lanes != 0; lanes >>>= Short.SIZE) {
                sum += lanes & 0xFFFF;
            }
        }
        for (; x < to; x++) {
            sum += samples[x] & 0xFF;
        }
        return sum;
    }

    // The cells of one row have the same height, so only their widths weigh the sums.
    private static long compare(long[] sums, int[] edges) {
        long row = 0;
        for (int i = 0; i + 1 < COLUMNS; i++) {
            int here = edges[i + 1] - edges[i];
            int right = edges[i + 2] - edges[i + 1];
            row = row << 1 | (sums[i] * right < sums[i + 1] * here ? 1 : 0);
        }
        return row;
    }
}
