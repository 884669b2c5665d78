// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The chunks of a PNG, as the PNG specification (ISO/IEC 15948) lays them out. Checksums are left to the decoder. */
final class PngLayout {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final int IHDR_END = 33;

    private PngLayout() {}

    static boolean hasSignature(byte[] bytes, int length) {
        return length >= SIGNATURE.length && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** The header, or empty if the bytes end before it does. */
    static Optional<ImageHeader> header(byte[] bytes, int length) {
        if (length < IHDR_END) {
            return Optional.empty();
        }
        if (int32(bytes, 8) != 13 || !"IHDR".equals(type(bytes, 8))) {
            throw ImageErrors.broken("the PNG does not begin with a header chunk");
        }
        int width = int32(bytes, 16);
        int height = int32(bytes, 20);
        if (width <= 0 || height <= 0) {
            throw ImageErrors.broken("the PNG declares a size of " + Integer.toUnsignedString(width) + "x"
                    + Integer.toUnsignedString(height) + " pixels");
        }
        return Optional.of(new ImageHeader(ImageFormat.PNG, width, height));
    }

    /** Walks over all chunks. */
    static void requireComplete(byte[] bytes) {
        int at = SIGNATURE.length;
        while (at + 12 <= bytes.length) {
            int size = int32(bytes, at);
            if (size < 0 || size > bytes.length - at - 12) {
                throw ImageErrors.broken("the PNG ends inside its chunk at byte " + at);
            }
            if ("IEND".equals(type(bytes, at))) {
                return;
            }
            at += 12 + size;
        }
        throw ImageErrors.broken("the PNG ends before its end chunk");
    }

    private static String type(byte[] bytes, int at) {
        return new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
