// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static java.util.Objects.requireNonNull;

import dev.joust.error.SchemaMismatchException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a record class becomes the schema of a table.
 *
 * <p>Each component is a column. Its name is the component's in snake case ({@code imageId} becomes {@code image_id}),
 * because SQL folds names that are not quoted to lower case; {@link Named} gives another. A component is NOT NULL,
 * unless its type is {@link java.util.Optional}, {@link java.util.OptionalInt}, {@link java.util.OptionalLong} or
 * {@link java.util.OptionalDouble}, or it carries an annotation called {@code Nullable}.
 *
 * <table>
 * <caption>Types of components and of columns</caption>
 * <tr><td>{@code boolean}, {@code byte}, {@code short}, {@code int}, {@code long}</td>
 * <td>{@code bool}, {@code int8}, {@code int16}, {@code int32}, {@code int64}</td></tr>
 * <tr><td>{@code float}, {@code double}</td><td>{@code float32}, {@code float64}</td></tr>
 * <tr><td>{@code String}, an enum, {@code UUID}</td><td>{@code utf8}</td></tr>
 * <tr><td>{@code byte[]}, {@code ByteBuffer}</td><td>{@code large_binary}</td></tr>
 * <tr><td>{@code Instant}, {@code LocalDateTime}</td><td>{@code timestamp[us, UTC]}, {@code timestamp[us]}</td></tr>
 * <tr><td>{@code LocalDate}, {@code LocalTime}</td><td>{@code date32}, {@code time64[us]}</td></tr>
 * <tr><td>{@code float[]}, {@code double[]}, {@code List} of {@code Float} or {@code Double}, with {@link Vector}</td>
 * <td>{@code fixed_size_list<float32>[n]} or {@code fixed_size_list<float64>[n]}</td></tr>
 * <tr><td>{@code List}, {@code Set}, {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}</td>
 * <td>{@code list}</td></tr>
 * <tr><td>a record</td><td>{@code struct}</td></tr>
 * </table>
 *
 * @param <R> the record class
 */
public final class RecordType<R> {
    private static final ClassValue<RecordType<?>> KNOWN = new ClassValue<>() {
        @Override
        protected RecordType<?> computeValue(Class<?> type) {
            return derive(type);
        }
    };

    private final Class<R> recordClass;
    private final TableSchema schema;
    private final List<String> key;

    private RecordType(Class<R> recordClass, TableSchema schema, List<String> key) {
        this.recordClass = recordClass;
        this.schema = schema;
        this.key = key;
    }

    /**
     * Derives the columns of a record class.
     *
     * @throws SchemaMismatchException if it is no record, or a component has a type that no column can hold
     */
    @SuppressWarnings("unchecked") // computed from the class itself
    public static <R> RecordType<R> of(Class<R> recordClass) {
        return (RecordType<R>) KNOWN.get(requireNonNull(recordClass, "recordClass"));
    }

    /** The record class. */
    public Class<R> recordClass() {
        return recordClass;
    }

    /** The columns, in the order of the components. */
    public TableSchema schema() {
        return schema;
    }

    /** The names of the columns whose components are marked with {@link Key}, in order; empty where none is. */
    public List<String> key() {
        return key;
    }

    @Override
    public String toString() {
        return recordClass.getSimpleName() + "(" + schema + ")";
    }

    private static <R> RecordType<R> derive(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new SchemaMismatchException("Cannot derive columns from the class '" + type.getName()
                    + "': it is no record; declare it as a record with one component per column");
        }
        if (components.length == 0) {
            throw new SchemaMismatchException("Cannot derive columns from the record '" + type.getName()
                    + "': it has no components; declare one per column");
        }
        List<Column> columns = ComponentTypes.columns(type);
        List<String> key = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            if (components[i].isAnnotationPresent(Key.class)) {
                key.add(columns.get(i).name());
            }
        }
        return new RecordType<>(type, new TableSchema(columns, Map.of()), List.copyOf(key));
    }

    /** Returns a Java name in snake case: {@code imageId} as {@code image_id}, {@code clipURL} as {@code clip_url}. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
