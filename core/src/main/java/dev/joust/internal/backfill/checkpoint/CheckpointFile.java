// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.feature.Stamp;
import dev.joust.internal.feature.StampJson;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The bytes of a checkpoint: a mark, the length and the CRC-32 of a head, the head in JSON, then the values as an Arrow
 * stream, whose length and CRC-32 the head names. The head is read without the values.
 */
final class CheckpointFile {
    private static final long MARK = 0x4a4f555354434b31L;
    private static final int MAX_HEAD_BYTES = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CheckpointFile() {}

    /** The two parts of a file; writing them one after the other spares a copy of the values. */
    static List<ByteBuffer> write(Checkpoint checkpoint, ByteBuffer values) {
        ObjectNode json = JSON.createObjectNode();
        json.put("feature", checkpoint.feature());
        json.put("fragment", checkpoint.fragment());
        json.put("version", checkpoint.version());
        json.put("stamp", StampJson.write(Map.of(0, List.of(checkpoint.stamp()))));
        ArrayNode errors = json.putArray("errors");
        checkpoint.errors().forEach(error -> {
            ObjectNode entry = errors.addObject();
            error.forEach(entry::put);
        });
        json.put("bytes", values.remaining());
        json.put("crc", crc(values));
        byte[] head = json.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + head.length);
        start.putLong(MARK)
                .putInt(head.length)
                .putLong(crc(ByteBuffer.wrap(head)))
                .put(head)
                .flip();
        return List.of(start, values);
    }

    /** What a file says about itself, and where its values begin. */
    record Head(Checkpoint checkpoint, long start, long bytes, long crc) {}

    /**
     * Reads what a file says about itself.
     *
     * @throws DamagedCheckpointException if it is cut off, damaged or something else
     */
    static Head head(Path file) throws IOException, DamagedCheckpointException {
        try (InputStream stream = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(stream)) {
            ByteBuffer start = ByteBuffer.wrap(in.readNBytes(2 * Long.BYTES + Integer.BYTES));
            if (start.remaining() < start.capacity() || start.capacity() == 0 || start.getLong() != MARK) {
                throw new DamagedCheckpointException(file);
            }
            int length = start.getInt();
            long crc = start.getLong();
            byte[] head = length < 0 || length > MAX_HEAD_BYTES ? new byte[0] : in.readNBytes(length);
            if (head.length != length || crc(ByteBuffer.wrap(head)) != crc) {
                throw new DamagedCheckpointException(file);
            }
            Head read = read(file, head, start.capacity() + (long) length);
            if (Files.size(file) != read.start() + read.bytes()) {
                throw new DamagedCheckpointException(file);
            }
            return read;
        } catch (java.nio.BufferUnderflowException e) {
            throw new DamagedCheckpointException(file);
        }
    }

    private static Head read(Path file, byte[] head, long start) throws DamagedCheckpointException {
        try {
            JsonNode json = JSON.readTree(new String(head, StandardCharsets.UTF_8));
            Stamp stamp = StampJson.read(
                            file.getFileName().toString(), json.path("stamp").asText())
                    .getOrDefault(0, List.of())
                    .get(0);
            List<Map<String, String>> errors = new ArrayList<>();
            json.path("errors").forEach(entry -> {
                Map<String, String> error = new TreeMap<>();
                entry.properties()
                        .forEach(e -> error.put(e.getKey(), e.getValue().asText()));
                errors.add(error);
            });
            return new Head(
                    new Checkpoint(
                            json.path("feature").asText(),
                            json.path("fragment").asInt(),
                            json.path("version").asLong(),
                            stamp,
                            errors),
                    start,
                    json.path("bytes").asLong(),
                    json.path("crc").asLong());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new DamagedCheckpointException(file);
        }
    }

    /** Reads the values. */
    static byte[] values(Path file, Head head) throws IOException, DamagedCheckpointException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(head.start());
            byte[] values = in.readNBytes(Math.toIntExact(head.bytes()));
            if (values.length != head.bytes() || crc(ByteBuffer.wrap(values)) != head.crc()) {
                throw new DamagedCheckpointException(file);
            }
            return values;
        } catch (java.io.EOFException e) {
            throw new DamagedCheckpointException(file);
        }
    }

    private static long crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate());
        return crc.getValue();
    }
}
