// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.query.Candidate;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import dev.joust.query.Reranker;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.query.Selected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What a vector search and a text search found in one version, in the order of a reranker. */
final class HybridAnswer {
    private static final Set<String> SCORES = Set.of(TableColumns.RELEVANCE, TableColumns.DISTANCE, TableColumns.SCORE);

    private final Snapshot snapshot;
    private final QuerySpec query;
    private final String what;
    private final Ranking.Hybrid ranking;
    private final Function<QuerySpec, ArrowReader> searches;

    /**
     * Prepares an answer.
     *
     * @param searches what answers a search of one kind at this version
     */
    HybridAnswer(Snapshot snapshot, QuerySpec query, String what, Function<QuerySpec, ArrowReader> searches) {
        this.snapshot = snapshot;
        this.query = query;
        this.what = what;
        this.ranking = (Ranking.Hybrid) query.ranking().orElseThrow();
        this.searches = searches;
    }

    ArrowReader read() {
        // Columns are checked before anything is searched.
        List<Selected> selected = selected();
        rows(List.of(), selected);
        List<RankedRow> ranked = reranked(candidates());
        int from = (int) Math.min(query.offset(), ranked.size());
        int to = (int) Math.min(
                ranked.size(), from + Math.min(ranked.size(), query.limit().orElse(ranked.size())));
        List<RankedRow> answer = ranked.subList(from, to);
        ArrowReader rows = rows(
                        answer.stream().map(row -> row.candidate().rowId()).toList(), selected)
                .read();
        return new RankedReader(snapshot.table().store().allocator(), rows, answer);
    }

    private List<Selected> selected() {
        List<Selected> columns = query.select().stream()
                .filter(column -> !(column instanceof Selected.Stored && SCORES.contains(column.name())))
                .toList();
        return columns.isEmpty() && !query.select().isEmpty()
                ? List.of(new Selected.Stored(TableColumns.ROW_ID))
                : columns;
    }

    private RowIdQuery rows(List<Long> ids, List<Selected> selected) {
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

    private List<Candidate> candidates() {
        Map<Long, Float> distances = search(ranking.vector(), TableColumns.DISTANCE);
        Map<Long, Float> scores = search(ranking.text(), TableColumns.SCORE);
        List<Long> near = new ArrayList<>(distances.keySet());
        List<Long> fitting = new ArrayList<>(scores.keySet());
        List<Long> all = new ArrayList<>(near);
        fitting.stream().filter(id -> !distances.containsKey(id)).forEach(all::add);
        Map<Long, Integer> vectorRanks = ranks(near);
        Map<Long, Integer> textRanks = ranks(fitting);
        List<Row> contents = contents(all);
        List<Candidate> candidates = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Long id = all.get(i);
            candidates.add(new Candidate(
                    id,
                    rank(vectorRanks, id),
                    value(distances, id),
                    rank(textRanks, id),
                    value(scores, id),
                    contents.get(i)));
        }
        return candidates;
    }

    private static Map<Long, Integer> ranks(List<Long> ids) {
        Map<Long, Integer> ranks = new LinkedHashMap<>();
        ids.forEach(id -> ranks.put(id, ranks.size() + 1));
        return ranks;
    }

    private static OptionalInt rank(Map<Long, Integer> ranks, Long id) {
        Integer rank = ranks.get(id);
        return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    private static OptionalDouble value(Map<Long, Float> values, Long id) {
        Float value = values.get(id);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private Map<Long, Float> search(Ranking one, String score) {
        long rows = Math.max(1, snapshot.count());
        long limit = Math.min(rows, query.limit().orElse(rows));
        QuerySpec spec = new QuerySpec(
                query.filters(),
                List.of(new Selected.Stored(TableColumns.ROW_ID)),
                List.of(),
                OptionalLong.of(Math.max(1, Math.min(rows, limit + Math.min(rows, query.offset())))),
                0,
                query.version(),
                false,
                Optional.empty(),
                Optional.of(one),
                query.isPostfiltered());
        Map<Long, Float> found = new LinkedHashMap<>();
        try (RowStream<Row> stream = BatchRows.rows(searches.apply(spec))) {
            stream.forEachRemaining(row -> found.put(row.longValue(TableColumns.ROW_ID), row.floatValue(score)));
        }
        return found;
    }

    private List<Row> contents(List<Long> ids) {
        List<String> columns = ranking.reranker().columns();
        if (columns.isEmpty()) {
            Row nothing = Row.of(Map.of());
            return ids.stream().map(id -> nothing).toList();
        }
        List<Row> rows = new ArrayList<>(ids.size());
        List<Selected> selected = columns.stream()
                .map(name -> (Selected) new Selected.Stored(name))
                .toList();
        try (RowStream<Row> stream = BatchRows.rows(rows(ids, selected).read())) {
            stream.forEachRemaining(rows::add);
        }
        return rows;
    }

    private List<RankedRow> reranked(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        Reranker reranker = ranking.reranker();
        double[] relevance = reranker.relevance(ranking.text().text(), List.copyOf(candidates));
        if (relevance.length != candidates.size()) {
            throw wrong(reranker, "gave " + relevance.length + " numbers for " + candidates.size() + " rows");
        }
        List<RankedRow> ranked = new ArrayList<>(candidates.size());
        for (int i = 0; i < relevance.length; i++) {
            if (Double.isNaN(relevance[i])) {
                throw wrong(
                        reranker, "gave NaN for the row " + candidates.get(i).rowId());
            }
            ranked.add(new RankedRow(candidates.get(i), relevance[i]));
        }
        ranked.sort(Comparator.comparingDouble(RankedRow::relevance).reversed());
        return ranked;
    }

    private InvalidRequestException wrong(Reranker reranker, String why) {
        return new InvalidRequestException("Cannot " + what + ": the reranker "
                + reranker.getClass().getName() + " " + why + "; it must give one number for each row");
    }

    /** A row with its place in the answer. */
    record RankedRow(Candidate candidate, double relevance) {}
}
