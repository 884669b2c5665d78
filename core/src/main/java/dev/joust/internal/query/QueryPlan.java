// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.FilterSql;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.read.SqlEvaluator;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.query.QuerySpec;
import dev.joust.query.Selected;
import dev.joust.query.SortKey;
import dev.joust.schema.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A query that was checked against the columns of one version.
 *
 * @param filter all filters in one SQL expression
 * @param scanned the columns to read, in order
 * @param evaluator what to compute from them; empty if they are the answer
 * @param hasBlobs whether a scan gives only the places of some of them, so that their bytes are to be read by row id
 */
record QueryPlan(
        TableColumns columns,
        QuerySpec spec,
        Optional<String> filter,
        List<String> scanned,
        Optional<SqlEvaluator> evaluator,
        boolean hasBlobs) {
    /** Images and the like come in smaller batches than Lance's 8192 rows, so that a batch fits memory. */
    private static final long BATCH_ROWS_OF_BYTES = 256;

    /** Longer ones, such as a list of a thousand keys, would fill the memory and are seldom asked twice. */
    private static final int MAX_REMEMBERED_CHARS = 4096;

    /** What a plan depends on, apart from the version. */
    private record Question(QuerySpec spec, String what, Optional<String> rank) {}

    /**
     * Checks a query, once per version.
     *
     * @param rank the column that a search adds
     */
    static QueryPlan of(Snapshot snapshot, QuerySpec spec, String what, Optional<String> rank) {
        // Vectors, words and row ids are others each time.
        QuerySpec often = new QuerySpec(
                spec.filters(),
                spec.select(),
                spec.order(),
                OptionalLong.empty(),
                0,
                OptionalLong.empty(),
                spec.withRowId(),
                Optional.empty(),
                Optional.empty(),
                false);
        QueryPlan plan = chars(spec) > MAX_REMEMBERED_CHARS
                ? checked(snapshot, often, what, rank)
                : snapshot.remembered(
                        QueryPlan.class, new Question(often, what, rank), () -> checked(snapshot, often, what, rank));
        if (!spec.isPostfiltered()) {
            rank.ifPresent(plan::requireNotIn);
        }
        return new QueryPlan(plan.columns, spec, plan.filter, plan.scanned, plan.evaluator, plan.hasBlobs);
    }

    /** Before the search, rows have no rank. */
    private void requireNotIn(String rank) {
        boolean isAsked = columns.schema().find(rank).isEmpty()
                && filter.filter(sql -> sql.contains(rank)
                                && SqlText.expression(sql, columns.what()).mentions(rank))
                        .isPresent();
        if (isAsked) {
            throw new InvalidRequestException("Cannot " + columns.what() + ": a filter asks for '" + rank
                    + "', which rows have only after the search; filter after it with postfilter()"
                    + (rank.equals(TableColumns.DISTANCE) ? ", or with distanceRange()" : ""));
        }
    }

    private static int chars(QuerySpec spec) {
        int chars = 0;
        for (Filter filter : spec.filters()) {
            chars += filter instanceof Filter.Sql sql
                    ? sql.text().length()
                    : filter.toString().length();
        }
        for (Selected selected : spec.select()) {
            chars += selected instanceof Selected.Computed computed
                    ? computed.sql().length()
                    : 0;
        }
        return chars;
    }

    private static QueryPlan checked(Snapshot snapshot, QuerySpec spec, String what, Optional<String> rank) {
        TableColumns columns = TableColumns.of(snapshot, what);
        Optional<String> filter = filter(columns, spec.filters());
        spec.order().stream().map(SortKey::column).forEach(columns::requireSortable);
        List<SqlEvaluator.Output> outputs = outputs(columns, spec, rank);
        List<String> stored = outputs.stream()
                .filter(output -> output.sql().isEmpty())
                .map(SqlEvaluator.Output::name)
                .toList();
        // To sort by a column that is not read, Lance needs the row id: it is read, and left out of the answer.
        boolean needsRowId = !spec.order().isEmpty() && !stored.contains(TableColumns.ROW_ID);
        if (stored.size() == outputs.size() && !needsRowId) {
            return new QueryPlan(columns, spec, filter, stored, Optional.empty(), hasBlobs(snapshot, stored));
        }
        SqlEvaluator evaluator = SqlEvaluator.of(snapshot.table().store(), columns.inputs(stored, rank), outputs, what);
        List<String> scanned = new ArrayList<>(evaluator.inputs());
        if (scanned.isEmpty() || (needsRowId && !scanned.contains(TableColumns.ROW_ID))) {
            scanned.add(TableColumns.ROW_ID);
        }
        List<String> ranked = withRank(scanned, rank);
        return new QueryPlan(columns, spec, filter, ranked, Optional.of(evaluator), hasBlobs(snapshot, ranked));
    }

    private static boolean hasBlobs(Snapshot snapshot, List<String> scanned) {
        return !WholeBlobs.among(snapshot, scanned).isEmpty();
    }

    /** What is read: the columns of the answer, and the row id where blobs are to be found by it. */
    List<String> read() {
        List<String> read = new ArrayList<>(scanned);
        if (hasBlobs && !read.contains(TableColumns.ROW_ID)) {
            read.add(TableColumns.ROW_ID);
        }
        return read;
    }

    /** Lance reveals a search that it did not understand only if the column of its ranks is asked for. */
    private static List<String> withRank(List<String> scanned, Optional<String> rank) {
        List<String> all = new ArrayList<>(scanned);
        rank.filter(name -> !all.contains(name)).ifPresent(all::add);
        return List.copyOf(all);
    }

    private static Optional<String> filter(TableColumns columns, List<Filter> filters) {
        List<String> checked = new ArrayList<>();
        for (Filter filter : filters) {
            String sql = FilterSql.of(filter, columns.schema(), columns.what());
            SqlText text = SqlText.filter(sql, columns.schema().names(), columns.what());
            checked.add("(" + text.text().strip() + ")");
        }
        return checked.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", checked));
    }

    private static List<SqlEvaluator.Output> outputs(TableColumns columns, QuerySpec spec, Optional<String> rank) {
        List<SqlEvaluator.Output> outputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Selected selected : spec.select()) {
            if (!names.add(selected.name())) {
                throw new InvalidRequestException("Cannot " + columns.what() + ": the column '" + selected.name()
                        + "' is selected twice; give one of them another name");
            }
            if (selected instanceof Selected.Computed computed) {
                outputs.add(SqlEvaluator.Output.computed(computed.name(), computed.sql()));
            } else {
                columns.requireSelectable(selected.name(), rank);
                outputs.add(SqlEvaluator.Output.stored(selected.name()));
            }
        }
        if (spec.select().isEmpty()) {
            columns.schema().names().forEach(name -> {
                names.add(name);
                outputs.add(SqlEvaluator.Output.stored(name));
            });
        }
        rank.filter(names::add).ifPresent(name -> outputs.add(SqlEvaluator.Output.stored(name)));
        if (spec.withRowId() && names.add(TableColumns.ROW_ID)) {
            outputs.add(SqlEvaluator.Output.stored(TableColumns.ROW_ID));
        }
        return outputs;
    }

    /** The scan that reads what the answer needs, limit and offset included. */
    ScanRequest request() {
        ScanRequest request = ScanRequest.of(read())
                .orderBy(spec.order().stream()
                        .map(key -> new ScanRequest.Order(key.column(), key.direction() == SortKey.Direction.ASCENDING))
                        .toList())
                .offset(spec.offset());
        if (filter.isPresent()) {
            request = request.where(filter.get());
        }
        if (hasBlobs) {
            request = request.batchRows(WholeBlobs.BATCH_ROWS);
        } else if (scanned.stream().anyMatch(this::isBytes)) {
            request = request.batchRows(BATCH_ROWS_OF_BYTES);
        }
        // A limit of 0 means none to Lance: one row is asked for, and not given out.
        OptionalLong limit = spec.limit();
        return limit.isPresent() ? request.limit(Math.max(1, limit.getAsLong())) : request;
    }

    private boolean isBytes(String path) {
        return columns.schema()
                .find(path)
                .filter(column ->
                        column.type() instanceof ColumnType.Binary || column.type() instanceof ColumnType.LargeBinary)
                .isPresent();
    }

    /** The columns of the answer, for people. */
    String described() {
        return spec.select().isEmpty()
                ? "all columns"
                : spec.select().stream()
                        .map(selected -> selected instanceof Selected.Computed computed
                                ? computed.sql() + " AS " + computed.name()
                                : selected.name())
                        .collect(Collectors.joining(", "));
    }
}
