// SPDX-License-Identifier: Apache-2.0
package dev.joust.filter;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * A condition that chooses rows: {@code col("timeofday").eq("night").and(col("people").gt(2))}.
 *
 * <p>Values never become SQL by themselves, so they may come from anybody. They are compared as what the column holds;
 * one that does not fit is refused, before a row is read, with {@link dev.joust.error.InvalidRequestException}.
 *
 * <p>NULL is as in SQL: a comparison with it is neither true nor false, and only rows for which the whole condition is
 * true are chosen. So neither a filter nor its {@link #not} chooses rows in which the column is NULL.
 */
public sealed interface Filter {
    /** Starts a condition on a column, which may be a dot path into structs; upper and lower case differ. */
    static FilterColumn col(String name) {
        return new FilterColumn(name);
    }

    /**
     * A condition in SQL, in which each {@code ?} stands for a parameter.
     *
     * <p>A {@code ?} inside quotes or a comment is part of these. A parameter is a value, never a name.
     *
     * @param parameters as many as there are {@code ?}, of the classes that {@link FilterColumn} lists
     * @throws IllegalArgumentException if a parameter is null or of another class
     */
    static Filter sql(String text, Object... parameters) {
        return new Sql(text, Arrays.asList(parameters));
    }

    /** All of these; true if there is none. */
    static Filter allOf(List<Filter> filters) {
        return new All(filters);
    }

    /** Any of these; false if there is none. */
    static Filter anyOf(List<Filter> filters) {
        return new Any(filters);
    }

    /** Both. */
    default Filter and(Filter other) {
        return new All(List.of(this, other));
    }

    /** One or both. */
    default Filter or(Filter other) {
        return new Any(List.of(this, other));
    }

    /** The contrary; what is neither true nor false stays so. */
    default Filter not() {
        return new Not(this);
    }

    /**
     * A condition in SQL.
     *
     * @param parameters what stands for each {@code ?} in it, in order
     */
    record Sql(String text, List<Object> parameters) implements Filter {
        /** Checks the parameters. */
        public Sql {
            requireNonNull(text, "text");
            parameters = Values.checked("parameter", parameters);
        }
    }

    /** A column compared with a value. */
    record Compared(String column, Comparison comparison, Object value) implements Filter {
        /** Checks the value. */
        public Compared {
            requireNonNull(column, "column");
            requireNonNull(comparison, "comparison");
            value = Values.checked("value", value);
        }
    }

    /** A column that has one of some values. */
    record OneOf(String column, List<Object> values) implements Filter {
        /** Checks the values. */
        public OneOf {
            requireNonNull(column, "column");
            values = Values.checked("value", values);
        }
    }

    /** A column of text that a text is found in. */
    record Matched(String column, TextMatch match, String text) implements Filter {
        /** Checks the text. */
        public Matched {
            requireNonNull(column, "column");
            requireNonNull(match, "match");
            text = (String) Values.checked("text", text);
        }
    }

    /** A list that holds a value. */
    record Has(String column, Object value) implements Filter {
        /** Checks the value. */
        public Has {
            requireNonNull(column, "column");
            value = Values.checked("value", value);
        }
    }

    /** A column whose value is a given one of three: NULL, true, false. */
    record Is(String column, State state) implements Filter {
        /** Checks that both are there. */
        public Is {
            requireNonNull(column, "column");
            requireNonNull(state, "state");
        }
    }

    /** All of some conditions. */
    record All(List<Filter> filters) implements Filter {
        /** Copies the list. */
        public All {
            filters = List.copyOf(filters);
        }
    }

    /** Any of some conditions. */
    record Any(List<Filter> filters) implements Filter {
        /** Copies the list. */
        public Any {
            filters = List.copyOf(filters);
        }
    }

    /** The contrary of a condition. */
    record Not(Filter filter) implements Filter {
        /** Checks that it is there. */
        public Not {
            requireNonNull(filter, "filter");
        }
    }

    /** How a column is compared with a value. */
    enum Comparison {
        /** The same. */
        EQUAL("="),
        /** Another one. */
        NOT_EQUAL("<>"),
        /** Smaller. */
        LESS("<"),
        /** Smaller or the same. */
        AT_MOST("<="),
        /** Larger. */
        GREATER(">"),
        /** Larger or the same. */
        AT_LEAST(">=");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        /** Its sign in SQL. */
        public String symbol() {
            return symbol;
        }
    }

    /** How a text is found in another. */
    enum TextMatch {
        /** As a pattern for the whole of it. */
        LIKE,
        /** At its beginning. */
        STARTS_WITH,
        /** At its end. */
        ENDS_WITH,
        /** Anywhere. */
        CONTAINS
    }

    /** What a value can be asked to be, with an answer that is never NULL. */
    enum State {
        /** There is no value. */
        NULL,
        /** There is one. */
        NOT_NULL,
        /** It is true. */
        TRUE,
        /** It is false. */
        FALSE
    }
}
