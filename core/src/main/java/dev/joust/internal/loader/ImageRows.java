// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.loader.LoaderSpec.Decoded;
import dev.joust.loader.Normalization;
import dev.joust.loader.PixelDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * How the images of a loader are decoded, flipped and normalized.
 *
 * <p>Threads: safe for use by several threads.
 */
final class ImageRows {
    private final PixelDecoder decoder;
    private final List<float[]> normalized;
    private final int imageValues;
    private final PixelArrays batches;
    private final PixelArrays single;

    ImageRows(Decoded decoded, int batchRows) {
        this.decoder = decoded.decoder();
        this.normalized = decoded.normalization().map(ImageRows::values).orElse(List.of());
        this.imageValues = decoder.bytes();
        this.batches = new PixelArrays(Math.multiplyExact(imageValues, batchRows));
        this.single = new PixelArrays(imageValues);
    }

    private static List<float[]> values(Normalization how) {
        List<float[]> values = new ArrayList<>();
        for (int channel = 0; channel < how.channels(); channel++) {
            values.add(how.values(channel));
        }
        return values;
    }

    boolean isNormalized() {
        return !normalized.isEmpty();
    }

    /** How many values an image has. */
    int imageValues() {
        return imageValues;
    }

    PixelDecoder decoder() {
        return decoder;
    }

    /** The arrays of whole batches. */
    PixelArrays batches() {
        return batches;
    }

    /** Decodes an image into its place among those of a batch. */
    PixelDecoder.StoredSize decode(byte[] encoded, byte[] pixels, int row, boolean isFlipped) {
        PixelDecoder.StoredSize size = decoder.decode(encoded, pixels, row * imageValues);
        if (isFlipped) {
            flip(pixels, row * imageValues);
        }
        return size;
    }

    /** Decodes and normalizes an image into its place among those of a batch; it is flipped on the way there. */
    PixelDecoder.StoredSize normalize(byte[] encoded, float[] tensor, int row, boolean isFlipped) {
        byte[] pixels = single.takeBytes();
        try {
            PixelDecoder.StoredSize size = decode(encoded, pixels, 0, false);
            int plane = imageValues / normalized.size();
            for (int channel = 0; channel < normalized.size(); channel++) {
                int to = row * imageValues + channel * plane;
                for (int y = 0; y < decoder.height(); y++) {
                    normalizeLine(pixels, y, channel, tensor, to + y * decoder.width(), isFlipped);
                }
            }
            return size;
        } finally {
            single.giveBack(pixels, new float[0]);
        }
    }

    private void normalizeLine(byte[] pixels, int y, int channel, float[] tensor, int to, boolean isFlipped) {
        float[] values = normalized.get(channel);
        int channels = normalized.size();
        int width = decoder.width();
        int step = isFlipped ? -channels : channels;
        int from = (y * width + (isFlipped ? width - 1 : 0)) * channels + channel;
        for (int x = 0; x < width; x++, from += step) {
            tensor[to + x] = values[pixels[from] & 0xFF];
        }
    }

    private void flip(byte[] pixels, int offset) {
        int channels = decoder.channels();
        int stride = decoder.width() * channels;
        for (int y = 0; y < decoder.height(); y++) {
            int left = offset + y * stride;
            int right = left + stride - channels;
            for (; left < right; left += channels, right -= channels) {
                for (int channel = 0; channel < channels; channel++) {
                    byte sample = pixels[left + channel];
                    pixels[left + channel] = pixels[right + channel];
                    pixels[right + channel] = sample;
                }
            }
        }
    }
}
