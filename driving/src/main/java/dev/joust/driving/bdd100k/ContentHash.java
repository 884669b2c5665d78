// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * What tells two versions of an image apart: its length and its CRC-32.
 *
 * <p>The same checksum stands in a zip's directory, so an image inside a zip is compared without being read. It guards
 * against mistakes, not against forgery.
 *
 * @param bytes length of the image
 * @param crc32 CRC-32 (ISO 3309, as in zip and PNG), unsigned, in the low 32 bits
 */
public record ContentHash(long bytes, long crc32) {
    /** Refuses a negative length and a checksum of more than 32 bits. */
    public ContentHash {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative but was " + bytes);
        }
        if (crc32 >>> 32 != 0) {
            throw new IllegalArgumentException("crc32 must fit into 32 bits but was " + crc32);
        }
    }

    /** Hashes a whole array. */
    public static ContentHash of(byte[] content) {
        return of(ByteBuffer.wrap(content));
    }

    /** Hashes what remains of a buffer, whose position is left as it was. */
    public static ContentHash of(ByteBuffer content) {
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        return new ContentHash(content.remaining(), crc.getValue());
    }
}
