// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of a table, in order.
 *
 * @param columns each under a name of its own
 * @param metadata free keys and values that are stored with the table
 */
public record TableSchema(List<Column> columns, Map<String, String> metadata) {
    public TableSchema {
        columns = List.copyOf(columns);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        requireDistinct(columns);
    }

    /** Returns the schema with these columns and no metadata. */
    public static TableSchema of(Column... columns) {
        return new TableSchema(List.of(columns), Map.of());
    }

    /** Starts a schema for a new table; column names are checked as they come. */
    public static Builder builder() {
        return new Builder();
    }

    /** The names of the columns, in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * Finds a column by its name, or a nested one by its path such as {@code box.width}.
     *
     * <p>A path goes through the fields of structs and the element of lists, which is mostly called {@code item}. A
     * column whose own name holds a dot is found by that name first.
     */
    public Optional<Column> find(String path) {
        return find(columns, requireNonNull(path, "path"));
    }

    /**
     * Returns a column by its name or path.
     *
     * @throws NotFoundException naming the nearest columns, if there is none
     */
    public Column column(String path) {
        return column(path, "the schema");
    }

    /**
     * Returns a column by its name or path.
     *
     * @param owner what holds the columns, for the message, such as {@code table 'bdd100k'}
     * @throws NotFoundException naming the nearest columns, if there is none
     */
    public Column column(String path, String owner) {
        return find(path).orElseThrow(() -> missing(path, owner, paths()));
    }

    /**
     * Returns the schema of some of the columns, in the order given.
     *
     * @throws NotFoundException naming the nearest columns, if one of them does not exist
     */
    public TableSchema select(Collection<String> chosen) {
        List<Column> kept = new ArrayList<>();
        for (String name : chosen) {
            kept.add(columns.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> missing(name, "the schema", names())));
        }
        return new TableSchema(kept, metadata);
    }

    private static NotFoundException missing(String name, String owner, List<String> existing) {
        return new NotFoundException(
                "Cannot read " + owner + ": " + Names.noColumn(name, existing),
                "column",
                name,
                Names.nearest(name, existing));
    }

    /** Returns the schema without some of its columns; names that do not occur are ignored. */
    public TableSchema without(Collection<String> dropped) {
        return new TableSchema(
                columns.stream()
                        .filter(column -> !dropped.contains(column.name()))
                        .toList(),
                metadata);
    }

    /** Returns the schema with one more column at the end. */
    public TableSchema with(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new TableSchema(more, metadata);
    }

    /** Returns the schema with other metadata. */
    public TableSchema withMetadata(Map<String, String> newMetadata) {
        return new TableSchema(columns, newMetadata);
    }

    /** The names of all columns and the paths of all nested ones, outer before inner. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        addPaths(columns, "", paths);
        return paths;
    }

    /** One column after the other, such as {@code id: int64 not null, name: utf8}. */
    @Override
    public String toString() {
        return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
    }

    static void requireDistinct(List<Column> columns) {
        Set<String> seen = new HashSet<>();
        for (Column column : columns) {
            if (!seen.add(column.name())) {
                throw new InvalidRequestException("Cannot use the column name '" + Names.shown(column.name())
                        + "' twice: each column needs a name of its own; rename one of them");
            }
        }
    }

    private static Optional<Column> find(List<Column> columns, String path) {
        for (Column column : columns) {
            if (column.name().equals(path)) {
                return Optional.of(column);
            }
        }
        for (Column column : columns) {
            if (path.startsWith(column.name() + ".")) {
                Optional<Column> nested = find(
                        column.type().children(), path.substring(column.name().length() + 1));
                if (nested.isPresent()) {
                    return nested;
                }
            }
        }
        return Optional.empty();
    }

    private static void addPaths(List<Column> columns, String prefix, List<String> paths) {
        for (Column column : columns) {
            paths.add(prefix + column.name());
            if (column.type() instanceof ColumnType.Struct struct) {
                addPaths(struct.fields(), prefix + column.name() + ".", paths);
            }
        }
    }

    /** Collects the columns of a new table. */
    public static final class Builder {
        private final List<Column> columns = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a column whose values may be NULL. */
        public Builder column(String name, ColumnType type) {
            return column(Column.of(name, type));
        }

        /** Adds a column whose values are never NULL. */
        public Builder required(String name, ColumnType type) {
            return column(Column.required(name, type));
        }

        /**
         * Adds a column.
         *
         * @throws InvalidRequestException if no table can have a column of this name
         */
        public Builder column(Column column) {
            Names.requireColumnName(column.name());
            columns.add(column);
            return this;
        }

        /** Stores a key and a value with the table. */
        public Builder metadata(String key, String value) {
            metadata.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
            return this;
        }

        /**
         * Returns the schema.
         *
         * @throws InvalidRequestException if two columns have one name
         */
        public TableSchema build() {
            return new TableSchema(columns, metadata);
        }
    }
}
