// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The outer form of a manifest file, as the Lance table format defines it.
 *
 * <p>The last 16 bytes are the position of the manifest (u64), two format versions (u16 each), and the letters
 * {@code LANC}; at the position are a length (u32) and so many bytes of protocol buffer, whose field 3 is the version
 * of the table and field 12 the name of the transaction's file. All numbers are little-endian.
 */
final class ManifestFile {
    private static final byte[] MAGIC = "LANC".getBytes(StandardCharsets.US_ASCII);
    private static final int FOOTER_BYTES = 16;
    private static final int VERSION_FIELD = 3;
    private static final int TRANSACTION_FILE_FIELD = 12;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private ManifestFile() {}

    /**
     * Whether a manifest is complete: its parts fit together, and it is of the version that its name says.
     *
     * @param manifest named {@code <2^64-1-version>.manifest}
     */
    static boolean isWhole(Path manifest) {
        String name = manifest.getFileName().toString();
        long version = -1L - Long.parseUnsignedLong(name.substring(0, name.indexOf('.')));
        try {
            return isWhole(ByteBuffer.wrap(Files.readAllBytes(manifest)).order(ByteOrder.LITTLE_ENDIAN), version);
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read manifest '" + manifest + "': " + e.getMessage() + "; check its rights", e);
        }
    }

    private static boolean isWhole(ByteBuffer file, long version) {
        return message(file).map(message -> version(message) == version).orElse(false);
    }

    /** The name of the file of the transaction that made the version of a manifest, if it says one. */
    static Optional<String> transactionFile(Path manifest) throws IOException {
        Optional<ByteBuffer> found =
                message(ByteBuffer.wrap(Files.readAllBytes(manifest)).order(ByteOrder.LITTLE_ENDIAN));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer message = found.get();
        while (message.hasRemaining()) {
            long tag = varint(message);
            if (tag == (TRANSACTION_FILE_FIELD << 3 | BYTES)) {
                byte[] name = new byte[(int) Math.max(0, Math.min(varint(message), message.remaining()))];
                message.get(name);
                return Optional.of(new String(name, StandardCharsets.UTF_8));
            } else if (tag <= 0 || value(message, (int) (tag & 7)) < 0) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The protocol buffer of a manifest, if its parts fit together. */
    private static Optional<ByteBuffer> message(ByteBuffer file) {
        int footer = file.limit() - FOOTER_BYTES;
        if (footer < 0 || !file.slice(file.limit() - MAGIC.length, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return Optional.empty();
        }
        long position = file.getLong(footer);
        if (position < 0 || position > footer - Integer.BYTES) {
            return Optional.empty();
        }
        int start = (int) position + Integer.BYTES;
        int length = file.getInt((int) position);
        return length <= 0 || length > footer - start
                ? Optional.empty()
                : Optional.of(file.slice(start, length).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The version in a manifest's protocol buffer, or -1 if that is not one. */
    private static long version(ByteBuffer message) {
        long version = -1;
        while (message.hasRemaining()) {
            long tag = varint(message);
            int field = (int) (tag >>> 3);
            if (tag <= 0 || field == 0) {
                return -1;
            }
            long value = value(message, (int) (tag & 7));
            if (value < 0) {
                return -1;
            }
            if (field == VERSION_FIELD && (tag & 7) == VARINT) {
                version = value;
            }
        }
        return version;
    }

    /** Reads a value or skips it; negative if it does not fit. */
    private static long value(ByteBuffer message, int wireType) {
        return switch (wireType) {
            case VARINT -> varint(message) & Long.MAX_VALUE;
            case FIXED64 -> skip(message, Long.BYTES);
            case BYTES -> skip(message, varint(message));
            case FIXED32 -> skip(message, Integer.BYTES);
            default -> -1;
        };
    }

    private static long skip(ByteBuffer message, long bytes) {
        if (bytes < 0 || bytes > message.remaining()) {
            return -1;
        }
        message.position(message.position() + (int) bytes);
        return bytes;
    }

    /** The next variable-length number; -1 where the message ends inside it, which is no valid tag or length. */
    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && message.hasRemaining(); shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }
}
