// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import dev.joust.error.SchemaMismatchException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** The column that one record component becomes. */
final class ComponentTypes {
    private static final Map<Class<?>, ColumnType> PLAIN = Map.ofEntries(
            Map.entry(boolean.class, Types.BOOL),
            Map.entry(Boolean.class, Types.BOOL),
            Map.entry(byte.class, Types.INT8),
            Map.entry(Byte.class, Types.INT8),
            Map.entry(short.class, Types.INT16),
            Map.entry(Short.class, Types.INT16),
            Map.entry(int.class, Types.INT32),
            Map.entry(Integer.class, Types.INT32),
            Map.entry(long.class, Types.INT64),
            Map.entry(Long.class, Types.INT64),
            Map.entry(float.class, Types.FLOAT32),
            Map.entry(Float.class, Types.FLOAT32),
            Map.entry(double.class, Types.FLOAT64),
            Map.entry(Double.class, Types.FLOAT64),
            Map.entry(OptionalInt.class, Types.INT32),
            Map.entry(OptionalLong.class, Types.INT64),
            Map.entry(OptionalDouble.class, Types.FLOAT64),
            Map.entry(String.class, Types.STRING),
            Map.entry(UUID.class, Types.STRING),
            Map.entry(byte[].class, Types.LARGE_BINARY),
            Map.entry(ByteBuffer.class, Types.LARGE_BINARY),
            Map.entry(Instant.class, Types.INSTANT),
            Map.entry(LocalDateTime.class, Types.TIMESTAMP),
            Map.entry(LocalDate.class, Types.DATE),
            Map.entry(LocalTime.class, Types.TIME),
            Map.entry(float[].class, Types.listOf(Types.FLOAT32)),
            Map.entry(double[].class, Types.listOf(Types.FLOAT64)),
            Map.entry(int[].class, Types.listOf(Types.INT32)),
            Map.entry(long[].class, Types.listOf(Types.INT64)));

    private static final Map<Class<?>, String> INSTEAD = Map.of(
            Duration.class, "use a long and name its unit, such as 'durationMillis'",
            BigDecimal.class, "use a double, a long of the smallest unit, or a String",
            ZonedDateTime.class, "use an Instant, or a LocalDateTime and a String with the zone",
            OffsetDateTime.class, "use an Instant",
            Map.class, "use a record, or a List of records with a key and a value",
            char.class, "use a String",
            Character.class, "use a String");

    private final RecordComponent component;
    private final Set<Class<?>> enclosing;

    private ComponentTypes(RecordComponent component, Set<Class<?>> enclosing) {
        this.component = component;
        this.enclosing = enclosing;
    }

    /** Returns one column for each component of the record. */
    static List<Column> columns(Class<?> record) {
        return columns(record, Set.of());
    }

    private static List<Column> columns(Class<?> record, Set<Class<?>> enclosing) {
        Set<Class<?>> inside = new HashSet<>(enclosing);
        inside.add(record);
        List<Column> columns = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            columns.add(new ComponentTypes(component, inside).column());
        }
        return columns;
    }

    private Column column() {
        Named named = component.getAnnotation(Named.class);
        String name =
                Names.requireColumnName(named == null ? RecordType.snakeCase(component.getName()) : named.value());
        ColumnType type = type(component.getGenericType());
        Vector vector = component.getAnnotation(Vector.class);
        if (vector != null) {
            type = vector(type, vector.value());
        }
        boolean nullable = isOptional(component.getType())
                || hasNullable(component)
                || hasNullable(component.getAnnotatedType())
                || hasNullable(component.getAccessor());
        if (nullable && component.getType().isPrimitive()) {
            throw refused(component.getGenericType(), "a primitive is never null; use its boxed type");
        }
        return new Column(name, type, nullable, Map.of());
    }

    private ColumnType vector(ColumnType type, int dimension) {
        if (dimension <= 0) {
            throw refused(
                    component.getGenericType(),
                    "its @Vector has the length " + dimension + "; give the number of values that each vector has");
        }
        if (type instanceof ColumnType.ListOf list && list.element().type() instanceof ColumnType.Floating element) {
            return Types.vector(element, dimension);
        }
        throw refused(
                component.getGenericType(),
                "@Vector is for float[], double[], List<Float> and List<Double>; use one of them or remove @Vector");
    }

    private ColumnType type(Type type) {
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
            Type argument = parameterized.getActualTypeArguments()[0];
            if (raw == Optional.class) {
                return type(argument);
            }
            if (raw == List.class || raw == Set.class) {
                return Types.listOf(type(argument));
            }
            throw refused(type, advice(raw));
        }
        if (!(type instanceof Class<?> plain)) {
            throw refused(type, "its type is not known before the program runs; use a type without variables");
        }
        ColumnType known = PLAIN.get(plain);
        if (known != null) {
            return known;
        }
        if (plain.isEnum()) {
            return Types.STRING;
        }
        if (enclosing.contains(plain)) {
            throw refused(type, "a record cannot hold itself; use a key that refers to another row");
        }
        if (plain.isRecord()) {
            return new ColumnType.Struct(columns(plain, enclosing));
        }
        throw refused(type, advice(plain));
    }

    private static String advice(Class<?> type) {
        return "no column holds this type; "
                + INSTEAD.getOrDefault(
                        type,
                        "use a primitive, String, byte[], an enum, java.time, a record, or a List, Set or Optional of"
                                + " these");
    }

    private SchemaMismatchException refused(Type type, String why) {
        return new SchemaMismatchException("Cannot derive a column from the component '" + component.getName()
                + "' of the record '" + component.getDeclaringRecord().getName() + "', a "
                + type.getTypeName() + ": " + why);
    }

    private static boolean isOptional(Class<?> type) {
        return type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class;
    }

    private static boolean hasNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
    }
}
