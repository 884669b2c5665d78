// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Schemas and rows drawn by a seed, with NULLs, empty lists, extreme values and nesting. */
final class RandomTables {
    private static final List<ColumnType> FLAT = List.of(
            Types.BOOL,
            Types.INT8,
            Types.INT16,
            Types.INT32,
            Types.INT64,
            Types.UINT8,
            Types.UINT16,
            Types.UINT32,
            Types.UINT64,
            Types.FLOAT16,
            Types.FLOAT32,
            Types.FLOAT64,
            Types.STRING,
            Types.LARGE_STRING,
            Types.BINARY,
            Types.LARGE_BINARY,
            Types.fixedBinary(5),
            Types.TIMESTAMP,
            Types.INSTANT,
            new ColumnType.Timestamp(ColumnType.Unit.SECOND),
            new ColumnType.ZonedTimestamp(ColumnType.Unit.MILLISECOND, "Europe/Vienna"),
            new ColumnType.Timestamp(ColumnType.Unit.NANOSECOND),
            Types.DATE,
            new ColumnType.Date(64),
            Types.TIME,
            new ColumnType.Time(ColumnType.Unit.SECOND),
            new ColumnType.Time(ColumnType.Unit.MILLISECOND),
            new ColumnType.Time(ColumnType.Unit.NANOSECOND),
            Types.decimal(12, 3),
            Types.decimal(50, 0),
            Types.NULL);

    private final Random random;

    RandomTables(long seed) {
        this.random = new Random(seed);
    }

    TableSchema schema() {
        List<Column> columns = columns(1 + random.nextInt(8), 3);
        return new TableSchema(columns, random.nextBoolean() ? Map.of() : Map.of("a", "b", "ü", ""));
    }

    private List<Column> columns(int count, int depth) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(column("c" + i, depth));
        }
        return columns;
    }

    private Column column(String name, int depth) {
        ColumnType type = type(depth);
        boolean nullable = type instanceof ColumnType.NullType || random.nextInt(3) > 0;
        return new Column(name, type, nullable, random.nextInt(4) > 0 ? Map.of() : Map.of("key", "value"));
    }

    private ColumnType type(int depth) {
        int choice = depth == 0 ? 9 : random.nextInt(10);
        return switch (choice) {
            case 0 -> new ColumnType.ListOf(column("item", depth - 1));
            case 1 -> new ColumnType.LargeListOf(column("element", depth - 1));
            case 2 -> Types.vector(1 + random.nextInt(20));
            case 3 ->
                Types.vector(
                        List.of(Types.FLOAT16, Types.FLOAT64, Types.INT8, Types.STRING)
                                .get(random.nextInt(4)),
                        1 + random.nextInt(9));
            case 4 -> new ColumnType.Struct(columns(1 + random.nextInt(3), depth - 1));
            default -> FLAT.get(random.nextInt(FLAT.size()));
        };
    }

    List<Map<String, @Nullable Object>> rows(TableSchema schema, int count) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(struct(schema.columns()));
        }
        return rows;
    }

    private Map<String, @Nullable Object> struct(List<Column> columns) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(column.name(), value(column)));
        return values;
    }

    private @Nullable Object value(Column column) {
        if (column.type() instanceof ColumnType.NullType || (column.nullable() && random.nextInt(4) == 0)) {
            return null;
        }
        ColumnType type = column.type();
        if (type instanceof ColumnType.Struct struct) {
            return struct(struct.fields());
        } else if (type instanceof ColumnType.ListOf list) {
            return list(list.element(), random.nextInt(4));
        } else if (type instanceof ColumnType.LargeListOf list) {
            return list(list.element(), random.nextInt(4));
        } else if (type instanceof ColumnType.Vector vector) {
            return vector(vector);
        } else if (type instanceof ColumnType.Int number) {
            return whole(number);
        }
        return flat(type);
    }

    private List<@Nullable Object> list(Column element, int size) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(value(element));
        }
        return list;
    }

    private Object vector(ColumnType.Vector type) {
        ColumnType element = type.element().type();
        if (element.equals(Types.FLOAT32) || element.equals(Types.FLOAT16)) {
            float[] vector = new float[type.dimension()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.nextInt(-1024, 1024) / 16f;
            }
            return vector;
        } else if (element.equals(Types.FLOAT64)) {
            return random.doubles(type.dimension()).toArray();
        }
        return list(type.element(), type.dimension());
    }

    private Object whole(ColumnType.Int type) {
        long bits = random.nextBoolean() ? random.nextLong() : random.nextInt(3) - 1;
        if (!type.signed()) {
            long value = type.bits() == 64 ? bits & Long.MAX_VALUE : bits & ((1L << type.bits()) - 1);
            return type.bits() < 32 ? (Object) (int) value : (Object) value;
        }
        return switch (type.bits()) {
            case 8 -> (int) (byte) bits;
            case 16 -> (int) (short) bits;
            case 32 -> (int) bits;
            default -> bits;
        };
    }

    private Object flat(ColumnType type) {
        if (type instanceof ColumnType.Bool) {
            return random.nextBoolean();
        } else if (type.equals(Types.FLOAT16)) {
            return random.nextInt(10) == 0 ? Float.NaN : random.nextInt(-2048, 2048) / 8f;
        } else if (type.equals(Types.FLOAT32)) {
            return random.nextInt(10) == 0 ? Float.NEGATIVE_INFINITY : random.nextFloat();
        } else if (type.equals(Types.FLOAT64)) {
            return random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian();
        } else if (type instanceof ColumnType.Utf8 || type instanceof ColumnType.LargeUtf8) {
            return "ä€😀'\n".repeat(random.nextInt(3)) + random.nextInt();
        } else if (type instanceof ColumnType.Binary || type instanceof ColumnType.LargeBinary) {
            return bytes(random.nextInt(200));
        } else if (type instanceof ColumnType.FixedBinary binary) {
            return bytes(binary.bytes());
        } else if (type instanceof ColumnType.Decimal decimal) {
            return new BigDecimal(new BigInteger(38, random).subtract(BigInteger.valueOf(1L << 37)), decimal.scale());
        }
        return time(type);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Object time(ColumnType type) {
        long second = random.nextLong(-4_000_000_000L, 4_000_000_000L);
        if (type instanceof ColumnType.Timestamp timestamp) {
            return LocalDateTime.ofEpochSecond(second, nanos(timestamp.unit()), ZoneOffset.UTC);
        } else if (type instanceof ColumnType.ZonedTimestamp timestamp) {
            return Instant.ofEpochSecond(second, nanos(timestamp.unit()));
        } else if (type instanceof ColumnType.Date) {
            return LocalDate.ofEpochDay(second / 86_400);
        } else if (type instanceof ColumnType.Time time) {
            return LocalTime.ofSecondOfDay(Math.floorMod(second, 86_400)).withNano(nanos(time.unit()));
        }
        throw new AssertionError(type);
    }

    private int nanos(ColumnType.Unit unit) {
        int step = switch (unit) {
            case SECOND -> 1_000_000_000;
            case MILLISECOND -> 1_000_000;
            case MICROSECOND -> 1_000;
            case NANOSECOND -> 1;
        };
        return random.nextInt(1_000_000_000) / step * step;
    }
}
