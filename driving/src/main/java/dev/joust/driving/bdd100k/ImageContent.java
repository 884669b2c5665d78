// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import dev.joust.vision.ImageException;
import dev.joust.vision.ImageFormat;
import dev.joust.vision.ImageHeader;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one image, found whole without decoding a pixel: its header is readable and its end marker is there.
 *
 * @param bytes the file as it came
 */
@SuppressWarnings("ArrayRecordComponent")
record ImageContent(byte[] bytes, int width, int height) {
    /** No image is longer than this; it bounds what one file, or one zip bomb, can ask of the memory. */
    static final int MAX_BYTES = 64 << 20;

    // Some writers pad a file after its end marker; what is cut off lacks the marker altogether.
    private static final int TAIL_BYTES = 4096;
    private static final byte[] JPEG_END = {(byte) 0xFF, (byte) 0xD9};
    private static final byte[] PNG_END = {'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82};

    /**
     * Reads a file as it is.
     *
     * @throws IOException if it cannot be read, is too long, or is not what its zip says, with a text for a problem
     */
    static byte[] read(SourceFile file) throws IOException {
        if (file.statedBytes() > MAX_BYTES) {
            throw new NoRowException(tooLong(file.statedBytes() + " bytes"));
        }
        byte[] bytes;
        try (InputStream in = file.open()) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new NoRowException(tooLong("more than the " + file.statedBytes() + " bytes that are stated"));
        }
        if (file.statedCrc32().isPresent()) {
            long stated = file.statedCrc32().getAsLong();
            long found = ContentHash.of(bytes).crc32();
            if (found != stated) {
                throw new NoRowException(String.format(
                        "its CRC-32 is %08x, but the zip states %08x; the zip is damaged", found, stated));
            }
        }
        return bytes;
    }

    /**
     * Reads a file and checks that it is a whole image.
     *
     * @throws IOException if it is not, with a text for a problem
     */
    static ImageContent load(SourceFile file) throws IOException {
        byte[] bytes = read(file);
        if (bytes.length == 0) {
            throw new NoRowException("it is empty");
        }
        ImageHeader header;
        try {
            header = ImageHeader.read(bytes);
        } catch (ImageException e) {
            throw new NoRowException(e.reason(), e);
        }
        boolean isPng = header.format() == ImageFormat.PNG;
        if (!endsWith(bytes, isPng ? PNG_END : JPEG_END)) {
            throw new NoRowException("it is cut off after " + bytes.length + " bytes: its last " + TAIL_BYTES
                    + " bytes hold no end marker (" + (isPng ? "IEND" : "FFD9") + ")");
        }
        return new ImageContent(bytes, header.width(), header.height());
    }

    private static String tooLong(String length) {
        return "it is too long: " + length + ", where at most " + MAX_BYTES + " are read";
    }

    private static boolean endsWith(byte[] bytes, byte[] marker) {
        int earliest = Math.max(0, bytes.length - TAIL_BYTES);
        for (int at = bytes.length - marker.length; at >= earliest; at--) {
            int same = 0;
            while (same < marker.length && bytes[at + same] == marker[same]) {
                same++;
            }
            if (same == marker.length) {
                return true;
            }
        }
        return false;
    }
}
