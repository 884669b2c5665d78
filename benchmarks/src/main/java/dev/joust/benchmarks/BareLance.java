// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.BlobFile;
import org.lance.Dataset;
import org.lance.WriteParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** The same work by lance-core alone, in the most direct way that it offers. */
final class BareLance {
    private BareLance() {}

    /** Creates an empty dataset. The caller closes it. */
    static Dataset create(BufferAllocator allocator, Path path, Schema schema, String format) {
        return Dataset.write()
                .allocator(allocator)
                .schema(schema)
                .uri(path.toString())
                .mode(WriteParams.WriteMode.CREATE)
                .enableStableRowIds(true)
                .dataStorageVersion(format)
                .execute();
    }

    /** Appends all batches of a reader, which is closed. */
    static void append(BufferAllocator allocator, Path path, ArrowReader rows, String format) throws Exception {
        try (rows;
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, rows, stream);
            Dataset.write().allocator(allocator).stream(stream)
                    .uri(path.toString())
                    .mode(WriteParams.WriteMode.APPEND)
                    .enableStableRowIds(true)
                    .dataStorageVersion(format)
                    .execute()
                    .close();
        }
    }

    // LanceScanner.close() declares Exception, which javac suspects of hiding an interrupt.
    @SuppressWarnings("try")
    static long scan(Dataset dataset, ScanOptions options) throws Exception {
        try (LanceScanner scanner = dataset.newScan(options);
                ArrowReader reader = scanner.scanBatches()) {
            return drain(reader);
        }
    }

    static long take(Dataset dataset, List<Long> rowIds, List<String> columns) throws Exception {
        try (ArrowReader reader = dataset.takeRows(rowIds, columns)) {
            return drain(reader);
        }
    }

    static long takeBlobs(Dataset dataset, List<Long> rowIds, String column) throws Exception {
        long bytes = 0;
        for (BlobFile blob : dataset.takeBlobs(rowIds, column)) {
            try (blob) {
                bytes += blob.read().length;
            }
        }
        return bytes;
    }

    /** Reads all batches; returns their bytes. */
    static long drain(ArrowReader reader) throws Exception {
        long bytes = 0;
        while (reader.loadNextBatch()) {
            for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
                bytes += vector.getBufferSize();
            }
        }
        return bytes;
    }
}
