// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Rows like those of a driving dataset, with images of 60 to 100 KB, 80 KB in the mean, made as they are asked for.
 *
 * <p>An image begins and ends like a JPEG file; between, it has random bytes, which compress as little as the
 * entropy-coded part of a real one. Equal numbers give equal rows.
 */
final class Frames {
    private static final int MIN_BYTES = 60_000;
    private static final int MAX_BYTES = 100_000;
    private static final List<String> WEATHERS = List.of("clear", "rainy", "snowy", "overcast", "foggy");

    /** One row. */
    record Frame(
            String imageId,
            String split,
            String weather,
            int persons,
            long timestamp,
            @SuppressWarnings("ArrayRecordComponent") byte[] imageBytes) {}

    private Frames() {}

    static TableSchema schema() {
        return RecordType.of(Frame.class).schema();
    }

    static Frame frame(long number) {
        SplittableRandom random = new SplittableRandom(number * 0x9E37_79B9_7F4A_7C15L);
        byte[] bytes = new byte[random.nextInt(MIN_BYTES, MAX_BYTES + 1)];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putInt(0xFFD8_FFE0).putShort(bytes.length - 2, (short) 0xFFD9);
        return new Frame(
                String.format(Locale.ROOT, "%08x-%08x", number * 0x9E37_79B1L & 0xFFFF_FFFFL, number),
                number % 10 == 0 ? "val" : "train",
                WEATHERS.get(random.nextInt(WEATHERS.size())),
                random.nextInt(12),
                number * 100,
                bytes);
    }

    static Map<String, Object> map(long number) {
        Frame frame = frame(number);
        return Map.of(
                "image_id", frame.imageId(),
                "split", frame.split(),
                "weather", frame.weather(),
                "persons", frame.persons(),
                "timestamp", frame.timestamp(),
                "image_bytes", frame.imageBytes());
    }

    static Stream<Frame> records(long rows) {
        return LongStream.range(0, rows).mapToObj(Frames::frame);
    }

    static Stream<Map<String, Object>> maps(long rows) {
        return LongStream.range(0, rows).mapToObj(Frames::map);
    }
}
