// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.index.Index;
import dev.joust.index.VectorIndex;
import dev.joust.query.VectorSearch;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How many of the ten nearest vectors a search by default settings finds, and in which time.
 *
 * <p>100,000 vectors of 512 numbers and unit length lie in 1,000 clusters, as embeddings do; 100 others of the same
 * clusters are looked for. What is nearest is computed here, one vector after the other. The clusters lie apart, or so
 * near that a vector is as far from the center of its own as that from the next: then the nearest vectors lie in any
 * cluster, and no part of an index has most of them.
 */
final class Recall {
    private static final int ROWS = 100_000;
    private static final int DIMENSION = 512;
    private static final int CLUSTERS = 1_000;
    private static final int QUERIES = 100;
    private static final int WANTED = 10;
    private static final int BUCKETS = 10;
    private static final double CENTERS_APART = Math.sqrt(2);

    private final float[][] vectors = new float[ROWS][];
    private final float[][] queries = new float[QUERIES][];

    /** A row with a vector. */
    @SuppressWarnings("ArrayRecordComponent")
    record Embedded(long id, int bucket, @Vector(DIMENSION) float[] vector) {}

    /** How the clusters lie. */
    enum Clusters {
        APART(0.7),
        OVERLAPPING(CENTERS_APART);

        private final double spread;

        Clusters(double spread) {
            this.spread = spread;
        }
    }

    private Recall(Clusters clusters) {
        Random random = new Random(42);
        float[][] centers = new float[CLUSTERS][];
        Arrays.setAll(centers, i -> near(random, new float[DIMENSION], 1));
        Arrays.setAll(vectors, i -> near(random, centers[random.nextInt(CLUSTERS)], clusters.spread));
        Arrays.setAll(queries, i -> near(random, centers[random.nextInt(CLUSTERS)], clusters.spread));
    }

    /** A vector of unit length whose distance from a center is about the spread. */
    private static float[] near(Random random, float[] center, double spread) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (center[i] + random.nextGaussian() * spread / Math.sqrt(DIMENSION));
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    static void run(Path folder, Clusters clusters) {
        Recall recall = new Recall(clusters);
        try (Lake lake = Joust.open(folder.toString())) {
            Table table = lake.createTable("embedded", Embedded.class);
            table.append(IntStream.range(0, ROWS).mapToObj(i -> new Embedded(i, i % BUCKETS, recall.vectors[i])));
            List<Set<Long>> all = recall.nearest(1);
            List<Set<Long>> some = recall.nearest(BUCKETS);
            Report report = Report.begin("Recall at 10 of searches among 100,000 vectors of 512 numbers, clusters "
                    + clusters.name().toLowerCase(Locale.ROOT));
            report.header("index", "search", "built in", "recall", "recall with a filter of 10%", "p50");
            recall.measure(report, table, all, some, "none", "default", search -> search, "");
            for (VectorIndex index : List.of(
                    Index.ivfFlat("vector"),
                    Index.ivfSq("vector"),
                    Index.ivfRq("vector"),
                    Index.ivfPq("vector"),
                    Index.ivfHnswSq("vector"),
                    Index.ivfHnswPq("vector"))) {
                long start = System.nanoTime();
                table.createIndex(index);
                String built = seconds(System.nanoTime() - start);
                String name = index.type().text();
                recall.measure(report, table, all, some, name, "default", search -> search, built);
                recall.measure(report, table, all, some, name, "refine(1)", search -> search.refine(1), "");
                if (index.type().isGraph()) {
                    recall.measure(report, table, all, some, name, "ef(1000)", search -> search.ef(1000), "");
                } else {
                    recall.measure(report, table, all, some, name, "probes(5)", search -> search.probes(5), "");
                    recall.measure(report, table, all, some, name, "probes(100)", search -> search.probes(100), "");
                    recall.measure(report, table, all, some, name, "probes(200)", search -> search.probes(200), "");
                }
                table.dropIndex(table.indexes().get(0).name());
            }
        }
    }

    private void measure(
            Report report,
            Table table,
            List<Set<Long>> all,
            List<Set<Long>> some,
            String index,
            String settings,
            UnaryOperator<VectorSearch> search,
            String built) {
        List<Long> nanos = new ArrayList<>();
        int found = 0;
        int foundFiltered = 0;
        for (int i = 0; i < QUERIES; i++) {
            VectorSearch one = search.apply(table.search("vector", queries[i]));
            long start = System.nanoTime();
            found += among(one, all.get(i));
            nanos.add(System.nanoTime() - start);
            foundFiltered += among(one.where("bucket = 0"), some.get(i));
        }
        nanos.sort(null);
        report.row(
                index,
                settings,
                built,
                share(found),
                share(foundFiltered),
                Report.millis(nanos.get(QUERIES / 2) / 1e9));
    }

    private static int among(VectorSearch search, Set<Long> wanted) {
        return (int) search.select("id").limit(WANTED).rows().stream()
                .filter(row -> wanted.contains(row.longValue("id")))
                .count();
    }

    /** The nearest of every so-manieth vector, for each query. */
    private List<Set<Long>> nearest(int step) {
        return Arrays.stream(queries)
                .parallel()
                .map(query -> nearest(query, step))
                .toList();
    }

    private Set<Long> nearest(float[] query, int step) {
        record Far(long id, double distance) {}
        PriorityQueue<Far> best = new PriorityQueue<>((a, b) -> Double.compare(b.distance(), a.distance()));
        for (int i = 0; i < ROWS; i += step) {
            double distance = distance(query, vectors[i]);
            if (best.size() < WANTED || distance < best.element().distance()) {
                best.add(new Far(i, distance));
            }
            if (best.size() > WANTED) {
                best.remove();
            }
        }
        Set<Long> ids = new HashSet<>();
        best.forEach(far -> ids.add(far.id()));
        return ids;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static String share(int found) {
        return String.format(Locale.ROOT, "%.3f", (double) found / (QUERIES * WANTED));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
