// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named column of a table, a part of a struct, or the element of a list.
 *
 * <p>Any name is possible here, because tables that others made may hold any; {@link Names#requireColumnName} checks
 * the names of columns that are to be created.
 *
 * @param nullable whether a value may be NULL
 * @param metadata free keys and values that are stored with the column
 */
public record Column(String name, ColumnType type, boolean nullable, Map<String, String> metadata) {
    public Column {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Returns a column whose values may be NULL. */
    public static Column of(String name, ColumnType type) {
        return new Column(name, type, true, Map.of());
    }

    /** Returns a column whose values are never NULL. */
    public static Column required(String name, ColumnType type) {
        return new Column(name, type, false, Map.of());
    }

    /** Returns this column under another name. */
    public Column withName(String newName) {
        return new Column(newName, type, nullable, metadata);
    }

    /** Returns this column with one more key in its metadata. */
    public Column withMetadata(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
        return new Column(name, type, nullable, more);
    }

    /** Returns this column with other metadata. */
    public Column withMetadata(Map<String, String> newMetadata) {
        return new Column(name, type, nullable, newMetadata);
    }

    /** Returns this column as one whose values may be NULL. */
    public Column asNullable() {
        return nullable ? this : new Column(name, type, true, metadata);
    }

    /** Returns this column as one whose values are never NULL. */
    public Column asRequired() {
        return nullable ? new Column(name, type, false, metadata) : this;
    }

    /** Name, type, and whether NULL is refused, such as {@code image_id: utf8 not null}. */
    @Override
    public String toString() {
        return name + ": " + type + (nullable ? "" : " not null");
    }
}
