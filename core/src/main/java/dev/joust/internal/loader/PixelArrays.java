// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays for the images of batches, used again by later batches: large ones are costly to clear and to collect.
 *
 * <p>There are as many as there were batches at once. Threads: safe for use by several threads.
 */
final class PixelArrays {
    private final int length;
    private final Queue<byte[]> bytes = new ConcurrentLinkedQueue<>();
    private final Queue<float[]> floats = new ConcurrentLinkedQueue<>();

    /**
     * Begins without any.
     *
     * @param length of each
     */
    PixelArrays(int length) {
        this.length = length;
    }

    byte[] takeBytes() {
        byte[] free = bytes.poll();
        return free != null ? free : new byte[length];
    }

    float[] takeFloats() {
        float[] free = floats.poll();
        return free != null ? free : new float[length];
    }

    /** Takes arrays back; empty ones are none of its own. */
    void giveBack(byte[] pixels, float[] tensor) {
        if (pixels.length > 0) {
            bytes.offer(pixels);
        }
        if (tensor.length > 0) {
            floats.offer(tensor);
        }
    }
}
