// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.Column;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import dev.joust.schema.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordReaderTest {
    private enum Weather {
        CLEAR,
        RAINY
    }

    private record Box(float x, Optional<String> label, List<Long> ids) {}

    private record Everything(
            boolean kept,
            byte small,
            short middle,
            int count,
            long big,
            float score,
            double exact,
            String name,
            @Nullable Integer width,
            Optional<Weather> weather,
            OptionalInt maybeInt,
            OptionalLong maybeLong,
            OptionalDouble maybeDouble,
            UUID run,
            ByteBuffer bytes,
            Instant at,
            LocalDateTime local,
            LocalDate day,
            LocalTime time,
            List<List<Float>> bboxes,
            Set<String> tags,
            Optional<Box> largest,
            List<Box> boxes,
            @Vector(3) List<Float> embedding) {}

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void recordsComeBackAsTheyWere(long seed) throws IOException {
        Random random = new Random(seed);
        List<Everything> records =
                Stream.generate(() -> everything(random)).limit(20).toList();

        assertThat(roundTrip(Everything.class, records)).isEqualTo(records);
    }

    private static Everything everything(Random random) {
        return new Everything(
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                random.nextFloat(),
                random.nextDouble(),
                "ü" + random.nextInt(),
                random.nextBoolean() ? null : random.nextInt(),
                random.nextBoolean() ? Optional.empty() : Optional.of(Weather.values()[random.nextInt(2)]),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
                random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble()),
                new UUID(random.nextLong(), random.nextLong()),
                ByteBuffer.wrap(Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8)),
                Instant.ofEpochSecond(random.nextInt(), 1_000L * random.nextInt(1_000_000)),
                LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(random.nextInt()),
                LocalDate.ofEpochDay(random.nextInt(100_000)),
                LocalTime.ofSecondOfDay(random.nextInt(86_400)),
                List.of(List.of(random.nextFloat(), 1f), List.of()),
                random.nextBoolean() ? Set.of() : Set.of("a", "b" + random.nextInt()),
                random.nextBoolean() ? Optional.empty() : Optional.of(box(random)),
                random.nextBoolean() ? List.of() : List.of(box(random), box(random)),
                List.of(random.nextFloat(), -1f, 0f));
    }

    private static Box box(Random random) {
        return new Box(
                random.nextFloat(),
                random.nextBoolean() ? Optional.empty() : Optional.of("car"),
                random.nextBoolean() ? List.of() : List.of(random.nextLong()));
    }

    @SuppressWarnings("ArrayRecordComponent") // what it is about
    private record Arrays(
            byte[] bytes,
            @Vector(2) float[] floats,
            @Vector(2) double @Nullable [] doubles,
            int[] ints,
            long[] longs) {}

    @Test
    void arraysComeBackAsTheyWere() throws IOException {
        Arrays arrays = new Arrays(new byte[] {1}, new float[] {1, 2}, null, new int[] {3}, new long[] {4, 5});

        Arrays read = roundTrip(Arrays.class, List.of(arrays)).get(0);

        assertThat(read.bytes()).containsExactly(1);
        assertThat(read.floats()).containsExactly(1, 2);
        assertThat(read.doubles()).isNull();
        assertThat(read.ints()).containsExactly(3);
        assertThat(read.longs()).containsExactly(4, 5);
    }

    private record Narrow(int value) {}

    private record Maybe(int value, Optional<String> absent) {}

    private record Colour(Weather value) {}

    private record Holder(List<Narrow> inner) {}

    @Test
    void leavesAMissingColumnEmptyOnlyWhereItMayBe() throws IOException {
        TableSchema schema = TableSchema.of(Column.of("value", Types.INT64));

        assertThat(read(Maybe.class, schema, Map.of("value", 5L))).containsExactly(new Maybe(5, Optional.empty()));
        assertThatThrownBy(() -> read(Narrow.class, TableSchema.of(Column.of("valu", Types.INT32)), Map.of("valu", 1)))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot read rows as 'Narrow': there is no column 'value' for its component; select it, or"
                        + " make the component an Optional (the nearest columns are 'valu')");
    }

    @Test
    void saysWhichValueDoesNotFitItsComponent() {
        TableSchema longs = TableSchema.of(Column.of("value", Types.INT64));
        TableSchema text = TableSchema.of(Column.of("value", Types.STRING));

        assertThatThrownBy(() -> read(Narrow.class, longs, Map.of("value", 3_000_000_000L)))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot read column 'value' of row 0 as part of a 'Narrow': the value 3000000000 does not"
                        + " fit an Integer; use a long in the record");
        assertThatThrownBy(() -> read(Narrow.class, longs, Map.of()))
                .hasMessage(
                        "Cannot read column 'value' of row 0 as part of a 'Narrow': the value is NULL, the component"
                                + " is never null; make it an Optional or annotate it with @Nullable");
        assertThatThrownBy(() -> read(Narrow.class, text, Map.of("value", "x")))
                .hasMessage("Cannot read column 'value' of row 0 as part of a 'Narrow': the value 'x' is a String, the"
                        + " component is an Integer; change the type of the component");
        assertThatThrownBy(() -> read(Colour.class, text, Map.of("value", "RAIN")))
                .hasMessage("Cannot read column 'value' of row 0 as part of a 'Colour': the value 'RAIN' is no Weather;"
                        + " the nearest are 'RAINY'");
    }

    @Test
    void namesThePathOfANestedValue() {
        TableSchema schema =
                TableSchema.of(Column.of("inner", Types.listOf(Types.struct(Column.of("value", Types.INT32)))));

        assertThatThrownBy(() -> read(Holder.class, schema, Map.of("inner", List.of(Map.of()))))
                .hasMessage("Cannot read column 'inner[].value' of row 0 as part of a 'Holder': the value is NULL, the"
                        + " component is never null; make it an Optional or annotate it with @Nullable");
    }

    private static <R> List<R> roundTrip(Class<R> recordClass, List<R> records) throws IOException {
        RecordType<R> type = RecordType.of(recordClass);
        try (BufferAllocator allocator = Allocators.child("records");
                RowBatchReader reader = RowBatchReader.ofRecords(
                        records.iterator(), type, type.schema(), new BatchLimits(7, 1 << 20), allocator)) {
            return read(type, reader);
        }
    }

    private static <R> List<R> read(Class<R> recordClass, TableSchema schema, Map<String, ?> row) throws IOException {
        Iterator<Map<String, ?>> rows = List.<Map<String, ?>>of(row).iterator();
        try (BufferAllocator allocator = Allocators.child("records");
                RowBatchReader reader = RowBatchReader.ofMaps(rows, schema, BatchLimits.DEFAULT, allocator)) {
            return read(RecordType.of(recordClass), reader);
        }
    }

    private static <R> List<R> read(RecordType<R> type, RowBatchReader reader) throws IOException {
        List<R> records = new ArrayList<>();
        RecordReader<R> record = RecordReader.of(type, reader.getVectorSchemaRoot());
        while (reader.loadNextBatch()) {
            for (int i = 0; i < reader.getVectorSchemaRoot().getRowCount(); i++) {
                records.add(record.read(i));
            }
        }
        return records;
    }
}
