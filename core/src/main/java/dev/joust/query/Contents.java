// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Compares and prints values in which arrays may stand at any depth. */
final class Contents {
    private static final int MAX_SHOWN_NUMBERS = 4;

    private Contents() {}

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return equalLists(left, right);
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(key -> equal(left.get(key), right.get(key)));
        }
        return Objects.deepEquals(a, b);
    }

    private static boolean equalLists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object element : left) {
            if (!equal(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    static int hash(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value.getClass().isArray()) {
            int hash = 1;
            for (int i = 0; i < Array.getLength(value); i++) {
                hash = 31 * hash + Array.get(value, i).hashCode();
            }
            return hash;
        }
        if (value instanceof List<?> list) {
            int hash = 1;
            for (Object element : list) {
                hash = 31 * hash + hash(element);
            }
            return hash;
        }
        if (value instanceof Map<?, ?> map) {
            int hash = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                hash += Objects.hashCode(entry.getKey()) ^ hash(entry.getValue());
            }
            return hash;
        }
        return value.hashCode();
    }

    static String typeName(Object value) {
        if (value instanceof List) {
            return "List";
        }
        return value instanceof Map ? "Map" : value.getClass().getSimpleName();
    }

    static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "<" + bytes.length + (bytes.length == 1 ? " byte>" : " bytes>");
        }
        if (value instanceof List<?> list) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            list.forEach(element -> text.add(text(element)));
            return text.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            map.forEach((key, element) -> text.add(key + "=" + text(element)));
            return text.toString();
        }
        return value != null && value.getClass().isArray() ? numbers(value) : String.valueOf(value);
    }

    private static String numbers(Object array) {
        int length = Array.getLength(array);
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Math.min(length, MAX_SHOWN_NUMBERS); i++) {
            text.add(String.valueOf(Array.get(array, i)));
        }
        if (length > MAX_SHOWN_NUMBERS) {
            text.add("... " + length + " numbers");
        }
        return text.toString();
    }
}
