// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.DistanceMetric;
import dev.joust.index.IndexType;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.internal.lance.index.NearestVectors;
import dev.joust.internal.lance.index.Searches;
import dev.joust.internal.lance.index.Searches.Filtering;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A vector search that was checked against one version; everything is checked here, because Lance answers a wrong
 * vector query with the whole table.
 *
 * @param vectors what to look for
 * @param steps in how many parts of an index pages are looked for by how far down they are; empty where in the same for
 *     all
 * @param how which index is used and why, for people
 */
record VectorRanking(NearestVectors vectors, List<ProbedParts> steps, String how) {
    /**
     * How many times the limit is compared exactly after a compressed index, unless told otherwise: measured on 20,000
     * clustered vectors of 128 numbers cut into 8 pieces, 10 gives a recall at 10 of 0.93, 20 gives 1.0.
     */
    static final int DEFAULT_REFINE = 20;

    static VectorRanking of(
            Snapshot snapshot,
            TableColumns columns,
            QuerySpec spec,
            Ranking.Vector ranking,
            SourceMetric.Lookup sources) {
        float[] vector = ranking.vector();
        String column = column(columns, ranking, vector.length);
        requireNumbers(columns, vector);
        Ranking.Options options = ranking.options();
        ExactOptions.requireOneWay(columns.what(), options);
        Optional<IndexFacts> index = SourceMetric.vectorIndex(snapshot, column);
        Optional<SourceMetric> source =
                options.metric().isEmpty() && index.isEmpty() ? sources.of(column) : Optional.empty();
        DistanceMetric metric = options.metric()
                .or(() -> index.flatMap(IndexFacts::metric))
                .or(() -> source.map(SourceMetric::metric))
                .orElse(DistanceMetric.L2);
        requireLength(columns, vector, metric);
        String without = whyWithoutIndex(snapshot, spec, options, index, metric);
        boolean isWithIndex = without.isEmpty();
        boolean isCompressed = isWithIndex && index.orElseThrow().type() != IndexType.IVF_FLAT;
        OptionalInt refine =
                options.refine().isPresent() || !isCompressed ? options.refine() : OptionalInt.of(DEFAULT_REFINE);
        NearestVectors vectors = new NearestVectors(
                column,
                list(vector),
                count(snapshot, spec),
                options.probes().orElse(NearestVectors.ALL_PARTS),
                refine,
                options.ef(),
                metric,
                isWithIndex);
        List<ProbedParts> steps =
                isWithIndex ? ProbedParts.steps(snapshot, index.orElseThrow(), spec, options) : List.of();
        String how = isWithIndex
                ? "index '" + index.orElseThrow().name() + "' (" + probes(vectors, spec, steps) + ")"
                : without;
        return new VectorRanking(
                vectors,
                steps,
                "nearest in '" + column + "' by "
                        + source.map(SourceMetric::toString).orElse(metric.name()) + ": " + how);
    }

    /** The same for so many of the nearest rows. */
    VectorRanking best(long count) {
        return new VectorRanking(vectors.withCount((int) Math.min(Integer.MAX_VALUE, count)), steps, how);
    }

    /** Reads the rows. */
    ArrowReader read(Snapshot snapshot, ScanRequest request, Filtering filtering) {
        return Searches.nearest(snapshot, request, vectors, filtering);
    }

    /** Reads those of the nearest rows that some parts of the index have and that are not among others. */
    ArrowReader read(Snapshot snapshot, ScanRequest request, VectorPage.Part part) {
        Set<Long> others = part.others();
        NearestVectors in = vectors.inParts(part.parts());
        if (others.isEmpty()) {
            return Searches.nearest(snapshot, request, in, Filtering.BEFORE);
        }
        String ids = others.stream().map(String::valueOf).collect(Collectors.joining(", "));
        // Left out after the search: a filter before it would look at every row of the table.
        return Searches.nearest(
                snapshot,
                request.where(TableColumns.ROW_ID + " NOT IN (" + ids + ")"),
                in.withCount((int) Math.min(Integer.MAX_VALUE, vectors.count() + (long) others.size())),
                Filtering.AFTER);
    }

    private static String whyWithoutIndex(
            Snapshot snapshot,
            QuerySpec spec,
            Ranking.Options options,
            Optional<IndexFacts> index,
            DistanceMetric metric) {
        if (options.isExact()) {
            return "every vector is compared, as asked";
        } else if (index.isEmpty()) {
            return "every vector is compared, there is no index";
        } else if (!index.get().metric().equals(Optional.of(metric))) {
            return "every vector is compared, because index '" + index.get().name() + "' measures "
                    + index.get().metric().map(DistanceMetric::name).orElse("otherwise");
        } else if (LanceIndexes.isSuspect(snapshot, index.get())) {
            return "every vector is compared, because another program changed rows under index '"
                    + index.get().name() + "'; run joust index update";
        } else if (isPoor(spec, options, index.get())) {
            return "every vector that the filter leaves is compared, because index '"
                    + index.get().name()
                    + "' (ivf_rq) misses many rows under a filter; ask for probes or refine to use it";
        } else if (isWrongByDot(options, index.get())) {
            return "every vector is compared, because index '" + index.get().name() + "' ("
                    + index.get().type().text()
                    + ") misses many rows by DOT; ask for probes or refine to use it";
        }
        return "";
    }

    /**
     * Where numbers are kept as bytes, Lance 7.0.0 multiplies these as they are, though they stand for numbers from the
     * smallest on: of the 10 nearest of 4,000 vectors, 0.3 to 0.6 were found by 20 candidates for each.
     */
    private static boolean isWrongByDot(Ranking.Options options, IndexFacts index) {
        return (index.type() == IndexType.IVF_SQ || index.type() == IndexType.IVF_HNSW_SQ)
                && index.metric().equals(Optional.of(DistanceMetric.DOT))
                && options.probes().isEmpty()
                && options.refine().isEmpty();
    }

    /**
     * Under a filter, Lance 7.0.0 orders what it finds by few bits so roughly that a third of the nearest rows are
     * missed by 20 candidates for each row that is wanted: 0.64 of them were found among 100,000 vectors, of which a
     * tenth matched.
     */
    private static boolean isPoor(QuerySpec spec, Ranking.Options options, IndexFacts index) {
        return index.type() == IndexType.IVF_RQ
                && !spec.filters().isEmpty()
                && !spec.isPostfiltered()
                && options.probes().isEmpty()
                && options.refine().isEmpty();
    }

    private static String probes(NearestVectors vectors, QuerySpec spec, List<ProbedParts> steps) {
        String all = vectors.probes() < NearestVectors.ALL_PARTS ? vectors.probes() + " parts" : "all parts";
        String parts = steps.isEmpty() ? all : new VectorPage(spec, steps).toString();
        return parts
                + (vectors.refine().isPresent() ? ", refine " + vectors.refine().getAsInt() : "")
                + (vectors.ef().isPresent() ? ", ef " + vectors.ef().getAsInt() : "");
    }

    private static String column(TableColumns columns, Ranking.Vector ranking, int length) {
        if (ranking.column().isEmpty()) {
            return onlyColumn(columns, length);
        }
        Column column = columns.column(ranking.column().get());
        int dimension = dimension(column)
                .orElseThrow(() -> new InvalidRequestException("Cannot " + columns.what() + ": column '"
                        + column.name() + "' is " + column.type() + ", not a vector of float16 or float32"
                        + "; search in a vector column" + vectorColumns(columns)));
        if (dimension != length) {
            throw new InvalidRequestException(
                    "Cannot " + columns.what() + ": column '" + ranking.column().get() + "' holds vectors of "
                            + dimension + " numbers but the query has " + length + "; use a vector of the same length");
        }
        return ranking.column().get();
    }

    private static String onlyColumn(TableColumns columns, int length) {
        List<String> fitting = columns.schema().columns().stream()
                .filter(column -> dimension(column).equals(Optional.of(length)))
                .map(Column::name)
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw new InvalidRequestException("Cannot " + columns.what() + ": "
                + (fitting.isEmpty()
                        ? "no column holds vectors of " + length + " numbers; search in a vector column"
                                + vectorColumns(columns)
                        : "several columns hold vectors of " + length + " numbers; name one of "
                                + Names.quoted(fitting)));
    }

    private static String vectorColumns(TableColumns columns) {
        List<String> all = columns.schema().columns().stream()
                .filter(column -> dimension(column).isPresent())
                .map(column -> "'" + column.name() + "' (" + dimension(column).orElseThrow() + ")")
                .toList();
        return all.isEmpty() ? " (this table has none)" : " such as " + String.join(", ", all);
    }

    /** The length of a column's vectors; empty if it is no column of vectors that can be searched. */
    static Optional<Integer> dimension(Column column) {
        return column.type() instanceof ColumnType.Vector vector
                        && vector.element().type() instanceof ColumnType.Floating number
                        && number.bits() <= Float.SIZE
                ? Optional.of(vector.dimension())
                : Optional.empty();
    }

    private static void requireNumbers(TableColumns columns, float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new InvalidRequestException("Cannot " + columns.what() + ": the query vector holds " + vector[i]
                        + " at position " + i + "; use finite numbers");
            }
        }
    }

    private static void requireLength(TableColumns columns, float[] vector, DistanceMetric metric) {
        boolean isZero = true;
        for (float number : vector) {
            isZero &= number == 0;
        }
        if (isZero && metric == DistanceMetric.COSINE) {
            throw new InvalidRequestException("Cannot " + columns.what()
                    + ": the query vector is all zeros, which has no angle to any other; use another vector or the"
                    + " metric L2");
        }
    }

    private static int count(Snapshot snapshot, QuerySpec spec) {
        long rows = Math.max(1, snapshot.count());
        long wanted = spec.limit().orElse(rows);
        long most = wanted > rows - Math.min(rows, spec.offset()) ? rows : wanted + spec.offset();
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, most));
    }

    private static List<Float> list(float[] vector) {
        List<Float> numbers = new ArrayList<>(vector.length);
        for (float number : vector) {
            numbers.add(number);
        }
        return numbers;
    }
}
