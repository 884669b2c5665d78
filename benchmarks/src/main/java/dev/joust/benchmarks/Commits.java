// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.millis;

import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.commit.ColumnCommit;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.internal.lance.files.ColumnFileWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** How long it takes to make the column file of one fragment visible, with the fragment's file written before. */
final class Commits {
    private static final int FRAGMENTS = 200;
    private static final int ROWS = 1_000;

    private Commits() {}

    static void run(Path folder) throws Exception {
        Report report = Report.begin("Commits of one column file each, " + FRAGMENTS + " in a row");
        report.header("commits", "step", "p50", "p95");
        for (Durability durability : Durability.values()) {
            Path lake = folder.resolve(durability.name());
            Files.createDirectories(lake);
            LanceStore store = new LanceStore(Allocators.child("commits"), Map.of(), durability);
            try (LanceTable table =
                    LanceTable.create(store, "t", lake.resolve("t.lance").toString(), schema())) {
                for (int i = 0; i < FRAGMENTS; i++) {
                    Changes.append(table, new OneBatch(store.allocator()), Map.of());
                }
                measure(report, table, durability.name().toLowerCase(java.util.Locale.ROOT));
            } finally {
                store.close();
            }
        }
    }

    private static Schema schema() {
        return new Schema(List.of(
                Field.nullable("x", new ArrowType.Int(Long.SIZE, true)),
                Field.nullable("y", new ArrowType.Int(Long.SIZE, true))));
    }

    private static void measure(Report report, LanceTable table, String name) {
        double[] writes = new double[FRAGMENTS];
        double[] commits = new double[FRAGMENTS];
        for (int i = 0; i < FRAGMENTS; i++) {
            long start = System.nanoTime();
            ColumnFile file = write(table, i);
            long written = System.nanoTime();
            ColumnCommit.commit(table, List.of(file), Map.of());
            writes[i] = (written - start) / 1e9;
            commits[i] = (System.nanoTime() - written) / 1e9;
        }
        report.row(name, "write the file", percentile(writes, 50), percentile(writes, 95));
        report.row(name, "commit", percentile(commits, 50), percentile(commits, 95));
    }

    private static String percentile(double[] seconds, int percent) {
        Arrays.sort(seconds);
        return millis(seconds[seconds.length * percent / 100]);
    }

    private static ColumnFile write(LanceTable table, int index) {
        try (Snapshot now = table.latest()) {
            FragmentFacts fragment = now.fragments().get(index);
            try (ColumnFileWriter writer = ColumnFileWriter.open(now, fragment, List.of("y"));
                    BigIntVector values = numbers(table.store().allocator(), "y")) {
                writer.write(new VectorSchemaRoot(List.of(values.getField()), List.of(values), ROWS));
                return writer.finish(Map.of(), List.of(), List.of());
            }
        }
    }

    private static BigIntVector numbers(BufferAllocator allocator, String name) {
        BigIntVector values = new BigIntVector(name, allocator);
        values.allocateNew(ROWS);
        for (int i = 0; i < ROWS; i++) {
            values.set(i, i * 31L % 1009);
        }
        values.setValueCount(ROWS);
        return values;
    }

    /** The rows of one fragment. */
    private static final class OneBatch extends ArrowReader {
        private boolean isRead;

        OneBatch(BufferAllocator allocator) {
            super(allocator);
        }

        @Override
        public boolean loadNextBatch() throws java.io.IOException {
            if (isRead) {
                return false;
            }
            isRead = true;
            BigIntVector x = (BigIntVector) getVectorSchemaRoot().getVector("x");
            try (BigIntVector values = numbers(allocator, "x")) {
                values.makeTransferPair(x).transfer();
            }
            getVectorSchemaRoot().setRowCount(ROWS);
            return true;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        protected void closeReadSource() {}

        @Override
        protected Schema readSchema() {
            return new Schema(List.of(schema().getFields().get(0)));
        }
    }
}
