// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.query.RankedRows.Ranked;
import dev.joust.query.Candidate;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import dev.joust.query.Reranker;
import dev.joust.query.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What a vector search and a text search found in one version, in the order of a reranker. */
final class HybridAnswer {
    private static final List<String> SCORES =
            List.of(TableColumns.RELEVANCE, TableColumns.DISTANCE, TableColumns.SCORE);

    private final Snapshot snapshot;
    private final QuerySpec query;
    private final String what;
    private final Ranking.Hybrid ranking;
    private final ScoredSearch searches;

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
        this.searches = ScoredSearch.of(snapshot, query, searches);
    }

    ArrowReader read() {
        // Columns are checked before anything is searched.
        RankedRows rows = RankedRows.of(snapshot, query, what, SCORES);
        return rows.read(reranked(candidates(rows)));
    }

    private List<Candidate> candidates(RankedRows rows) {
        Map<Long, Float> distances = search(ranking.vector(), TableColumns.DISTANCE);
        Map<Long, Float> scores = search(ranking.text(), TableColumns.SCORE);
        List<Long> near = new ArrayList<>(distances.keySet());
        List<Long> fitting = new ArrayList<>(scores.keySet());
        List<Long> all = new ArrayList<>(near);
        fitting.stream().filter(id -> !distances.containsKey(id)).forEach(all::add);
        Map<Long, Integer> vectorRanks = ranks(near);
        Map<Long, Integer> textRanks = ranks(fitting);
        List<Row> contents = contents(rows, all);
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
        Map<Long, Float> found = new LinkedHashMap<>();
        searches.best(one, score, searches.wanted()).forEach(row -> found.put(row.rowId(), row.score()));
        return found;
    }

    private List<Row> contents(RankedRows rows, List<Long> ids) {
        List<String> columns = ranking.reranker().columns();
        if (columns.isEmpty()) {
            Row nothing = Row.of(Map.of());
            return ids.stream().map(id -> nothing).toList();
        }
        return rows.contents(ids, columns);
    }

    private List<Ranked> reranked(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        Reranker reranker = ranking.reranker();
        double[] relevance = reranker.relevance(ranking.text().query().words(), List.copyOf(candidates));
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
        return ranked.stream().map(RankedRow::scored).toList();
    }

    private InvalidRequestException wrong(Reranker reranker, String why) {
        return new InvalidRequestException("Cannot " + what + ": the reranker "
                + reranker.getClass().getName() + " " + why + "; it must give one number for each row");
    }

    /** A row with its place in the answer. */
    private record RankedRow(Candidate candidate, double relevance) {
        Ranked scored() {
            return new Ranked(
                    candidate.rowId(), List.of(OptionalDouble.of(relevance), candidate.distance(), candidate.score()));
        }
    }
}
