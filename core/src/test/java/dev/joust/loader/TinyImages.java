// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images of three bytes, their width, their height and a first sample; those of no width are broken. They are decoded
 * to one size, each sample one more than that before it, modulo 256.
 */
final class TinyImages implements PixelDecoder {
    static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final AtomicInteger decoded = new AtomicInteger();

    TinyImages(int width, int height) {
        this.width = width;
        this.height = height;
    }

    static byte[] image(int storedWidth, int storedHeight, int first) {
        return new byte[] {(byte) storedWidth, (byte) storedHeight, (byte) first};
    }

    static byte[] broken() {
        return image(0, 0, 0);
    }

    /** How many images were decoded, or tried. */
    int decoded() {
        return decoded.get();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int channels() {
        return CHANNELS;
    }

    @Override
    public StoredSize decode(byte[] encoded, byte[] pixels, int offset) {
        decoded.incrementAndGet();
        if (encoded[0] == 0) {
            throw new IllegalStateException("it has no pixels");
        }
        for (int i = 0; i < bytes(); i++) {
            pixels[offset + i] = (byte) (encoded[2] + i);
        }
        return new StoredSize(encoded[0], encoded[1]);
    }
}
