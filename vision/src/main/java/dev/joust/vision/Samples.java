// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import java.util.Arrays;

/** Decoded pixels as the file has them: interleaved bands of unsigned bytes, row by row without padding. */
final class Samples {
    // The sum of so many bytes, and half their number, fits an int.
    private static final int MAX_BLOCK_PIXELS = 8_000_000;

    final int width;
    final int height;
    final ColorModel model;
    final byte[] data;

    Samples(int width, int height, ColorModel model, byte[] data) {
        this.width = width;
        this.height = height;
        this.model = model;
        this.data = data;
    }

    void toRgb(byte[] target, int offset) {
        int pixels = width * height;
        if (model == ColorModel.RGB) {
            System.arraycopy(data, 0, target, offset, 3 * pixels);
            return;
        }
        if (model == ColorModel.YCBCR) {
            Ycbcr.toRgb(data, pixels, target, offset);
            return;
        }
        int bands = model.bands();
        for (int i = 0, out = offset; i < pixels; i++, out += 3) {
            int rgb = model.rgb(data, i * bands);
            target[out] = (byte) (rgb >> 16);
            target[out + 1] = (byte) (rgb >> 8);
            target[out + 2] = (byte) rgb;
        }
    }

    void toBgr(byte[] target) {
        if (model == ColorModel.YCBCR) {
            Ycbcr.toBgr(data, width * height, target);
            return;
        }
        toRgb(target, 0);
        for (int i = 0; i < target.length; i += 3) {
            byte red = target[i];
            target[i] = target[i + 2];
            target[i + 2] = red;
        }
    }

    LumaPlane toLuma() {
        if (model == ColorModel.GREY) {
            return new LumaPlane(width, height, data);
        }
        int bands = model.bands();
        byte[] luma = new byte[width * height];
        if (model == ColorModel.YCBCR) {
            for (int i = 0; i < luma.length; i++) {
                luma[i] = data[3 * i];
            }
            return new LumaPlane(width, height, luma);
        }
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) model.luma(data, i * bands);
        }
        return new LumaPlane(width, height, luma);
    }

    /** The samples scaled to another size; see {@link ScaleAxis} for the filter. */
    Samples scaledTo(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        boolean isWhole = width % newWidth == 0 && height % newHeight == 0;
        if (isWhole && (long) (width / newWidth) * (height / newHeight) <= MAX_BLOCK_PIXELS) {
            return new Samples(newWidth, newHeight, model, blockAverages(newWidth, newHeight));
        }
        return new Samples(newWidth, newHeight, model, mixedTo(newWidth, newHeight));
    }

    /**
     * Samples that were shrunk from a larger image, scaled to another size as if each stood for its square of pixels.
     *
     * @param whole the size of that image; so many of its pixels in a row and in a column became one
     */
    Samples scaledFrom(ImageHeader whole, int reduction, int newWidth, int newHeight) {
        if (whole.width() % reduction == 0 && whole.height() % reduction == 0) {
            return scaledTo(newWidth, newHeight);
        }
        ScaleAxis columns = ScaleAxis.ofShrunk(whole.width(), reduction, newWidth);
        ScaleAxis rows = ScaleAxis.ofShrunk(whole.height(), reduction, newHeight);
        return new Samples(newWidth, newHeight, model, mixed(columns, rows));
    }

    /** The general way of {@link #scaledTo}, for any two sizes. */
    byte[] mixedTo(int newWidth, int newHeight) {
        return mixed(ScaleAxis.of(width, newWidth), ScaleAxis.of(height, newHeight));
    }

    private byte[] mixed(ScaleAxis columns, ScaleAxis rows) {
        int bands = model.bands();
        int newWidth = columns.newLength();
        int newHeight = rows.newLength();
        byte[] scaled = new byte[newWidth * newHeight * bands];
        int[] sums = new int[width * bands];
        for (int y = 0; y < newHeight; y++) {
            addRows(rows, y, sums);
            mixColumns(columns, sums, rows.total(), scaled, y * newWidth * bands);
        }
        return scaled;
    }

    // The same result as the general way, several times as fast: every weight is equal.
    private byte[] blockAverages(int newWidth, int newHeight) {
        int bands = model.bands();
        int across = width / newWidth;
        int down = height / newHeight;
        int stride = width * bands;
        int count = across * down;
        double inverse = 1.0 / count;
        byte[] averages = new byte[newWidth * newHeight * bands];
        int out = 0;
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int corner = y * down * stride + x * across * bands;
                for (int band = 0; band < bands; band++) {
                    int sum = count / 2 + blockSum(corner + band, across, down, bands, stride);
                    averages[out++] = (byte) ((sum + 0.5) * inverse);
                }
            }
        }
        return averages;
    }

    private int blockSum(int corner, int across, int down, int step, int stride) {
        if (across == 2 && down == 2) {
            int below = corner + stride;
            return (data[corner] & 0xFF)
                    + (data[corner + step] & 0xFF)
                    + (data[below] & 0xFF)
                    + (data[below + step] & 0xFF);
        }
        int sum = 0;
        for (int y = 0, row = corner; y < down; y++, row += stride) {
            for (int x = 0, at = row; x < across; x++, at += step) {
                sum += data[at] & 0xFF;
            }
        }
        return sum;
    }

    private void addRows(ScaleAxis rows, int y, int[] sums) {
        Arrays.fill(sums, 0);
        int at = rows.first(y) * sums.length;
        for (int weight : rows.weights(y)) {
            for (int x = 0; x < sums.length; x++) {
                sums[x] += weight * (data[at + x] & 0xFF);
            }
            at += sums.length;
        }
    }

    private void mixColumns(ScaleAxis columns, int[] sums, int rowTotal, byte[] target, int offset) {
        int bands = model.bands();
        long total = (long) rowTotal * columns.total();
        double inverse = 1.0 / total;
        int at = offset;
        for (int x = 0; x < columns.newLength(); x++) {
            int[] weights = columns.weights(x);
            for (int band = 0; band < bands; band++) {
                long sum = total / 2;
                int from = columns.first(x) * bands + band;
                for (int weight : weights) {
                    sum += (long) weight * sums[from];
                    from += bands;
                }
                // The half keeps the quotient so far from whole numbers that rounding cannot cross one: it is exact.
                target[at++] = (byte) ((sum + 0.5) * inverse);
            }
        }
    }
}
