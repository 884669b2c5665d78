// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import dev.joust.index.DistanceMetric;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A search for the rows whose vectors are nearest to a given one.
 *
 * <p>The answer has the column {@code _distance} (float32), the smallest first, and at most
 * {@value QuerySpec#DEFAULT_SEARCH_LIMIT} rows unless told otherwise. Filters apply before the search. Rows without a
 * vector are never found; rows that the column's index does not cover yet are compared one by one.
 */
public final class VectorSearch extends RowQuery<VectorSearch> {
    private VectorSearch(QueryEngine engine, QuerySpec spec) {
        super(engine, spec);
    }

    /** Returns the search in the only vector column of this length, which the engine answers. */
    public static VectorSearch of(QueryEngine engine, float[] vector) {
        return of(engine, Optional.empty(), vector);
    }

    /** Returns the search in this column, which the engine answers. */
    public static VectorSearch of(QueryEngine engine, String column, float[] vector) {
        return of(engine, Optional.of(column), vector);
    }

    private static VectorSearch of(QueryEngine engine, Optional<String> column, float[] vector) {
        return new VectorSearch(
                engine,
                QuerySpec.EVERYTHING
                        .limit(QuerySpec.DEFAULT_SEARCH_LIMIT)
                        .rankedBy(new Ranking.Vector(column, vector, Ranking.Options.DEFAULT)));
    }

    @Override
    VectorSearch with(QuerySpec changed) {
        return new VectorSearch(engine(), changed);
    }

    /** Measures distance in another way than the column's index; then every vector is compared, without index. */
    public VectorSearch metric(DistanceMetric metric) {
        Ranking.Options o = options();
        return with(new Ranking.Options(Optional.of(metric), o.probes(), o.refine(), o.ef(), o.isExact(), o.range()));
    }

    /** Looks at this many parts of the index; more parts cost time and miss fewer rows. */
    public VectorSearch probes(int parts) {
        Ranking.Options o = options();
        return with(new Ranking.Options(
                o.metric(), OptionalInt.of(positive("probes", parts)), o.refine(), o.ef(), o.isExact(), o.range()));
    }

    /** Compares this many times the limit of candidates exactly; matters for compressed indexes. */
    public VectorSearch refine(int factor) {
        Ranking.Options o = options();
        return with(new Ranking.Options(
                o.metric(), o.probes(), OptionalInt.of(positive("refine", factor)), o.ef(), o.isExact(), o.range()));
    }

    /**
     * Keeps this many candidates while an index by graphs (HNSW) follows links, at least as many as are compared; more
     * cost time and miss fewer rows. Other indexes take no notice.
     */
    public VectorSearch ef(int candidates) {
        Ranking.Options o = options();
        return with(new Ranking.Options(
                o.metric(),
                o.probes(),
                o.refine(),
                OptionalInt.of(positive("ef", candidates)),
                o.isExact(),
                o.range()));
    }

    /** Compares every vector, without index; a search that also sets probes, refine or ef is refused. */
    public VectorSearch exact() {
        Ranking.Options o = options();
        return with(new Ranking.Options(o.metric(), o.probes(), o.refine(), o.ef(), true, o.range()));
    }

    /**
     * Finds only rows whose distance is in this range; limit and offset count these.
     *
     * <p>With a lower bound, rows that are nearer are found and left out, so that many of them cost time.
     *
     * @param low the smallest distance, {@link Float#NEGATIVE_INFINITY} for none
     * @param high the first distance that is too large, {@link Float#POSITIVE_INFINITY} for none
     * @throws IllegalArgumentException if no distance is in it
     */
    public VectorSearch distanceRange(float low, float high) {
        Ranking.Options o = options();
        return with(new Ranking.Options(
                o.metric(), o.probes(), o.refine(), o.ef(), o.isExact(), new Ranking.DistanceRange(low, high)));
    }

    /** Finds first and filters then: faster with weak filters, but fewer rows than the limit may be left. */
    public VectorSearch postfilter() {
        return with(spec().postfiltered());
    }

    /** Also looks for words in text; the answer has what either search found, the best of both first. */
    public HybridSearch and(TextSearch words) {
        return HybridSearch.of(this, words);
    }

    private VectorSearch with(Ranking.Options changed) {
        return with(spec().rankedBy(ranking().withOptions(changed)));
    }

    private Ranking.Vector ranking() {
        return (Ranking.Vector) spec().ranking().orElseThrow();
    }

    private Ranking.Options options() {
        return ranking().options();
    }

    private static int positive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + " must be positive but was " + value);
        }
        return value;
    }
}
