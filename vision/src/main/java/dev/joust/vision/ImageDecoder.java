// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Optional;

/**
 * Decodes JPEGs and PNGs with the JDK's own decoders, within limits that are checked before anything is decoded.
 *
 * <p>Pixels are what the file stores: an EXIF orientation is not applied, an embedded colour profile is ignored and
 * samples are taken as sRGB, an alpha band is dropped, and of 16-bit samples the upper byte is kept.
 *
 * <ul>
 *   <li><b>Luma</b> of a JPEG in YCbCr is its first band, of a grey image its only band, untouched. Of all others it is
 *       {@code (19595*R + 38470*G + 7471*B + 32768) >> 16}, BT.601 in integers.
 *   <li><b>RGB</b> of YCbCr is JFIF's conversion in 16 fractional bits, each term rounded to nearest, clamped. CMYK is
 *       {@code (255-ink) * (255-black) / 255}, rounded, where an Adobe segment says so with inverted inks.
 *   <li><b>Scaled</b> RGB is an area average in each direction that shrinks and linear interpolation in each that does
 *       not. It is computed on the bands as stored, in exact integers rounded once to nearest, and converted to RGB
 *       afterwards. The aspect ratio is not kept: the whole image fills the new size.
 * </ul>
 *
 * <p>A JPEG without end marker, or whose data the decoder had to repair or make up, counts as broken, although browsers
 * show such images with a grey part.
 *
 * <p>Threads: one decoder serves any number of threads; each call has its own JDK reader. Nothing is cached on disk.
 *
 * <p>Exceptions: every fault of an image, whatever the JDK throws for it, is an {@link ImageException}.
 */
public final class ImageDecoder {
    /** The longest side, in pixels, that an image or a scaled image may have: {@value}. */
    public static final int MAX_SIDE = 1_000_000;

    private final ImageLimits limits;

    /** Creates a decoder with the default limits. */
    public ImageDecoder() {
        this(ImageLimits.DEFAULT);
    }

    /** Creates a decoder with the given limits. */
    public ImageDecoder(ImageLimits limits) {
        this.limits = requireNonNull(limits, "limits");
    }

    /**
     * Reads the header and checks it against the limits, without decoding.
     *
     * @throws ImageException if the image is broken at its start or larger than the limits
     */
    public ImageHeader header(byte[] bytes) {
        requireNonNull(bytes, "bytes");
        if (bytes.length > limits.maxBytes()) {
            throw ImageErrors.tooManyBytes(bytes.length, limits.maxBytes());
        }
        ImageHeader header = ImageHeader.read(bytes);
        if (header.pixels() > limits.maxPixels()) {
            throw ImageErrors.tooManyPixels(header, limits.maxPixels());
        }
        if (Math.max(header.width(), header.height()) > MAX_SIDE) {
            throw ImageErrors.tooLongSide(header);
        }
        return header;
    }

    /**
     * Decodes the brightness of an image in its own size, faster than its colours.
     *
     * @throws ImageException if the image is broken or larger than the limits
     */
    public LumaPlane luma(byte[] bytes) {
        return decode(bytes).toLuma();
    }

    /**
     * Decodes an image in its own size, as one of type {@link BufferedImage#TYPE_3BYTE_BGR}.
     *
     * @throws ImageException if the image is broken or larger than the limits
     */
    public BufferedImage image(byte[] bytes) {
        Samples samples = decode(bytes);
        BufferedImage image = new BufferedImage(samples.width, samples.height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        samples.toBgr(data);
        return image;
    }

    /**
     * Decodes and scales an image into a new array of {@code [height][width][3]} bytes: red, green, blue.
     *
     * @throws ImageException if the image is broken or larger than the limits
     * @throws IllegalArgumentException if a side is not positive, or the array would exceed the limit of pixels
     */
    public byte[] rgb(byte[] bytes, int width, int height) {
        requireSize(width, height);
        byte[] target = new byte[width * height * 3];
        rgb(bytes, width, height, target, 0);
        return target;
    }

    /**
     * Decodes and scales an image into {@code width * height * 3} bytes of a larger array, such as one image of a batch
     * in NHWC order. The target is touched only when the image is known to be whole.
     *
     * @throws ImageException if the image is broken or larger than the limits
     * @throws IllegalArgumentException if a side is not positive, or the size exceeds the limit of pixels
     * @throws IndexOutOfBoundsException if the image does not fit behind the offset
     */
    public void rgb(byte[] bytes, int width, int height, byte[] target, int offset) {
        requireSize(width, height);
        checkFromIndexSize(offset, width * height * 3, target.length);
        decode(bytes).scaledTo(width, height).toRgb(target, offset);
    }

    /**
     * Does as {@link #rgb(byte[], int, int, byte[], int)}, but from an image that was shrunk while it was decoded, if
     * {@link ShrinkingReader} can.
     *
     * @param header of the image, which was checked
     * @return whether it could; otherwise the target is untouched
     */
    boolean shrunkRgb(byte[] bytes, ImageHeader header, int width, int height, byte[] target, int offset) {
        requireSize(width, height);
        checkFromIndexSize(offset, width * height * 3, target.length);
        int reduction = ShrinkingReader.reduction(header, width, height);
        if (reduction == 1) {
            return false;
        }
        Optional<Samples> shrunk = ShrinkingReader.read(bytes, JpegLayout.of(bytes), reduction);
        shrunk.ifPresent(
                samples -> samples.scaledFrom(header, reduction, width, height).toRgb(target, offset));
        return shrunk.isPresent();
    }

    private Samples decode(byte[] bytes) {
        ImageHeader header = header(bytes);
        return switch (header.format()) {
            case JPEG -> JdkReaders.jpeg(bytes, JpegLayout.of(bytes));
            case PNG -> {
                PngLayout.requireComplete(bytes);
                yield JdkReaders.png(bytes, header);
            }
        };
    }

    private void requireSize(int width, int height) {
        if (width <= 0 || height <= 0 || Math.max(width, height) > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "width and height must be from 1 to " + MAX_SIDE + " but were " + width + " and " + height);
        }
        if ((long) width * height > limits.maxPixels()) {
            throw new IllegalArgumentException(
                    "width * height must be at most " + limits.maxPixels() + " but was " + width + " * " + height);
        }
    }
}
