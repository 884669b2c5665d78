// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Columns with one value for all rows of a group, computed in SQL over those rows. Their types are found when they are
 * added to a table.
 *
 * <pre>{@code
 * Feature.aggregate("frames_in_clip", "count(*)").and("people_in_clip", "sum(people)").by("video_name")
 * }</pre>
 *
 * <p>Immutable; each method returns a changed copy.
 *
 * @param columns the columns that it fills; the first one gives the feature its name
 * @param by the columns whose equal values make a group, at least one when it is added
 */
public record AggregateFeature(List<Value> columns, List<String> by) {
    /** The name under which tables record the function of every such feature: {@value}. */
    public static final String UDF = "aggregate";

    static final String EXPRESSION = "aggregate.expression.";
    static final String BY = "aggregate.by.";

    /**
     * One column.
     *
     * @param name its name
     * @param type the type that it is meant to have; empty for whatever the expression gives
     * @param expression such as {@code count(*)} or {@code sum(cardinality(ann_categories))}
     */
    public record Value(String name, Optional<ColumnType> type, String expression) {
        /** Checks name and expression. */
        public Value {
            Names.requireColumnName(name);
            requireNonNull(type, "type");
            if (expression.isBlank()) {
                throw new IllegalArgumentException("expression must not be blank");
            }
        }
    }

    /** Copies the lists. */
    public AggregateFeature {
        columns = List.copyOf(columns);
        by = List.copyOf(by);
    }

    /** Names the columns whose equal values make a group; rows with NULL in one of them belong to none. */
    public AggregateFeature by(String... names) {
        return new AggregateFeature(columns, List.of(names));
    }

    /** Adds a column over the same groups. */
    public AggregateFeature and(String column, String expression) {
        return and(new Value(column, Optional.empty(), expression));
    }

    /** Adds a column of a type over the same groups. */
    public AggregateFeature and(String column, ColumnType type, String expression) {
        return and(new Value(column, Optional.of(type), expression));
    }

    private AggregateFeature and(Value value) {
        List<Value> more = new ArrayList<>(columns);
        more.add(value);
        return new AggregateFeature(more, by);
    }

    /**
     * Returns the feature with its types.
     *
     * @param types one for each column
     * @param read the columns that the expressions read
     */
    public Feature typed(List<ColumnType> types, List<String> read) {
        TreeMap<String, String> parameters = new TreeMap<>();
        for (int i = 0; i < by.size(); i++) {
            parameters.put(BY + i, by.get(i));
        }
        List<Column> outputs = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parameters.put(EXPRESSION + i, columns.get(i).expression());
            outputs.add(Column.of(columns.get(i).name(), types.get(i)));
        }
        Set<String> inputs = new LinkedHashSet<>(by);
        inputs.addAll(read);
        return Feature.recorded(
                outputs, new FeatureIdentity(UDF, 1, parameters, new TreeMap<>(), List.copyOf(inputs), ""));
    }
}
