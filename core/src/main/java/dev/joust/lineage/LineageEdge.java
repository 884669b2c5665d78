// SPDX-License-Identifier: Apache-2.0
package dev.joust.lineage;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * One thing that another one depends on.
 *
 * @param from the id of what is used
 * @param to the id of what uses it
 * @param kind in which way
 * @param rows over how many rows, where that is known
 */
public record LineageEdge(String from, String to, Kind kind, OptionalLong rows) {
    /** The ways in which one thing depends on another. */
    public enum Kind {
        /** A table or view has a column. */
        CONTAINS,
        /** A feature fills a column. */
        FILLS,
        /** A function reads a column of its own row. */
        READS,
        /** A joined feature finds rows by this column, its own or the other table's. */
        JOINS,
        /** A joined feature takes values of this column of another table. */
        TAKES,
        /** Equal values of this column make the groups of an aggregate. */
        GROUPS,
        /** An aggregate computes over the values of this column. */
        AGGREGATES,
        /** A column of a view is, or is computed from, this column of its source. */
        SELECTS,
        /** The rows of a view are chosen by this column of its source. */
        FILTERS,
        /** A view holds rows of this table or view. */
        VIEWS,
        /** A table was copied from here. */
        COPIED,
        /** A job computed cells of a feature that are there now. */
        COMPUTED,
        /** A job wrote to a table, in whatever version. */
        WROTE,
        /** A pin keeps a version of this table or view. */
        PINNED
    }

    /** Checks that nothing is null. */
    public LineageEdge {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(kind, "kind");
        requireNonNull(rows, "rows");
    }

    /** An edge without a number of rows. */
    public LineageEdge(String from, String to, Kind kind) {
        this(from, to, kind, OptionalLong.empty());
    }
}
