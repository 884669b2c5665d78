// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.query.QuerySpec;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.query.Selected;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The rows of an answer whose order was made here, with their scores. */
final class RankedRows {
    private final Snapshot snapshot;
    private final QuerySpec query;
    private final String what;
    private final List<String> scores;

    private RankedRows(Snapshot snapshot, QuerySpec query, String what, List<String> scores) {
        this.snapshot = snapshot;
        this.query = query;
        this.what = what;
        this.scores = scores;
    }

    /**
     * Checks the columns of an answer.
     *
     * @param scores the columns that are not of the table; they come last, unless they were selected elsewhere
     */
    static RankedRows of(Snapshot snapshot, QuerySpec query, String what, List<String> scores) {
        RankedRows rows = new RankedRows(snapshot, query, what, scores);
        rows.taken(List.of(), rows.selected());
        return rows;
    }

    /** A row with its scores, in the order of the columns. */
    record Ranked(long rowId, List<OptionalDouble> scores) {}

    /** The columns of an answer, in order. */
    static List<String> columns(Snapshot snapshot, QuerySpec query, List<String> scores) {
        Set<String> columns = new LinkedHashSet<>(
                query.select().isEmpty()
                        ? snapshot.tableSchema().names()
                        : query.select().stream().map(Selected::name).toList());
        columns.addAll(scores);
        if (query.withRowId()) {
            columns.add(TableColumns.ROW_ID);
        }
        return List.copyOf(columns);
    }

    /** Reads those rows that limit and offset leave. */
    ArrowReader read(List<Ranked> all) {
        List<Ranked> answer = ScoredSearch.page(query, all);
        ArrowReader rows =
                taken(answer.stream().map(Ranked::rowId).toList(), selected()).read();
        return new RankedReader(
                snapshot.table().store().allocator(),
                rows,
                scores,
                columns(snapshot, query, scores),
                answer.stream().map(Ranked::scores).toList());
    }

    /** Some columns of rows, in the order of the ids. */
    List<Row> contents(List<Long> ids, List<String> columns) {
        List<Row> rows = new ArrayList<>(ids.size());
        List<Selected> selected = columns.stream()
                .map(name -> (Selected) new Selected.Stored(name))
                .toList();
        try (RowStream<Row> stream = BatchRows.rows(taken(ids, selected).read())) {
            stream.forEachRemaining(rows::add);
        }
        return rows;
    }

    private List<Selected> selected() {
        List<Selected> columns = query.select().stream()
                .filter(column -> !(column instanceof Selected.Stored && scores.contains(column.name())))
                .toList();
        return columns.isEmpty() && !query.select().isEmpty()
                ? List.of(new Selected.Stored(TableColumns.ROW_ID))
                : columns;
    }

    private RowIdQuery taken(List<Long> ids, List<Selected> selected) {
        QuerySpec spec = new QuerySpec(
                List.of(),
                selected,
                List.of(),
                OptionalLong.empty(),
                0,
                OptionalLong.empty(),
                query.withRowId(),
                Optional.of(ids),
                Optional.empty(),
                false);
        return RowIdQuery.of(snapshot, spec, what);
    }
}
