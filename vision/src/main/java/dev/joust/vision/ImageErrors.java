// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import java.util.HexFormat;

/** The texts of everything that can be wrong with an image. */
final class ImageErrors {
    private static final String REPLACE = "replace the file or leave it out";
    private static final String SHRINK = "use a smaller image";

    private ImageErrors() {}

    static ImageException tooSmallToHash(int width, int height) {
        String reason = "it is " + width + "x" + height + " pixels, fewer than the " + DifferenceHash.MIN_WIDTH + "x"
                + DifferenceHash.MIN_HEIGHT + " that a difference hash needs";
        return new ImageException("hash", reason, "use a larger image");
    }

    static ImageException broken(String reason) {
        return new ImageException("read", reason, REPLACE);
    }

    static ImageException broken(String reason, Throwable cause) {
        return new ImageException("read", reason, REPLACE, cause);
    }

    static ImageException unknownFormat(byte[] bytes, int length) {
        int shown = Math.min(length, 8);
        String start = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown);
        String reason = "it is neither a JPEG nor a PNG: it begins with the bytes " + start;
        return new ImageException("read", reason, "convert it to JPEG or PNG");
    }

    static ImageException notSupported(String reason) {
        return new ImageException("read", reason, "convert it to an 8-bit baseline or progressive JPEG");
    }

    static ImageException tooManyPixels(ImageHeader header, long maxPixels) {
        String reason = "its " + header.width() + "x" + header.height() + " pixels are " + header.pixels()
                + ", more than the limit of " + maxPixels;
        return new ImageException("decode", reason, SHRINK);
    }

    static ImageException tooLongSide(ImageHeader header) {
        String reason = "it is " + header.width() + "x" + header.height() + " pixels, longer than the "
                + ImageDecoder.MAX_SIDE + " that a side may have";
        return new ImageException("decode", reason, SHRINK);
    }

    static ImageException tooManyBytes(int bytes, long maxBytes) {
        return new ImageException("decode", "it has " + bytes + " bytes, more than the limit of " + maxBytes, SHRINK);
    }
}
