// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the markers of a JPEG say, as ITU-T T.81 lays them out.
 *
 * <p>Like other readers, it skips bytes between segments that belong to none, and ignores what follows the end marker.
 *
 * @param frame the marker of the first frame header, which names the kind of coding
 * @param precision bits per sample
 * @param components the ids of the components, in the order of the frame header
 * @param isJfif whether a JFIF segment is there
 * @param adobeTransform the colour transform of the Adobe segment, or -1 without one
 */
record JpegLayout(
        int width, int height, int frame, int precision, List<Integer> components, boolean isJfif, int adobeTransform) {
    /** A scan may touch every pixel, so their number bounds the work; real encoders write about ten. */
    static final int MAX_SCANS = 500;

    private static final int SOF0 = 0xC0;
    private static final int SOF2 = 0xC2;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;

    static boolean hasSignature(byte[] bytes, int length) {
        return length >= 3 && int16(bytes, 0) == (0xFF00 | SOI) && bytes[2] == (byte) 0xFF;
    }

    /** The header, or empty if the bytes end before a frame header does. */
    static Optional<ImageHeader> header(byte[] bytes, int length) {
        Walk walk = new Walk(bytes, length);
        while (walk.next()) {
            if (walk.marker == EOI || walk.marker == SOS) {
                String name = walk.marker == EOI ? "end marker" : "first scan";
                throw ImageErrors.broken("the JPEG comes to its " + name + " before a frame header");
            }
            if (isFrameHeader(walk.marker) && walk.end <= length) {
                return Optional.of(frameSize(walk));
            }
        }
        return Optional.empty();
    }

    /** The layout of a whole JPEG, whose end marker must be there. */
    static JpegLayout of(byte[] bytes) {
        ImageHeader size = header(bytes, bytes.length)
                .orElseThrow(() -> ImageErrors.broken("the JPEG ends before a frame header"));
        Walk walk = new Walk(bytes, bytes.length);
        int marker = 0;
        int frame = 0;
        boolean jfif = false;
        int adobe = -1;
        int scans = 0;
        while (walk.next() && walk.marker != EOI) {
            if (walk.marker == SOS && ++scans > MAX_SCANS) {
                throw ImageErrors.broken("the JPEG has more than " + MAX_SCANS + " scans");
            } else if (isFrameHeader(walk.marker) && frame == 0) {
                marker = walk.marker;
                frame = walk.payload;
            } else if (walk.marker == APP0 && walk.startsWith("JFIF")) {
                jfif = true;
            } else if (walk.marker == APP14 && walk.startsWith("Adobe") && walk.payload + 12 <= walk.end) {
                adobe = bytes[walk.payload + 11] & 0xFF;
            }
        }
        if (walk.marker != EOI) {
            throw ImageErrors.broken("the JPEG ends before its end marker");
        }
        int precision = bytes[frame] & 0xFF;
        return new JpegLayout(size.width(), size.height(), marker, precision, ids(bytes, frame), jfif, adobe);
    }

    /** How the samples are to be read: libjpeg's rules, which other readers follow. */
    ColorModel colorModel() {
        return switch (components.size()) {
            case 1 -> ColorModel.GREY;
            case 3 -> isRgb() ? ColorModel.RGB : ColorModel.YCBCR;
            case 4 -> inks();
            default -> throw ImageErrors.notSupported("the JPEG has " + components.size() + " components");
        };
    }

    /** Whether it is what cameras write: 8 bits of brightness, with colour differences or none, by Huffman's codes. */
    boolean isPlain() {
        return precision == 8
                && frame >= SOF0
                && frame <= SOF2
                && (components.size() == 1 || components.size() == 3)
                && colorModel() != ColorModel.RGB;
    }

    private boolean isRgb() {
        boolean isNamedRgb = components.equals(List.of((int) 'R', (int) 'G', (int) 'B'));
        return !isJfif && (adobeTransform == 0 || (adobeTransform < 0 && isNamedRgb));
    }

    private ColorModel inks() {
        if (adobeTransform < 0) {
            return ColorModel.CMYK;
        }
        return adobeTransform == 2 ? ColorModel.INVERTED_YCCK : ColorModel.INVERTED_CMYK;
    }

    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static ImageHeader frameSize(Walk walk) {
        int bytes = walk.end - walk.payload;
        if (bytes < 6 || bytes < 6 + 3 * (walk.bytes[walk.payload + 5] & 0xFF)) {
            throw ImageErrors.broken("the JPEG has a frame header of only " + bytes + " bytes");
        }
        int height = int16(walk.bytes, walk.payload + 1);
        int width = int16(walk.bytes, walk.payload + 3);
        if (width == 0 || height == 0) {
            throw ImageErrors.broken("the JPEG declares a size of " + width + "x" + height + " pixels");
        }
        return new ImageHeader(ImageFormat.JPEG, width, height);
    }

    private static List<Integer> ids(byte[] bytes, int frame) {
        return IntStream.range(0, bytes[frame + 5] & 0xFF)
                .mapToObj(i -> bytes[frame + 6 + 3 * i] & 0xFF)
                .toList();
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    /** Goes from marker to marker; entropy-coded data holds none, because each of its 0xFF is followed by 0. */
    private static final class Walk {
        private final byte[] bytes;
        private final int length;
        private int marker;
        private int payload;
        private int end = 2;

        Walk(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        /** Moves to the next marker; false where the bytes end before the marker and its length do. */
        boolean next() {
            int at = end;
            while (at + 1 < length
                    && (bytes[at] != (byte) 0xFF || bytes[at + 1] == 0 || bytes[at + 1] == (byte) 0xFF)) {
                at++;
            }
            if (at + 1 >= length) {
                return false;
            }
            int code = bytes[at + 1] & 0xFF;
            payload = at + 2;
            end = payload;
            if (code != 0x01 && (code < 0xD0 || code > EOI)) {
                if (at + 4 > length) {
                    return false;
                }
                int size = int16(bytes, at + 2);
                if (size < 2) {
                    throw ImageErrors.broken("the JPEG segment at byte " + at + " declares " + size + " bytes");
                }
                payload = at + 4;
                end = at + 2 + size;
            }
            marker = code;
            return true;
        }

        boolean startsWith(String name) {
            for (int i = 0; i < name.length(); i++) {
                if (payload + i >= Math.min(end, length) || bytes[payload + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
