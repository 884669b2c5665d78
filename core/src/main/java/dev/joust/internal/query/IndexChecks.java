// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.FullTextIndex;
import dev.joust.index.Index;
import dev.joust.index.IndexType;
import dev.joust.index.IvfHnswPqIndex;
import dev.joust.index.IvfPqIndex;
import dev.joust.index.IvfRqIndex;
import dev.joust.index.VectorIndex;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks indexes against a table before they are created, and sets what depends on its rows. */
final class IndexChecks {
    private static final long ROWS_OF_ONE_PARTITION = 64;
    private static final long FEW_ROWS = 256;
    private static final long ROWS_OF_ONE_GRAPH = 1 << 20;
    private static final int NUMBERS_OF_PIECE = 16;

    /** The languages that Lance has stems for. */
    private static final Set<String> LANGUAGES = Set.of(
            "Arabic",
            "Danish",
            "Dutch",
            "English",
            "Finnish",
            "French",
            "German",
            "Greek",
            "Hungarian",
            "Italian",
            "Norwegian",
            "Portuguese",
            "Romanian",
            "Russian",
            "Spanish",
            "Swedish",
            "Tamil",
            "Turkish");

    private IndexChecks() {}

    /** Returns the index with everything set that depends on the rows. */
    static Index completed(Snapshot snapshot, Index index, String what) {
        Column column = TableColumns.of(snapshot, what).column(index.column());
        requireName(index, what);
        requireType(column.type(), index, what);
        if (index instanceof FullTextIndex text && !LANGUAGES.contains(text.language())) {
            throw refused(
                    what,
                    "there is no language '" + text.language() + "'",
                    "use one of " + LANGUAGES.stream().sorted().collect(Collectors.joining(", ")));
        }
        if (!index.type().isVector()) {
            return index;
        }
        int dimension = ((ColumnType.Vector) column.type()).dimension();
        long rows = snapshot.count(SqlText.backticked(index.column()) + " IS NOT NULL");
        if (rows == 0) {
            throw refused(what, "column '" + index.column() + "' holds no vector yet", "fill it first");
        }
        VectorIndex vector = (VectorIndex) index;
        requireNotFlat(vector, what);
        int parts = vector.partitions().orElseGet(() -> defaultPartitions(vector.type(), rows));
        requireParts(parts, rows, vector, what);
        return completed(vector.partitions(parts), dimension, rows, what);
    }

    private static Index completed(VectorIndex index, int dimension, long rows, String what) {
        if (index instanceof IvfPqIndex pq) {
            requireTraining(index, pq.bits(), rows, what);
            return pq.subVectors(pieces(pq.subVectors(), dimension, what));
        } else if (index instanceof IvfHnswPqIndex pq) {
            requireTraining(index, pq.bits(), rows, what);
            return pq.subVectors(pieces(pq.subVectors(), dimension, what));
        } else if (index instanceof IvfRqIndex && dimension % Byte.SIZE != 0) {
            throw refused(
                    what,
                    "ivf_rq needs vectors whose length is a multiple of 8 but column '" + index.column() + "' has "
                            + dimension + " numbers",
                    "use ivf_sq or ivf_pq");
        }
        return index;
    }

    /** Into how many parts vectors are put: by the number of rows, or one graph for each million. */
    static int defaultPartitions(IndexType type, long rows) {
        return type.isGraph() ? (int) Math.max(1, rows / ROWS_OF_ONE_GRAPH) : defaultPartitions(rows);
    }

    /** Into how many parts vectors are put: the square root, at most one per 64, one for fewer than 256. */
    private static int defaultPartitions(long rows) {
        return rows < FEW_ROWS
                ? 1
                : (int) Math.max(1, Math.min(Math.round(Math.sqrt((double) rows)), rows / ROWS_OF_ONE_PARTITION));
    }

    private static void requireName(Index index, String what) {
        if (index.name().isBlank()
                || index.name().startsWith("__")
                || index.name().contains("/")) {
            throw refused(what, "it cannot have this name", "use letters, digits and '_'");
        }
    }

    private static void requireType(ColumnType type, Index index, String what) {
        String wanted = switch (index.type()) {
            case BTREE, BITMAP -> isPlain(type) ? "" : "numbers, text, times or booleans";
            case LABEL_LIST -> isList(type) && isPlain(type.children().get(0).type()) ? "" : "lists of plain values";
            case FULL_TEXT -> isSearchable(type) ? "" : "text or lists of text";
            case IVF_FLAT, IVF_PQ, IVF_SQ, IVF_RQ, IVF_HNSW_PQ, IVF_HNSW_SQ ->
                VectorRanking.dimension(Column.of("v", type)).isPresent() ? "" : "vectors of float16 or float32";
            case OTHER -> throw new AssertionError(index);
        };
        if (!wanted.isEmpty()) {
            throw refused(
                    what,
                    "column '" + index.column() + "' is " + type + ", but "
                            + index.type().text() + " needs " + wanted,
                    "use " + suggestion(type));
        }
    }

    private static String suggestion(ColumnType type) {
        if (VectorRanking.dimension(Column.of("v", type)).isPresent()) {
            return IndexType.IVF_FLAT.text() + " or " + IndexType.IVF_PQ.text();
        } else if (isList(type)) {
            return IndexType.LABEL_LIST.text();
        }
        return isPlain(type) ? IndexType.BTREE.text() : "another column";
    }

    private static boolean isList(ColumnType type) {
        return type instanceof ColumnType.ListOf || type instanceof ColumnType.LargeListOf;
    }

    /** Whether words can be looked for in a column. */
    static boolean isSearchable(ColumnType type) {
        return isText(type) || (isList(type) && isText(type.children().get(0).type()));
    }

    private static boolean isText(ColumnType type) {
        return type instanceof ColumnType.Utf8 || type instanceof ColumnType.LargeUtf8;
    }

    private static boolean isPlain(ColumnType type) {
        return isText(type)
                || type instanceof ColumnType.Bool
                || type instanceof ColumnType.Int
                || type instanceof ColumnType.Floating
                || type instanceof ColumnType.Timestamp
                || type instanceof ColumnType.ZonedTimestamp
                || type instanceof ColumnType.Date
                || type instanceof ColumnType.Time
                || type instanceof ColumnType.Decimal;
    }

    /** Lance takes a column of this name for one that it has made itself, and ends the process. */
    private static void requireNotFlat(VectorIndex index, String what) {
        if (index.type() == IndexType.IVF_FLAT && index.column().equals("flat")) {
            throw refused(
                    what, "Lance keeps the name 'flat' for itself in an ivf_flat index", "rename the column first");
        }
    }

    private static void requireParts(int parts, long rows, Index index, String what) {
        if (parts > rows) {
            throw refused(
                    what,
                    "it has " + parts + " parts but column '" + index.column() + "' has " + rows + " vectors",
                    "use at most " + rows + " parts");
        }
    }

    private static void requireTraining(VectorIndex index, int bits, long rows, String what) {
        int needed = 1 << bits;
        if (rows < needed) {
            throw refused(
                    what,
                    index.type().text() + " needs " + needed + " vectors to train but column '" + index.column()
                            + "' has " + rows,
                    "use ivf_flat until there are more");
        }
    }

    private static int pieces(OptionalInt wanted, int dimension, String what) {
        if (wanted.isEmpty()) {
            int pieces = Math.max(1, dimension / NUMBERS_OF_PIECE);
            while (dimension % pieces != 0) {
                pieces--;
            }
            return pieces;
        }
        int pieces = wanted.getAsInt();
        if (dimension % pieces != 0) {
            throw refused(
                    what,
                    "vectors of " + dimension + " numbers cannot be cut into " + pieces + " equal pieces",
                    "use a divisor of " + dimension);
        }
        return pieces;
    }

    private static InvalidRequestException refused(String what, String why, String advice) {
        return new InvalidRequestException("Cannot " + what + ": " + why + "; " + advice);
    }
}
