// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.encoder.EncodedQuery;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.FragmentStatus;
import dev.joust.internal.feature.EncoderJson;
import dev.joust.query.VectorSearch;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The search with a query that a model made, in a column that the same model filled. */
final class EncodedSearch {
    private final Table table;
    private final EncodedQuery query;

    private EncodedSearch(Table table, EncodedQuery query) {
        this.table = table;
        this.query = query;
    }

    /** The search in a column. */
    static VectorSearch in(Table table, String column, EncodedQuery query) {
        EncodedSearch search = new EncodedSearch(table, query);
        long version = table.version();
        requireVectors(table, column);
        search.requireEncoder(column);
        return table.search(column, query.vector()).atVersion(version);
    }

    /** The search in the only column that the query's model filled. */
    static VectorSearch in(Table table, EncodedQuery query) {
        List<String> columns = vectors(table, encoder -> encoder.includes(query.encoder()));
        if (columns.size() != 1) {
            throw new InvalidRequestException("Cannot search table '" + table.name() + "': "
                    + (columns.isEmpty()
                            ? "no column holds vectors of encoder " + query.encoder()
                                    + "; add a feature that fills one with this model"
                            : "columns " + Names.quoted(columns) + " hold vectors of encoder " + query.encoder()
                                    + "; name one of them"));
        }
        return in(table, columns.get(0), query);
    }

    /** The encoder that a column of a table names; of a view, the one that the column of its source names. */
    static Optional<EncoderIdentity> encoder(Table table, String column) {
        return encoded(table, column).flatMap(EncodedSearch::named);
    }

    /** The column that names an encoder: this one, or the one of a view's source that it is copied from. */
    static Optional<CopiedColumn> encoded(Table table, String column) {
        return first(table, column, one -> named(one).isPresent());
    }

    /** The encoder that a column is searched by. */
    static EncoderIdentity requireEncoder(Table table, String column) {
        requireVectors(table, column);
        return encoder(table, column)
                .orElseThrow(() -> new InvalidRequestException(cannot(table, column)
                        + "nothing says which model made its vectors; search for rows like one, or "
                        + advice(table)));
    }

    private static void requireVectors(Table table, String column) {
        ColumnType type =
                table.schema().column(column, "table '" + table.name() + "'").type();
        if (!(type instanceof ColumnType.Vector)) {
            throw new InvalidRequestException(
                    cannot(table, column) + "it is " + type + ", no vectors; " + advice(table));
        }
    }

    /** How messages begin about searches by text or image. */
    static String cannot(Table table, String column) {
        return "Cannot search column '" + column + "' of table '" + table.name() + "' by what it means: ";
    }

    private static String advice(Table table) {
        List<String> encoded = vectors(table, encoder -> true);
        return encoded.isEmpty()
                ? "add a feature that fills a column with a model's vectors, this table has none"
                : "choose a column with vectors of a known model: " + Names.quoted(encoded);
    }

    private static List<String> vectors(Table table, Predicate<EncoderIdentity> condition) {
        return table.schema().columns().stream()
                .filter(column -> column.type() instanceof ColumnType.Vector)
                .map(Column::name)
                .filter(column -> encoder(table, column).filter(condition).isPresent())
                .toList();
    }

    /** The function that fills a column of a table; of a view, the one that fills the column of its source. */
    static Optional<FeatureIdentity> filledBy(Table table, String column) {
        return first(table, column, one -> one.table().featureColumns().contains(one.column()))
                .map(one -> one.table().feature(one.column()).identity());
    }

    /** The encoder that a column itself names. */
    static Optional<EncoderIdentity> named(CopiedColumn one) {
        String column = one.column();
        return EncoderJson.read(
                column,
                one.table()
                        .schema()
                        .column(column, "table '" + one.table().name() + "'")
                        .metadata());
    }

    /**
     * The column, or else the first of those that it is copied from through views of views, that meets a condition: the
     * sources as the views have seen them, where they are still there.
     */
    private static Optional<CopiedColumn> first(Table table, String column, Predicate<CopiedColumn> condition) {
        table.schema().column(column, "table '" + table.name() + "'");
        Set<String> passed = new HashSet<>();
        Optional<CopiedColumn> one = Optional.of(new CopiedColumn(table, column));
        while (one.isPresent() && !condition.test(one.get())) {
            CopiedColumn last = one.get();
            one = passed.add(last.table().name())
                    ? CopiedColumn.of(last.table(), last.column()).map(source -> source.seenBy(last.table()))
                    : Optional.empty();
        }
        return one;
    }

    private void requireEncoder(String column) {
        String cannot = "Cannot search column '" + column + "' of table '" + table.name() + "': ";
        Optional<CopiedColumn> encoded = encoded(table, column);
        EncoderIdentity encoder = encoded.flatMap(EncodedSearch::named)
                .orElseThrow(() -> new InvalidRequestException(cannot + "it names no encoder, the query is of encoder "
                        + query.encoder() + "; search with the vector itself if it is of the same model"));
        if (!encoder.includes(query.encoder())) {
            throw new InvalidRequestException(cannot + "its vectors are of encoder " + encoder + ", the query is of "
                    + query.encoder() + "; encode the query with the model that the column names, or point the column"
                    + " at the query's model with 'features alter' and backfill it");
        }
        requireOneModel(encoded, cannot);
    }

    /**
     * Refuses a column that names an encoder while some of its vectors are of others.
     *
     * @param encoded the column that names it; without one nothing is known
     * @param cannot how the message begins
     */
    static void requireOneModel(Optional<CopiedColumn> encoded, String cannot) {
        encoded.filter(one -> one.table().featureColumns().contains(one.column()))
                .ifPresent(filled -> {
                    long others = rowsOfOthers(filled.table().feature(filled.column()));
                    if (others > 0) {
                        throw new InvalidRequestException(cannot + others
                                + (others == 1 ? " row has a vector" : " rows have vectors")
                                + " that another function computed, or of which nobody knows who did; bring them up to"
                                + " date with: joust backfill " + filled.table().name() + " " + filled.column()
                                + " (with --recompute for values that came with their rows)");
                    }
                });
    }

    /** Rows with a vector that came with them, or that are stale where another function was at work. */
    private static long rowsOfOthers(FeatureStatus feature) {
        String hash = feature.identity().hash();
        return feature.fragments().stream()
                .mapToLong(fragment -> fragment.cells().foreign()
                        + (isOfThis(fragment, hash) ? 0 : fragment.cells().stale()))
                .sum();
    }

    private static boolean isOfThis(FragmentStatus fragment, String hash) {
        return !fragment.stamps().isEmpty()
                && fragment.stamps().stream().allMatch(stamp -> stamp.udfHash().equals(hash));
    }
}
