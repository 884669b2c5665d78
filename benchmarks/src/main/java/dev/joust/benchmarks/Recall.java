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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How many of the ten nearest vectors a search by default settings finds, and in which time.
 *
 * <p>What is nearest is computed one vector after the other; see {@link ClusteredVectors}.
 */
final class Recall {
    private static final int QUERIES = 100;
    private static final int WANTED = ClusteredVectors.WANTED;
    private static final int BUCKETS = 10;

    private final ClusteredVectors points;

    /** A row with a vector. */
    @SuppressWarnings("ArrayRecordComponent")
    record Embedded(
            long id,
            int bucket,
            @Vector(ClusteredVectors.DIMENSION) float[] vector) {}

    private Recall(ClusteredVectors.Clusters clusters) {
        this.points = new ClusteredVectors(QUERIES, clusters);
    }

    static void run(Path folder, ClusteredVectors.Clusters clusters) {
        Recall recall = new Recall(clusters);
        try (Lake lake = Joust.open(folder.toString())) {
            Table table = lake.createTable("embedded", Embedded.class);
            table.append(IntStream.range(0, ClusteredVectors.ROWS)
                    .mapToObj(i -> new Embedded(i, i % BUCKETS, recall.points.vector(i))));
            List<Set<Long>> all = recall.points.nearest(1);
            List<Set<Long>> some = recall.points.nearest(BUCKETS);
            Report report = Report.begin("Recall at 10 of searches among 100,000 vectors of 512 numbers, clusters "
                    + clusters.name().toLowerCase(Locale.ROOT));
            report.header("index", "search", "built in", "recall", "recall with a filter of 10%", "p50", "p50 with it");
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
                    recall.measure(report, table, all, some, name, "probes(20)", search -> search.probes(20), "");
                    recall.measure(report, table, all, some, name, "probes(50)", search -> search.probes(50), "");
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
        RecallAnswers unfiltered = new RecallAnswers("id");
        RecallAnswers filtered = new RecallAnswers("id");
        for (int i = 0; i < QUERIES; i++) {
            VectorSearch one = search.apply(table.search("vector", points.query(i)))
                    .select("id")
                    .limit(WANTED);
            unfiltered.add(one, all.get(i));
            filtered.add(one.where("bucket = 0"), some.get(i));
        }
        report.row(index, settings, built, unfiltered.recall(), filtered.recall(), unfiltered.p50(), filtered.p50());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
