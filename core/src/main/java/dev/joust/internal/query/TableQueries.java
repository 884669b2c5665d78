// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.RowAddresses;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.internal.lance.index.Searches;
import dev.joust.internal.lance.read.EmptyReader;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.query.QueryEngine;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Answers queries over one table with Lance scans, and computes in SQL what scans cannot.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class TableQueries implements QueryEngine {
    private final LanceTable table;
    private final SourceMetric.Lookup sources;

    /** Creates the engine of a table, which stays open as long as it is used. */
    public TableQueries(LanceTable table) {
        this(table, SourceMetric.Lookup.NONE);
    }

    /** Creates the engine of a table whose columns may be copies of those of another one. */
    public TableQueries(LanceTable table, SourceMetric.Lookup sources) {
        this.table = requireNonNull(table, "table");
        this.sources = requireNonNull(sources, "sources");
    }

    @Override
    public String table() {
        return table.name();
    }

    @Override
    public String uri() {
        return table.uri();
    }

    @Override
    public ArrowReader arrow(QuerySpec query) {
        try (Snapshot snapshot = snapshot(query.version())) {
            if (query.rowIds().isPresent()) {
                return RowIdQuery.of(snapshot, query).read();
            }
            return query.ranking().filter(Ranking.Hybrid.class::isInstance).isPresent()
                    ? new HybridAnswer(snapshot, query, what(query), one -> ranged(snapshot, one)).read()
                    : ranged(snapshot, query);
        }
    }

    private ArrowReader ranged(Snapshot snapshot, QuerySpec query) {
        boolean isRanged = query.ranking()
                .filter(ranking -> ranking instanceof Ranking.Vector vector
                        && !vector.options().range().equals(Ranking.DistanceRange.ALL))
                .isPresent();
        return isRanged
                ? new RangedAnswer(snapshot, query, what(query), one -> paged(snapshot, one)).read()
                : paged(snapshot, query);
    }

    private ArrowReader paged(Snapshot snapshot, QuerySpec query) {
        boolean isPaged = query.ranking().isPresent()
                && !(query.isPostfiltered() && !query.filters().isEmpty())
                && query.limit().orElse(1) > 0;
        if (!isPaged) {
            return answer(snapshot, query, OptionalLong.empty(), Optional.empty());
        }
        List<ProbedParts> steps = steps(snapshot, query);
        return steps.isEmpty()
                ? page(snapshot, query, Optional.empty())
                : new VectorPage(query, steps).read(snapshot, (one, part) -> page(snapshot, one, Optional.of(part)));
    }

    private List<ProbedParts> steps(Snapshot snapshot, QuerySpec query) {
        if (query.ranking().orElseThrow() instanceof Ranking.Vector vector) {
            QueryPlan plan = QueryPlan.of(snapshot, query, what(query), rank(query));
            return VectorRanking.of(snapshot, plan.columns(), query, vector, sources)
                    .steps();
        }
        return List.of();
    }

    private ArrowReader page(Snapshot snapshot, QuerySpec query, Optional<VectorPage.Part> part) {
        return new PagedAnswer(
                        snapshot,
                        query,
                        what(query),
                        (one, count) -> answer(snapshot, one, OptionalLong.of(count), part))
                .read();
    }

    /**
     * Reads without regard for the order of equal rows.
     *
     * @param best so many of the best rows instead of those that limit and offset say
     * @param part where vectors are looked for instead of where the query says
     */
    private ArrowReader answer(Snapshot snapshot, QuerySpec query, OptionalLong best, Optional<VectorPage.Part> part) {
        QueryPlan plan = QueryPlan.of(snapshot, query, what(query), rank(query));
        ArrowReader rows = ranked(snapshot, plan, best, part);
        if (plan.hasBlobs()) {
            rows = WholeBlobs.of(snapshot, rows, plan.scanned());
        }
        if (query.limit().isPresent() && query.limit().getAsLong() == 0) {
            rows = new EmptyReader(table.store().allocator(), rows);
        }
        return evaluated(plan, rows);
    }

    private ArrowReader ranked(Snapshot snapshot, QueryPlan plan, OptionalLong best, Optional<VectorPage.Part> part) {
        QuerySpec query = plan.spec();
        Optional<Ranking> ranking = query.ranking();
        if (ranking.isEmpty()) {
            return snapshot.scan(trusted(snapshot, plan));
        }
        Searches.Filtering filtering = query.isPostfiltered() ? Searches.Filtering.AFTER : Searches.Filtering.BEFORE;
        ScanRequest page = trusted(snapshot, plan);
        ScanRequest request = best.isPresent() ? page.offset(0).limit(best.getAsLong()) : page;
        if (ranking.get() instanceof Ranking.Vector vector) {
            VectorRanking whole = VectorRanking.of(snapshot, plan.columns(), query, vector, sources);
            VectorRanking nearest = best.isPresent() ? whole.best(best.getAsLong()) : whole;
            return part.isPresent()
                    ? nearest.read(snapshot, request, part.get())
                    : nearest.read(snapshot, request, filtering);
        }
        return TextRanking.of(snapshot, plan.columns(), (Ranking.Text) ranking.get())
                .read(request, filtering);
    }

    private static ScanRequest trusted(Snapshot snapshot, QueryPlan plan) {
        return plan.filter().isPresent() ? LanceIndexes.trusted(snapshot, plan.request()) : plan.request();
    }

    private static ArrowReader evaluated(QueryPlan plan, ArrowReader rows) {
        return plan.evaluator().map(evaluator -> evaluator.evaluate(rows)).orElse(rows);
    }

    @Override
    public long count(QuerySpec query) {
        if (query.ranking().isPresent()) {
            return counted(query);
        }
        try (Snapshot snapshot = snapshot(query.version())) {
            if (query.rowIds().isPresent()) {
                return RowIdQuery.of(snapshot, query).count();
            }
            QueryPlan plan = QueryPlan.of(snapshot, query, what(query), Optional.empty());
            long all =
                    plan.filter().isPresent() ? matching(snapshot, plan.filter().get()) : snapshot.count();
            return Math.min(query.limit().orElse(Long.MAX_VALUE), Math.max(0, all - query.offset()));
        }
    }

    private static long matching(Snapshot snapshot, String filter) {
        return LanceIndexes.isWithoutIndexes(snapshot, filter)
                ? RowAddresses.of(
                                snapshot,
                                ScanRequest.of(List.of()).where(filter).withoutIndexes())
                        .count()
                : snapshot.count(filter);
    }

    private long counted(QuerySpec query) {
        try (ArrowReader reader = arrow(query)) {
            long rows = 0;
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be read", e);
        }
    }

    @Override
    public String explain(QuerySpec query) {
        try (Snapshot snapshot = snapshot(query.version())) {
            return Explanation.of(
                    snapshot, QueryPlan.of(snapshot, query, what(query), rank(query)), what(query), sources);
        }
    }

    @Override
    public ArrowReader sql(String select, OptionalLong version) {
        try (Snapshot snapshot = snapshot(version)) {
            return SelectStatement.of(snapshot, select).run();
        }
    }

    @Override
    public String explainSql(String select, OptionalLong version) {
        try (Snapshot snapshot = snapshot(version)) {
            return SelectStatement.of(snapshot, select).plan();
        }
    }

    @Override
    public RowStream<Row> rows(ArrowReader batches) {
        return BatchRows.rows(batches);
    }

    @Override
    public <R extends Record> RowStream<R> records(ArrowReader batches, Class<R> type) {
        return BatchRows.records(batches, type);
    }

    private Snapshot snapshot(OptionalLong version) {
        Snapshot newest = table.latest();
        if (version.isEmpty() || version.getAsLong() == newest.version()) {
            return newest;
        }
        try (newest) {
            long wanted = version.getAsLong();
            if (wanted > newest.version() || wanted < 1) {
                throw noVersion(wanted, newest.version());
            }
            try {
                return table.at(wanted);
            } catch (JoustException e) {
                throw noVersion(wanted, newest.version());
            }
        }
    }

    private NotFoundException noVersion(long wanted, long newest) {
        return new NotFoundException(
                "Cannot read table '" + table.name() + "' at version " + wanted
                        + ": there is no such version, or it was cleaned up; the newest is " + newest,
                "version",
                String.valueOf(wanted),
                List.of(String.valueOf(newest)));
    }

    private String what(QuerySpec query) {
        return (query.ranking().isPresent() ? "search" : "read") + " table '" + table.name() + "'";
    }

    static Optional<String> rank(QuerySpec query) {
        return query.ranking()
                .filter(ranking -> !(ranking instanceof Ranking.Hybrid))
                .map(ranking -> ranking instanceof Ranking.Vector ? TableColumns.DISTANCE : TableColumns.SCORE);
    }

    static InvalidRequestException cannotCombine(String what, String why) {
        return new InvalidRequestException("Cannot " + what + ": " + why);
    }
}
