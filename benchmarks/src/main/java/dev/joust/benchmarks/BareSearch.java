// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/** The searches of a {@link Question} by lance-core alone, on a handle that stays open at one version. */
final class BareSearch implements AutoCloseable {
    private static final int PROBES = 20;
    private static final int ALL_PARTS = 1_000_000;
    private static final int MAX_EXPANSIONS = 50;

    private final RootAllocator allocator = new RootAllocator();
    private final Dataset dataset;
    private final OptionalInt refine;

    /**
     * Opens the newest version.
     *
     * @param refine how many times the limit is compared exactly, as Joust does it by default for the index
     */
    BareSearch(Path path, OptionalInt refine) {
        this.dataset = Dataset.open().allocator(allocator).uri(path.toString()).build();
        this.refine = refine;
    }

    List<Long> ask(Question question) throws Exception {
        ScanOptions.Builder options = new ScanOptions.Builder().prefilter(true).limit(ClusteredVectors.WANTED);
        if (question.isFiltered()) {
            options.filter(SearchTable.FILTER);
        }
        if (question.vector().isPresent()) {
            return ids(options.columns(List.of("id", "words", "_distance"))
                    .nearest(near(question.vector().get(), question.isFiltered())));
        }
        return ids(options.columns(List.of("id", "words", "_score"))
                .fullTextQuery(FullTextQuery.match(
                        question.words(), "words", 1f, Optional.of(0), MAX_EXPANSIONS, FullTextQuery.Operator.OR, 0)));
    }

    private Query near(float[] vector, boolean isFiltered) {
        Query.Builder query = new Query.Builder()
                .setColumn("vector")
                .setKey(vector)
                .setK(ClusteredVectors.WANTED)
                .setNprobes(isFiltered ? ALL_PARTS : PROBES)
                .setDistanceType(DistanceType.L2)
                .setUseIndex(true);
        refine.ifPresent(query::setRefineFactor);
        return query.build();
    }

    // LanceScanner.close() declares Exception, which javac suspects of hiding an interrupt.
    @SuppressWarnings("try")
    private List<Long> ids(ScanOptions.Builder options) throws Exception {
        List<Long> ids = new ArrayList<>();
        try (LanceScanner scanner = dataset.newScan(options.build());
                ArrowReader reader = scanner.scanBatches()) {
            while (reader.loadNextBatch()) {
                BigIntVector id = (BigIntVector) reader.getVectorSchemaRoot().getVector("id");
                VarCharVector words =
                        (VarCharVector) reader.getVectorSchemaRoot().getVector("words");
                for (int row = 0; row < id.getValueCount(); row++) {
                    if (!words.getObject(row).toString().isEmpty()) {
                        ids.add(id.get(row));
                    }
                }
            }
        }
        return ids;
    }

    @Override
    public void close() {
        dataset.close();
        allocator.close();
    }
}
