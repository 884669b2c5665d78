// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.query.ScoredSearch.Scored;
import dev.joust.query.QuerySpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The answer to a search of one kind, once it is known which rows are in it.
 *
 * @param score the column that the search adds
 * @param plan the columns of the answer, which were checked
 */
record ScoredRows(Snapshot snapshot, QuerySpec query, String what, String score, QueryPlan plan) {
    static ScoredRows of(Snapshot snapshot, QuerySpec query, String what) {
        Optional<String> score = TableQueries.rank(query);
        return new ScoredRows(snapshot, query, what, score.orElseThrow(), QueryPlan.of(snapshot, query, what, score));
    }

    /** Whether all that the answer reads of a row is what the search knows of it. */
    boolean isOfIdsOnly() {
        return plan.scanned().stream().allMatch(name -> name.equals(score) || name.equals(TableColumns.ROW_ID));
    }

    /** Reads those rows that limit and offset leave; all of them are there. */
    ArrowReader read(List<Scored> best) {
        return readIfPresent(best).orElseThrow(() -> new IllegalStateException("rows that exist were not read"));
    }

    /** Reads those rows that limit and offset leave; empty if one of them, or of those before, does not exist. */
    Optional<ArrowReader> readIfPresent(List<Scored> best) {
        List<Long> before =
                best.stream().limit(query.offset()).map(Scored::rowId).toList();
        if (RowIdQuery.present(snapshot, before).size() < before.size()) {
            return Optional.empty();
        }
        List<Scored> page = ScoredSearch.page(query, best);
        List<String> stored =
                plan.scanned().stream().filter(name -> !name.equals(score)).toList();
        return RowIdQuery.of(snapshot, page.stream().map(Scored::rowId).toList(), stored, what)
                .readIfPresent()
                .map(rows -> scored(rows, page));
    }

    private ArrowReader scored(ArrowReader rows, List<Scored> page) {
        ArrowReader scored = new RankedReader(
                snapshot.table().store().allocator(),
                rows,
                List.of(score),
                plan.scanned(),
                page.stream()
                        .map(one -> List.of(OptionalDouble.of(one.score())))
                        .toList());
        return plan.evaluator().map(evaluator -> evaluator.evaluate(scored)).orElse(scored);
    }
}
