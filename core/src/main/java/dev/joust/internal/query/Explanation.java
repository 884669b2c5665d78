// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import dev.joust.query.SortKey;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** How the answer to a query is found, one step in a line, the first step first. */
final class Explanation {
    private Explanation() {}

    static String of(Snapshot snapshot, QueryPlan plan, String what, SourceMetric.Lookup sources) {
        QuerySpec query = plan.spec();
        StringJoiner lines = new StringJoiner("\n");
        lines.add("table '" + snapshot.table().name() + "' version " + snapshot.version() + ", " + snapshot.count()
                + " rows in " + snapshot.fragments().size() + " fragments");
        query.rowIds().ifPresent(ids -> lines.add("take " + ids.size() + " rows by id"));
        if (plan.filter().isPresent() && !query.isPostfiltered()) {
            lines.add(filter(snapshot, plan.filter().get(), what));
        }
        if (query.ranking().isPresent()) {
            lines.add(ranking(snapshot, plan, query.ranking().get(), sources));
        }
        if (plan.filter().isPresent() && query.isPostfiltered()) {
            lines.add("then filter " + plan.filter().get());
        }
        if (!query.order().isEmpty()) {
            lines.add("sort by " + query.order().stream().map(Explanation::key).collect(Collectors.joining(", ")));
        }
        if (query.offset() > 0) {
            lines.add("leave out " + query.offset() + " rows");
        }
        query.limit().ifPresent(rows -> lines.add("at most " + rows + " rows"));
        lines.add("read " + String.join(", ", plan.scanned()));
        plan.evaluator().ifPresent(evaluator -> lines.add("compute " + plan.described()));
        return lines.toString();
    }

    private static String key(SortKey key) {
        return key.column() + (key.direction() == SortKey.Direction.ASCENDING ? "" : " descending");
    }

    private static String filter(Snapshot snapshot, String filter, String what) {
        SqlText text = SqlText.expression(filter, what);
        List<String> useful = LanceIndexes.list(snapshot).stream()
                .filter(index -> switch (index.type()) {
                    case BTREE, BITMAP, LABEL_LIST -> true;
                    case FULL_TEXT, IVF_FLAT, IVF_PQ, IVF_SQ, IVF_RQ, IVF_HNSW_PQ, IVF_HNSW_SQ, OTHER -> false;
                })
                .filter(index -> snapshot.schema().getFields().stream()
                        .anyMatch(field -> text.mentions(field.getName())
                                && snapshot.fieldIds(field.getName()).containsAll(index.fieldIds())))
                .map(IndexFacts::name)
                .toList();
        return "filter " + filter
                + (useful.isEmpty() ? ", every row is looked at" : ", with index " + String.join(", ", useful));
    }

    private static String ranking(Snapshot snapshot, QueryPlan plan, Ranking ranking, SourceMetric.Lookup sources) {
        if (ranking instanceof Ranking.Hybrid hybrid) {
            return ranking(snapshot, plan, hybrid.vector(), sources) + "\n"
                    + ranking(snapshot, plan, hybrid.text(), sources) + "\nthen order by " + hybrid.reranker();
        }
        if (ranking instanceof Ranking.Vector vector) {
            Ranking.DistanceRange range = vector.options().range();
            String how = VectorRanking.of(snapshot, plan.columns(), plan.spec(), vector, sources)
                    .how();
            return range.equals(Ranking.DistanceRange.ALL)
                    ? how
                    : how + ", distances from " + range.low() + " to below " + range.high();
        }
        return TextRanking.of(snapshot, plan.columns(), (Ranking.Text) ranking).how();
    }
}
