// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import dev.joust.filter.Filter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A search for near vectors and for words at once, whose answers are brought into one order by a {@link Reranker}.
 *
 * <p>Both searches look at one version, with the same filters, for as many rows as limit and offset need together. The
 * answer ends with {@code _relevance_score} (float32), the highest first, {@code _distance} and {@code _score}
 * (float32, NULL for a row that only the other search found), and has at most {@value QuerySpec#DEFAULT_SEARCH_LIMIT}
 * rows unless told otherwise. Filters apply before the searches.
 */
public final class HybridSearch extends RowQuery<HybridSearch> {
    private HybridSearch(QueryEngine engine, QuerySpec spec) {
        super(engine, spec);
    }

    /** Combines two searches of one table; their filters, and the version of the first, hold for both. */
    static HybridSearch of(VectorSearch vector, TextSearch text) {
        OptionalLong version = vector.spec().version();
        requirePlain(vector, version);
        requirePlain(text, OptionalLong.empty());
        if (!vector.sourceUri().equals(text.sourceUri())) {
            throw new IllegalArgumentException("Cannot combine searches of '" + vector.table() + "' and '"
                    + text.table() + "': they are of two tables; search in one");
        }
        QuerySpec spec = QuerySpec.EVERYTHING
                .limit(QuerySpec.DEFAULT_SEARCH_LIMIT)
                .rankedBy(new Ranking.Hybrid(
                        (Ranking.Vector) ranking(vector), (Ranking.Text) ranking(text), Reranker.reciprocalRank()));
        for (List<Filter> filters : List.of(vector.spec().filters(), text.spec().filters())) {
            for (Filter filter : filters) {
                spec = spec.where(filter);
            }
        }
        return new HybridSearch(vector.engine(), version.isPresent() ? spec.atVersion(version.getAsLong()) : spec);
    }

    private static Ranking ranking(RowQuery<?> search) {
        return search.spec().ranking().orElseThrow();
    }

    private static void requirePlain(RowQuery<?> search, OptionalLong version) {
        QuerySpec spec = search.spec();
        QuerySpec plain = new QuerySpec(
                spec.filters(),
                List.of(),
                List.of(),
                QuerySpec.EVERYTHING.limit(QuerySpec.DEFAULT_SEARCH_LIMIT).limit(),
                0,
                version,
                false,
                Optional.empty(),
                spec.ranking(),
                false);
        if (!plain.equals(spec)) {
            throw new IllegalArgumentException("Cannot combine searches of table '" + search.table()
                    + "': one of them has columns, limit, offset, version or postfilter of its own; set these for the"
                    + " combined search");
        }
    }

    @Override
    HybridSearch with(QuerySpec changed) {
        return new HybridSearch(engine(), changed);
    }

    /** Brings the rows into another order than that of {@link Reranker#reciprocalRank()}. */
    public HybridSearch rerank(Reranker reranker) {
        Ranking.Hybrid hybrid = (Ranking.Hybrid) ranking(this);
        return with(spec().rankedBy(
                        new Ranking.Hybrid(hybrid.vector(), hybrid.text(), requireNonNull(reranker, "reranker"))));
    }

    /** Finds first and filters then: faster with weak filters, but fewer rows than the limit may be left. */
    public HybridSearch postfilter() {
        return with(spec().postfiltered());
    }
}
