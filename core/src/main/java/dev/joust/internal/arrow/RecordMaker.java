// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.schema.Column;
import dev.joust.schema.RecordType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records of one class from the values of their columns; compiled once per class. */
final class RecordMaker {
    private static final ClassValue<RecordMaker> KNOWN = new ClassValue<>() {
        @Override
        protected RecordMaker computeValue(Class<?> type) {
            return new RecordMaker(type);
        }
    };

    private final RecordAccess access;
    private final List<Column> columns;
    private final ValueConverter[] converters;

    private RecordMaker(Class<?> type) {
        this.access = RecordAccess.of(type);
        this.columns = RecordType.of(type).schema().columns();
        RecordComponent[] components = type.getRecordComponents();
        this.converters = new ValueConverter[components.length];
        for (int i = 0; i < converters.length; i++) {
            converters[i] = ValueConverters.of(
                    components[i].getGenericType(), columns.get(i).name());
        }
    }

    static RecordMaker of(Class<?> type) {
        return KNOWN.get(type);
    }

    /** The names of the columns that the components are read from, in order. */
    List<String> names() {
        return access.names();
    }

    boolean isNullable(int component) {
        return columns.get(component).nullable();
    }

    /** Makes a record from one value per component. */
    Object make(@Nullable Object[] values) {
        @Nullable Object[] converted = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && !isNullable(i)) {
                throw new CellProblem(
                        columns.get(i).name(),
                        "the value is NULL, the component is never null; make it an Optional or annotate it with"
                                + " @Nullable");
            }
            converted[i] = converters[i].convert(values[i]);
        }
        return access.create(converted);
    }

    /** Makes a record from a struct. */
    Object make(Map<?, ?> struct) {
        List<String> names = names();
        @Nullable Object[] values = new Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = struct.get(names.get(i));
        }
        return make(values);
    }
}
