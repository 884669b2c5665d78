// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.file.LanceFileWriter;
import org.lance.fragment.DataFile;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Update;

/**
 * Fills a column with lance-core alone: two threads read the input of a fragment each, write its column file, and one
 * commit shows them all. What somebody would write who needs this column once.
 */
final class BareColumn {
    private static final int THREADS = 2;
    private static final int TOMBSTONE = -2;

    private final BufferAllocator allocator;
    private final Path table;
    private final String input;
    private final String output;

    private final ArrowType type;
    private final Batch batch;

    /** Computes the values of a batch. */
    @FunctionalInterface
    interface Batch {
        void compute(FieldVector in, FieldVector out, int rows);
    }

    BareColumn(BufferAllocator allocator, Path table, String input, String output, ArrowType type, Batch batch) {
        this.allocator = allocator;
        this.table = table;
        this.input = input;
        this.output = output;
        this.type = type;
        this.batch = batch;
    }

    static BareColumn doubled(BufferAllocator allocator, Path table, String output) {
        return new BareColumn(allocator, table, "x", output, new ArrowType.Int(Long.SIZE, true), (in, out, rows) -> {
            BigIntVector values = (BigIntVector) in;
            BigIntVector doubled = (BigIntVector) out;
            doubled.allocateNew(rows);
            for (int i = 0; i < rows; i++) {
                doubled.set(i, 2 * values.get(i));
            }
        });
    }

    static BareColumn length(BufferAllocator allocator, Path table, String output) {
        return new BareColumn(
                allocator, table, "text", output, new ArrowType.Int(Integer.SIZE, true), (in, out, rows) -> {
                    VarCharVector texts = (VarCharVector) in;
                    IntVector lengths = (IntVector) out;
                    lengths.allocateNew(rows);
                    for (int i = 0; i < rows; i++) {
                        lengths.set(i, new String(texts.get(i), StandardCharsets.UTF_8).length());
                    }
                });
    }

    /** Fills the column; returns the rows. */
    long fill() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Dataset dataset =
                Dataset.open().allocator(allocator).uri(table.toString()).build()) {
            int field = dataset.getLanceSchema().fields().stream()
                    .filter(f -> f.getName().equals(output))
                    .findFirst()
                    .orElseThrow()
                    .getId();
            List<Future<FragmentMetadata>> written = new ArrayList<>();
            for (Fragment fragment : dataset.getFragments()) {
                written.add(threads.submit(() -> write(dataset, fragment, field)));
            }
            List<FragmentMetadata> updated = new ArrayList<>();
            long rows = 0;
            for (Future<FragmentMetadata> one : written) {
                updated.add(one.get());
                rows += one.get().getPhysicalRows();
            }
            Update update = Update.builder()
                    .updatedFragments(updated)
                    .fieldsModified(new long[] {field})
                    .updateMode(Optional.of(Update.UpdateMode.RewriteColumns))
                    .build();
            try (Transaction transaction = new Transaction.Builder()
                    .readVersion(dataset.version())
                    .operation(update)
                    .build()) {
                new CommitBuilder(dataset).execute(transaction).close();
            }
            return rows;
        } finally {
            threads.shutdown();
        }
    }

    // LanceScanner.close() declares Exception, which javac suspects of hiding an interrupt.
    @SuppressWarnings("try")
    private FragmentMetadata write(Dataset dataset, Fragment fragment, int field) throws Exception {
        String name = UUID.randomUUID() + ".lance";
        Path file = table.resolve("data").resolve(name);
        Schema schema = new Schema(List.of(Field.nullable(output, type)));
        ScanOptions options = new ScanOptions.Builder()
                .columns(List.of(input))
                .fragmentIds(List.of(fragment.getId()))
                .build();
        try (LanceScanner scanner = dataset.newScan(options);
                ArrowReader reader = scanner.scanBatches();
                LanceFileWriter writer =
                        LanceFileWriter.open(file.toString(), allocator, null, Optional.of("2.1"), Map.of());
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            while (reader.loadNextBatch()) {
                FieldVector values = reader.getVectorSchemaRoot().getVector(input);
                int rows = values.getValueCount();
                batch.compute(values, root.getVector(output), rows);
                root.setRowCount(rows);
                writer.write(root);
            }
        }
        FragmentMetadata old = fragment.metadata();
        List<DataFile> files = new ArrayList<>();
        for (DataFile data : old.getFiles()) {
            if (Arrays.stream(data.getFields()).noneMatch(id -> id == field)) {
                files.add(data);
            } else if (data.getFields().length > 1) {
                files.add(masked(data, field));
            }
        }
        files.add(new DataFile(
                name, new int[] {field}, new int[] {0}, 2, 1, file.toFile().length(), null));
        return new FragmentMetadata(
                old.getId(),
                files,
                old.getPhysicalRows(),
                old.getDeletionFile(),
                old.getRowIdMeta(),
                old.getCreatedAtVersionMeta(),
                old.getLastUpdatedAtVersionMeta());
    }

    private static DataFile masked(DataFile file, int field) {
        int[] fields = Arrays.stream(file.getFields())
                .map(id -> id == field ? TOMBSTONE : id)
                .toArray();
        return new DataFile(
                file.getPath(),
                fields,
                file.getColumnIndices(),
                file.getFileMajorVersion(),
                file.getFileMinorVersion(),
                file.getFileSizeBytes(),
                file.getBaseId().orElse(null));
    }
}
