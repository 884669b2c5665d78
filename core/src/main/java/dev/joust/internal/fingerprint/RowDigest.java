// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.fingerprint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.arrow.memory.ArrowBuf;

/** A SHA-256 that takes numbers, all little-endian, and ranges of Arrow memory. Threads: belongs to one. */
final class RowDigest {
    /** How long a hash is. */
    static final int HASH_BYTES = 32;

    private static final int BUFFER_BYTES = 4096;
    /** From here on bytes go to the digest without a copy of ours; it makes one of its own. */
    private static final int LARGE_BYTES = 512;

    /** Java's buffers have int lengths. */
    private static final int PIECE_BYTES = 1 << 30;

    private final MessageDigest digest = sha256();
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void putByte(int value) {
        reserve(1);
        buffer.put((byte) value);
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        buffer.putLong(value);
    }

    void put(byte[] value) {
        put(ByteBuffer.wrap(value));
    }

    void put(ByteBuffer value) {
        if (value.remaining() >= LARGE_BYTES) {
            flush();
            digest.update(value);
        } else {
            reserve(value.remaining());
            buffer.put(value);
        }
    }

    /** Takes a range of Arrow memory as it lies there; Arrow is little-endian. */
    void put(ArrowBuf memory, long start, long length) {
        if (length < LARGE_BYTES) {
            int few = (int) length;
            reserve(few);
            memory.getBytes(start, bytes, buffer.position(), few);
            buffer.position(buffer.position() + few);
            return;
        }
        flush();
        for (long done = 0; done < length; done += PIECE_BYTES) {
            int piece = (int) Math.min(PIECE_BYTES, length - done);
            digest.update(memory.nioBuffer(start + done, piece));
        }
    }

    private void reserve(int length) {
        if (buffer.remaining() < length) {
            flush();
        }
    }

    private void flush() {
        digest.update(bytes, 0, buffer.position());
        buffer.clear();
    }

    /** Writes the hash of all that came since the last one. */
    void finish(byte[] into, int offset) {
        flush();
        try {
            digest.digest(into, offset, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a hash of " + HASH_BYTES + " bytes does not fit", e);
        }
    }

    /** The hash of all that came since the last one. */
    byte[] finish() {
        byte[] hash = new byte[HASH_BYTES];
        finish(hash, 0);
        return hash;
    }
}
