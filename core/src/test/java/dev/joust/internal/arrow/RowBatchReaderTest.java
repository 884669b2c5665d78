// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.SchemaMismatchException;
import dev.joust.query.Row;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.RecordType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowBatchReaderTest {
    private BufferAllocator allocator;

    @BeforeEach
    void open() {
        allocator = Allocators.child("batches");
    }

    @AfterEach
    void closesWithoutALeak() {
        allocator.close();
    }

    @Test
    void cutsBatchesByRows() throws IOException {
        Iterator<Map<String, Object>> rows = IntStream.range(0, 10)
                .mapToObj(i -> Map.<String, Object>of("id", i))
                .iterator();

        assertThat(batchSizes(rows, TableSchema.of(Column.of("id", Types.INT64)), new BatchLimits(4, 1 << 20)))
                .containsExactly(4, 4, 2);
    }

    @Test
    void cutsBatchesByBytes() throws IOException {
        Iterator<Map<String, Object>> rows = Stream.of(10, 600, 600, 5000, 10)
                .map(size -> Map.<String, Object>of("bytes", new byte[size]))
                .iterator();

        assertThat(batchSizes(rows, TableSchema.of(Column.of("bytes", Types.LARGE_BINARY)), new BatchLimits(100, 1000)))
                .containsExactly(3, 1, 1);
    }

    @Test
    void readsNoFurtherThanTheBatch() throws IOException {
        Iterator<Map<String, Object>> rows =
                List.<Map<String, Object>>of(Map.of("id", 1), Map.of("id", 2)).iterator();
        try (RowBatchReader reader = RowBatchReader.ofMaps(
                rows, TableSchema.of(Column.of("id", Types.INT64)), new BatchLimits(1, 100), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();

            assertThat(rows.next()).containsEntry("id", 2);
            assertThat(reader.loadNextBatch()).isFalse();
            assertThat(reader.loadNextBatch()).isFalse();
            assertThat(reader.rowsRead()).isEqualTo(1);
            assertThat(reader.bytesRead()).isEqualTo(8);
        }
    }

    @Test
    void givesNoBatchForNoRows() throws IOException {
        assertThat(batchSizes(
                        Collections.emptyIterator(), TableSchema.of(Column.of("id", Types.INT64)), BatchLimits.DEFAULT))
                .isEmpty();
    }

    enum Weather {
        CLEAR
    }

    @Test
    void convertsWhereNothingIsLost() throws IOException {
        UUID uuid = new UUID(1, 2);
        TableSchema schema = TableSchema.of(
                Column.of("long", Types.INT64),
                Column.of("int", Types.INT32),
                Column.of("float", Types.FLOAT32),
                Column.of("double", Types.FLOAT64),
                Column.of("weather", Types.STRING),
                Column.of("uuid", Types.STRING),
                Column.of("vector", Types.vector(2)),
                Column.of("list", Types.listOf(Types.INT64)),
                Column.of("time", Types.INSTANT),
                Column.of("optional", Types.INT32));
        Map<String, Object> row = new HashMap<>();
        row.put("long", 1);
        row.put("int", 2L);
        row.put("float", 0.1);
        row.put("double", 3);
        row.put("weather", Weather.CLEAR);
        row.put("uuid", uuid);
        row.put("vector", List.of(1, 2.5));
        row.put("list", new int[] {1, 2});
        row.put("time", Instant.parse("1969-12-31T23:59:59.123456789Z"));
        row.put("optional", OptionalInt.empty());

        Row written = write(schema, row).get(0);

        assertThat(written.longValue("long")).isEqualTo(1);
        assertThat(written.intValue("int")).isEqualTo(2);
        assertThat(written.floatValue("float")).isEqualTo(0.1f);
        assertThat(written.doubleValue("double")).isEqualTo(3.0);
        assertThat(written.string("weather")).isEqualTo("CLEAR");
        assertThat(written.string("uuid")).isEqualTo(uuid.toString());
        assertThat(written.vector("vector")).containsExactly(1f, 2.5f);
        assertThat(written.value("list")).isEqualTo(List.of(1L, 2L));
        assertThat(written.value("time")).isEqualTo(Instant.parse("1969-12-31T23:59:59.123456Z"));
        assertThat(written.isNull("optional")).isTrue();
    }

    @Test
    void fillsMissingKeysWithNull() throws IOException {
        TableSchema schema = TableSchema.of(Column.of("a", Types.INT32), Column.of("b", Types.STRING));

        assertThat(write(schema, Map.of("a", 1), Map.of("b", "x")))
                .extracting(Row::toString)
                .containsExactly("{a=1, b=null}", "{a=null, b=x}");
    }

    static Stream<Arguments> misfits() {
        ColumnType box = Types.struct(Column.required("x", Types.INT32));
        return Stream.of(
                Arguments.of(
                        Types.vector(512),
                        new float[511],
                        "to column 'c': the vector has 511 values, the column holds 512; compute it with the encoder"
                                + " that the column was made for"),
                Arguments.of(
                        Types.vector(2),
                        new float[] {1, Float.NaN},
                        "to column 'c': the vector holds NaN at position 1, vectors hold finite numbers only; leave the"
                                + " whole value null instead"),
                Arguments.of(
                        Types.vector(Types.FLOAT64, 1),
                        List.of(Double.POSITIVE_INFINITY),
                        "to column 'c': the vector holds Infinity at position 0, vectors hold finite numbers only;"
                                + " leave the whole value null instead"),
                Arguments.of(
                        Types.vector(Types.FLOAT16, 1),
                        new float[] {70_000},
                        "to column 'c': the vector holds 70000.0 at position 0, the column holds float16; scale the"
                                + " vector, or use a float32 column"),
                Arguments.of(
                        Types.vector(2),
                        Arrays.asList(1f, null),
                        "to column 'c': the vector holds null at position 1; leave the whole value null instead"),
                Arguments.of(
                        Types.INT32,
                        3_000_000_000L,
                        "to column 'c': the value 3000000000 does not fit, the column holds int32; give a number from"
                                + " -2147483648 to 2147483647, or use a wider column"),
                Arguments.of(
                        Types.UINT64,
                        -1,
                        "to column 'c': the value -1 does not fit, the column holds uint64; give a number from 0 to"
                                + " 9223372036854775807, or use a wider column"),
                Arguments.of(
                        Types.INT64,
                        1.5,
                        "to column 'c': the value 1.5 is a Double, the column holds int64; give a whole number, or use"
                                + " a column of another type"),
                Arguments.of(
                        Types.FLOAT32,
                        16_777_217,
                        "to column 'c': the value 16777217 does not fit, the column holds float32; use an int64 or"
                                + " float64 column"),
                Arguments.of(
                        Types.FLOAT32,
                        1e300,
                        "to column 'c': the value 1.0E300 does not fit, the column holds float32; use a float64"
                                + " column"),
                Arguments.of(
                        Types.FLOAT32,
                        "abc",
                        "to column 'c': the value 'abc' is a String, the column holds float32; give a number"),
                Arguments.of(
                        Types.STRING, 5, "to column 'c': the value 5 is an Integer, the column holds utf8; give text"),
                Arguments.of(
                        Types.LARGE_BINARY,
                        "x",
                        "to column 'c': the value 'x' is a String, the column holds large_binary; give a byte[] or a"
                                + " ByteBuffer"),
                Arguments.of(
                        Types.BOOL,
                        "true",
                        "to column 'c': the value 'true' is a String, the column holds bool; give true or false"),
                Arguments.of(
                        Types.fixedBinary(4),
                        new byte[3],
                        "to column 'c': the value has 3 bytes, the column holds 4; give as many bytes as the column"
                                + " holds"),
                Arguments.of(
                        Types.INSTANT,
                        LocalDateTime.of(2024, 1, 1, 0, 0),
                        "to column 'c': the value 2024-01-01T00:00 is a LocalDateTime, the column holds timestamp[us,"
                                + " UTC]; give an Instant, OffsetDateTime or ZonedDateTime"),
                Arguments.of(
                        Types.listOf(Types.STRING),
                        List.of("a", 1),
                        "to column 'c[]': the value 1 is an Integer, the column holds utf8; give text"),
                Arguments.of(
                        Types.listOf(Types.STRING),
                        "a",
                        "to column 'c': the value 'a' is a String, the column holds list<utf8>; give a List, a Set or"
                                + " an array"),
                Arguments.of(
                        box,
                        Map.of(),
                        "to column 'c.x': the value is null, the column is NOT NULL; give a value to every row"),
                Arguments.of(
                        box,
                        Map.of("x", 1, "y", 2),
                        "to column 'c': it has the key 'y', no column has this name; the nearest are 'x'"),
                Arguments.of(
                        Types.NULL,
                        1,
                        "to column 'c': the value 1 is an Integer, the column holds null; leave it out, or give the"
                                + " column a type"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void saysWhichRowAndColumnDoesNotFit(ColumnType type, Object value, String message) {
        TableSchema schema = TableSchema.of(Column.of("id", Types.INT32), Column.of("c", type));

        assertThatThrownBy(() -> write(schema, Map.of("id", 0), Map.of("id", 1), Map.of("id", 2, "c", value)))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot write row 2 " + message);
    }

    @Test
    void refusesNullInARequiredColumnAndUnknownKeys() {
        TableSchema schema = TableSchema.of(Column.required("image_id", Types.STRING), Column.of("b", Types.BOOL));

        assertThatThrownBy(() -> write(schema, Map.of("b", true)))
                .hasMessage("Cannot write row 0 to column 'image_id': the value is null, the column is NOT NULL; give a"
                        + " value to every row");
        assertThatThrownBy(() -> write(schema, Map.of("imageid", "x")))
                .hasMessage("Cannot write row 0: it has the key 'imageid', no column has this name; the nearest are"
                        + " 'image_id'");
    }

    @Test
    void keepsTheFailureForThoseBehindNativeCode() throws IOException {
        TableSchema schema = TableSchema.of(Column.of("a", Types.INT32));
        List<Map<String, Object>> rows = List.of(Map.of("a", "x"), Map.of("a", 1));
        try (RowBatchReader reader = RowBatchReader.ofMaps(rows.iterator(), schema, BatchLimits.DEFAULT, allocator)) {
            assertThatThrownBy(reader::loadNextBatch).isInstanceOf(SchemaMismatchException.class);

            assertThat(reader.failure()).containsInstanceOf(SchemaMismatchException.class);
            assertThatThrownBy(reader::loadNextBatch).isSameAs(reader.failure().orElseThrow());
        }
    }

    private record Box(float x, Optional<String> label) {}

    private record Frame(String imageId, List<Box> boxes, Optional<Box> largest) {}

    @Test
    void writesPrivateNestedRecords() throws IOException {
        RecordType<Frame> type = RecordType.of(Frame.class);
        Frame frame = new Frame("a", List.of(new Box(1, Optional.of("car"))), Optional.empty());
        try (RowBatchReader reader = RowBatchReader.ofRecords(
                List.of(frame).iterator(), type, type.schema(), BatchLimits.DEFAULT, allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();

            assertThat(RowReader.of(reader.getVectorSchemaRoot()).read(0))
                    .hasToString("{image_id=a, boxes=[{x=1.0, label=car}], largest=null}");
        }
    }

    @Test
    void checksTheRecordClassBeforeTheFirstRow() {
        RecordType<Frame> type = RecordType.of(Frame.class);

        assertThatThrownBy(() -> RowBatchReader.ofRecords(
                        Collections.<Frame>emptyIterator(),
                        type,
                        TableSchema.of(Column.of("image", Types.STRING)),
                        BatchLimits.DEFAULT,
                        allocator))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("Cannot write records of '" + Frame.class.getName() + "': no column has the name 'image_id'"
                        + " of their component; the nearest are 'image'");
        assertThatThrownBy(() -> RowBatchReader.ofRecords(
                        Collections.<Frame>emptyIterator(),
                        type,
                        type.schema().with(Column.required("split", Types.STRING)),
                        BatchLimits.DEFAULT,
                        allocator))
                .hasMessage("Cannot write records of '" + Frame.class.getName() + "': they have no component for the"
                        + " column 'split', which is NOT NULL; add the component");
    }

    @Test
    void canBeClosedTwiceAndThenRefusesToLoad() {
        RowBatchReader reader = RowBatchReader.ofMaps(
                Collections.emptyIterator(),
                TableSchema.of(Column.of("a", Types.INT32)),
                BatchLimits.DEFAULT,
                allocator);

        reader.close();
        reader.close();

        assertThatThrownBy(reader::loadNextBatch)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the reader is closed");
    }

    private List<Integer> batchSizes(Iterator<Map<String, Object>> rows, TableSchema schema, BatchLimits limits)
            throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (RowBatchReader reader = RowBatchReader.ofMaps(rows, schema, limits, allocator)) {
            while (reader.loadNextBatch()) {
                sizes.add(reader.getVectorSchemaRoot().getRowCount());
            }
        }
        return sizes;
    }

    @SafeVarargs
    private List<Row> write(TableSchema schema, Map<String, ?>... rows) throws IOException {
        List<Map<String, ?>> input = new ArrayList<>();
        for (Map<String, ?> row : rows) {
            input.add(row);
        }
        List<Row> written = new ArrayList<>();
        try (RowBatchReader reader = RowBatchReader.ofMaps(input.iterator(), schema, BatchLimits.DEFAULT, allocator)) {
            while (reader.loadNextBatch()) {
                RowReader row = RowReader.of(reader.getVectorSchemaRoot());
                for (int i = 0; i < reader.getVectorSchemaRoot().getRowCount(); i++) {
                    written.add(row.read(i));
                }
            }
        }
        return written;
    }
}
