// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow batches in memory that can be read again and again without being copied. */
final class KeptBatches implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Schema schema;
    private final List<ArrowRecordBatch> batches = new ArrayList<>();

    /** Keeps all batches of a reader, which is closed. */
    KeptBatches(BufferAllocator allocator, ArrowReader source) throws IOException {
        this.allocator = allocator;
        try (source) {
            this.schema = source.getVectorSchemaRoot().getSchema();
            while (source.loadNextBatch()) {
                batches.add(new VectorUnloader(source.getVectorSchemaRoot()).getRecordBatch());
            }
        }
    }

    Schema schema() {
        return schema;
    }

    long bytes() {
        return batches.stream().mapToLong(ArrowRecordBatch::computeBodyLength).sum();
    }

    /** A reader of all batches, under this schema, which differs in metadata only. The caller closes it. */
    ArrowReader reader(Schema as) {
        return new ArrowReader(allocator) {
            private int next;

            @Override
            public boolean loadNextBatch() throws IOException {
                prepareLoadNextBatch();
                if (next == batches.size()) {
                    return false;
                }
                ArrowRecordBatch kept = batches.get(next++);
                loadRecordBatch(new ArrowRecordBatch(kept.getLength(), kept.getNodes(), kept.getBuffers()));
                return true;
            }

            @Override
            public long bytesRead() {
                return 0;
            }

            @Override
            protected void closeReadSource() {
                // The batches stay.
            }

            @Override
            protected Schema readSchema() {
                return as;
            }
        };
    }

    @Override
    public void close() {
        batches.forEach(ArrowRecordBatch::close);
    }
}
