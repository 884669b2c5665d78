// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import dev.joust.error.StorageException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The outer form of a file that lists deleted rows: an Arrow file, or a Roaring bitmap for many.
 *
 * <p>Lance takes such a file for written even where the disk was full, and then commits a version that cannot be read.
 *
 * <p>An Arrow file ends with the letters {@code ARROW1}. A bitmap, whose numbers are little-endian, begins with a
 * cookie, the keys and sizes of its containers, and mostly the positions of these; then come the containers.
 */
public final class DeletionFileForm {
    private static final byte[] ARROW = "ARROW1".getBytes(StandardCharsets.US_ASCII);
    private static final int WITHOUT_RUNS = 12346;
    private static final int WITH_RUNS = 12347;
    private static final int MANY_CONTAINERS = 4;
    private static final int LARGEST_ARRAY = 4096;
    private static final int BITMAP_BYTES = 8192;

    private DeletionFileForm() {}

    /**
     * Whether a file is complete.
     *
     * @param file ends in {@code .arrow} or {@code .bin}
     */
    public static boolean isWhole(Path file) {
        ByteBuffer content;
        try {
            content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new StorageException("Cannot read file '" + file + "': " + e.getMessage() + "; check its rights", e);
        }
        return file.toString().endsWith(".arrow") ? endsAsArrow(content) : isBitmap(content);
    }

    private static boolean endsAsArrow(ByteBuffer file) {
        int end = file.limit() - ARROW.length;
        return end > 0 && file.slice(end, ARROW.length).equals(ByteBuffer.wrap(ARROW));
    }

    private static boolean isBitmap(ByteBuffer file) {
        try {
            return bitmapBytes(file) == file.limit();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static int bitmapBytes(ByteBuffer file) {
        int cookie = file.getInt();
        boolean mayHaveRuns = (cookie & 0xFFFF) == WITH_RUNS;
        if (!mayHaveRuns && cookie != WITHOUT_RUNS) {
            return -1;
        }
        int containers = mayHaveRuns ? (cookie >>> Short.SIZE) + 1 : file.getInt();
        int runFlags = file.position();
        int sizes = runFlags + (mayHaveRuns ? (containers + 7) / 8 : 0);
        int end = sizes + 4 * containers;
        if (!mayHaveRuns || containers >= MANY_CONTAINERS) {
            end += Integer.BYTES * containers;
        }
        for (int i = 0; i < containers; i++) {
            boolean isOfRuns = mayHaveRuns && (file.get(runFlags + i / 8) >>> i % 8 & 1) == 1;
            int values = Short.toUnsignedInt(file.getShort(sizes + 4 * i + 2)) + 1;
            end += isOfRuns
                    ? 2 + 4 * Short.toUnsignedInt(file.getShort(end))
                    : values > LARGEST_ARRAY ? BITMAP_BYTES : 2 * values;
        }
        return end;
    }
}
