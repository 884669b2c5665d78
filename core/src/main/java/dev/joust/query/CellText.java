// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a row in a few characters, for people. */
public final class CellText {
    private static final int MAX_ITEMS = 4;

    private CellText() {}

    /**
     * Says a value in one line: NULL as {@code -}, bytes as {@code <72,913 bytes>}, fractions with at most four digits,
     * long lists and vectors by their first items.
     */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof byte[] bytes) {
            return String.format(Locale.ROOT, bytes.length == 1 ? "<%,d byte>" : "<%,d bytes>", bytes.length);
        }
        if (value instanceof Float || value instanceof Double) {
            return decimal(((Number) value).doubleValue());
        }
        if (value instanceof Map<?, ?> map) {
            List<String> fields = new ArrayList<>();
            map.forEach((key, item) -> fields.add(key + ": " + of(item)));
            return "{" + String.join(", ", fields) + "}";
        }
        if (value instanceof List<?> list) {
            return items(list);
        }
        if (value.getClass().isArray()) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                list.add(Array.get(value, i));
            }
            return items(list);
        }
        return value.toString().replaceAll("[\\p{Cntrl}]+", " ");
    }

    private static String items(List<?> list) {
        List<String> shown = new ArrayList<>();
        list.stream().limit(MAX_ITEMS).forEach(item -> shown.add(of(item)));
        String rest = list.size() > MAX_ITEMS ? ", … " + list.size() + " in all" : "";
        return "[" + String.join(", ", shown) + rest + "]";
    }

    private static String decimal(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e12)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
