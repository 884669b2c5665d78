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

    /** Reads those rows that limit and offset leave. */
    ArrowReader read(List<Scored> best) {
        int from = (int) Math.min(query.offset(), best.size());
        int to = (int) Math.min(
                best.size(), from + Math.min(best.size(), query.limit().orElse(best.size())));
        List<Scored> page = best.subList(from, to);
        List<String> stored =
                plan.scanned().stream().filter(name -> !name.equals(score)).toList();
        ArrowReader rows = RowIdQuery.of(
                        snapshot, page.stream().map(Scored::rowId).toList(), stored, what)
                .read();
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
