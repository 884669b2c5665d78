// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Columns with values by key from another table of the lake. Their types are found when they are added to a table.
 *
 * <pre>{@code
 * Feature.joined("weather_temp", "stations").on("station_id", "id").take("temp").missing(MissingKey.KEEP)
 * }</pre>
 *
 * <p>Immutable; each method returns a changed copy.
 *
 * @param columns the columns that it fills; the first one gives the feature its name
 * @param source the other table
 * @param on pairs of columns that must be equal, at least one when it is added
 * @param missing what becomes of a row whose key the other table has not
 */
public record JoinedFeature(List<Take> columns, String source, List<Key> on, MissingKey missing) {
    /** The name under which tables record the function of every such feature: {@value}. */
    public static final String UDF = "joined";

    static final String SOURCE = "joined.source";
    static final String KEY = "joined.key.";
    static final String SOURCE_KEY = "joined.source-key.";
    static final String TAKE = "joined.take.";
    static final String MISSING = "joined.missing";

    /**
     * One column.
     *
     * @param name its name
     * @param from the column of the other table that it is taken from
     */
    public record Take(String name, String from) {
        /** Checks the name. */
        public Take {
            Names.requireColumnName(name);
            requireNonNull(from, "from");
        }
    }

    /**
     * Two columns that must be equal.
     *
     * @param column of the table that has the feature
     * @param sourceColumn of the other table
     */
    public record Key(String column, String sourceColumn) {
        /** Checks that nothing is null. */
        public Key {
            requireNonNull(column, "column");
            requireNonNull(sourceColumn, "sourceColumn");
        }
    }

    /** Checks and copies. */
    public JoinedFeature {
        columns = List.copyOf(columns);
        Names.requireName("table", source);
        on = List.copyOf(on);
        requireNonNull(missing, "missing");
    }

    /** Adds a pair of columns that must be equal; several make a key of several columns. */
    public JoinedFeature on(String column, String sourceColumn) {
        List<Key> more = new ArrayList<>(on);
        more.add(new Key(column, sourceColumn));
        return new JoinedFeature(columns, source, more, missing);
    }

    /** Names the column that the last one is taken from; without this it has the same name there. */
    public JoinedFeature take(String sourceColumn) {
        List<Take> changed = new ArrayList<>(columns);
        Take last = changed.remove(changed.size() - 1);
        changed.add(new Take(last.name(), sourceColumn));
        return new JoinedFeature(changed, source, on, missing);
    }

    /** Adds a column of the same name as in the other table, unless {@link #take} names another one. */
    public JoinedFeature and(String column) {
        List<Take> more = new ArrayList<>(columns);
        more.add(new Take(column, column));
        return new JoinedFeature(more, source, on, missing);
    }

    /** Says what becomes of a row whose key the other table has not; NULL by default. */
    public JoinedFeature missing(MissingKey policy) {
        return new JoinedFeature(columns, source, on, policy);
    }

    /**
     * Returns the feature with its types.
     *
     * @param types one for each column
     * @param inputs the columns of its own table that it depends on
     */
    public Feature typed(List<ColumnType> types, List<String> inputs) {
        TreeMap<String, String> parameters = new TreeMap<>();
        parameters.put(SOURCE, source);
        parameters.put(MISSING, missing.name());
        for (int i = 0; i < on.size(); i++) {
            parameters.put(KEY + i, on.get(i).column());
            parameters.put(SOURCE_KEY + i, on.get(i).sourceColumn());
        }
        List<Column> outputs = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parameters.put(TAKE + i, columns.get(i).from());
            outputs.add(Column.of(columns.get(i).name(), types.get(i)));
        }
        Set<String> distinct = new LinkedHashSet<>(inputs);
        return Feature.recorded(
                outputs, new FeatureIdentity(UDF, 1, parameters, new TreeMap<>(), List.copyOf(distinct), ""));
    }
}
