// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table's values as one cell of text. */
final class TextValues {
    private static final int MAX_ITEMS = 4;

    private TextValues() {}

    /**
     * Says a value in a few characters: null as {@code -}, bytes as {@code <72,913 bytes>}, long lists by their first
     * items.
     */
    static String format(@Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof byte[] bytes) {
            return "<" + HumanFormat.count(bytes.length, "byte") + ">";
        }
        if (value instanceof Quantity quantity) {
            return quantity.text();
        }
        if (value instanceof Float || value instanceof Double) {
            return decimal(((Number) value).doubleValue());
        }
        if (value instanceof Map<?, ?> map) {
            List<String> fields = new ArrayList<>();
            map.forEach((key, item) -> fields.add(key + ": " + format(item)));
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
        list.stream().limit(MAX_ITEMS).forEach(item -> shown.add(format(item)));
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
