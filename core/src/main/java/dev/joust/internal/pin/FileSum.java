// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a file held when it was pinned, to find damage before Lance does: it may end the whole process at a byte that it
 * does not expect.
 *
 * @param path below the folder of its table
 * @param bytes how long it was
 * @param crc its CRC-32C
 */
record FileSum(String path, long bytes, int crc) {
    private static final int BUFFER_BYTES = 1 << 20;

    /**
     * Reads a file.
     *
     * @param heard called again and again; what it throws ends the work
     */
    static FileSum of(Path root, Path file, Runnable heard) throws IOException {
        CRC32C crc = new CRC32C();
        long bytes = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            while (channel.read(buffer.clear()) >= 0) {
                bytes += buffer.position();
                crc.update(buffer.flip());
                heard.run();
            }
        }
        return new FileSum(root.relativize(file).toString(), bytes, (int) crc.getValue());
    }

    /** What is wrong with the file now, in words. */
    Optional<String> problem(Path root, Runnable heard) {
        Path file = root.resolve(path);
        try {
            FileSum now = of(root, file, heard);
            if (now.bytes != bytes) {
                return Optional.of("file '" + file + "' has " + now.bytes + " bytes, not " + bytes);
            }
            return now.crc == crc ? Optional.empty() : Optional.of("file '" + file + "' is damaged");
        } catch (NoSuchFileException e) {
            return Optional.of("file '" + file + "' is missing");
        } catch (IOException e) {
            return Optional.of("file '" + file + "' cannot be read (" + e.getMessage() + ")");
        }
    }
}
