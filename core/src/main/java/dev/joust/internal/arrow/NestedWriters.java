// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.internal.arrow.CellWriters.ValueWriter;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Writers of lists and structs; vectors of numbers are in {@link VectorWriters}. */
final class NestedWriters {
    private NestedWriters() {}

    static ValueWriter of(ColumnType type, FieldVector vector, String path) {
        if (type instanceof ColumnType.Struct struct) {
            return structs(struct, (StructVector) vector, path);
        } else if (type instanceof ColumnType.Vector list) {
            return VectorWriters.of(list, (FixedSizeListVector) vector, path);
        } else if (type instanceof ColumnType.LargeListOf list) {
            return lists(list, list.element(), (LargeListVector) vector, path);
        }
        ColumnType.ListOf list = (ColumnType.ListOf) type;
        return lists(list, list.element(), (ListVector) vector, path);
    }

    private static ValueWriter structs(ColumnType.Struct type, StructVector vector, String path) {
        FieldsWriter fields = new FieldsWriter(type.fields(), vector.getChildrenFromFields(), path, type);
        return (index, value) -> {
            vector.setIndexDefined(index);
            return fields.write(index, value);
        };
    }

    private static ValueWriter lists(ColumnType type, Column element, ListVector vector, String path) {
        CellWriter elements = CellWriters.of(element, vector.getDataVector(), path + "[]");
        return (index, value) -> {
            Collection<?> values = elements(path, type, value);
            int position = vector.startNewValue(index);
            long bytes = Integer.BYTES;
            for (Object item : values) {
                bytes += elements.write(position++, item);
            }
            vector.endValue(index, values.size());
            return bytes;
        };
    }

    private static ValueWriter lists(ColumnType type, Column element, LargeListVector vector, String path) {
        CellWriter elements = CellWriters.of(element, vector.getDataVector(), path + "[]");
        return (index, value) -> {
            Collection<?> values = elements(path, type, value);
            int position = Math.toIntExact(vector.startNewValue(index));
            long bytes = Long.BYTES;
            for (Object item : values) {
                bytes += elements.write(position++, item);
            }
            vector.endValue(index, values.size());
            return bytes;
        };
    }

    /** Returns what a collection or an array holds. */
    static Collection<? extends @Nullable Object> elements(String path, ColumnType type, Object value) {
        if (value instanceof Collection<?> collection) {
            return collection;
        } else if (value instanceof Object[] array) {
            return Arrays.asList(array);
        } else if (value.getClass().isArray()) {
            return boxed(value);
        }
        throw CellProblem.wrongType(path, type, value, "give a List, a Set or an array");
    }

    private static List<Object> boxed(Object array) {
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return Array.get(array, index);
            }

            @Override
            public int size() {
                return Array.getLength(array);
            }
        };
    }
}
