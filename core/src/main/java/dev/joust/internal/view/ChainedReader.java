// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.arrow.PulledReader;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One reader after the other, as one; each is opened when the one before is read, and closed after it.
 *
 * <p>All have the schema of the first.
 */
final class TakenRows extends PulledReader {
    private final List<Supplier<ArrowReader>> sources;
    private final Schema schema;
    private @Nullable ArrowReader current;
    private int next;
    private @Nullable VectorSchemaRoot empty;

    private TakenRows(BufferAllocator allocator, Schema schema, List<Supplier<ArrowReader>> sources) {
        super(allocator);
        this.schema = schema;
        this.sources = List.copyOf(sources);
    }

    /** The rows of whole fragments, then single rows by their ids. */
    static ArrowReader of(ViewPlan plan, Snapshot source, List<Integer> fragments, long[] rowIds) {
        List<Supplier<ArrowReader>> sources = new ArrayList<>();
        if (!fragments.isEmpty()) {
            sources.add(() -> plan.rows(source, fragments));
        }
        for (int from = 0; from < rowIds.length; from += ViewPlan.BATCH_ROWS) {
            long[] chunk = Arrays.copyOfRange(rowIds, from, Math.min(rowIds.length, from + ViewPlan.BATCH_ROWS));
            sources.add(
                    () -> plan.rowsWithIds(source, Arrays.stream(chunk).boxed().toList()));
        }
        return new TakenRows(source.table().store().allocator(), new Schema(plan.columns()), sources);
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
        if (current != null) {
            return current.getVectorSchemaRoot();
        }
        if (empty == null) {
            empty = VectorSchemaRoot.create(schema, allocator);
        }
        return empty;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        while (true) {
            if (current != null && current.loadNextBatch()) {
                return true;
            }
            if (next == sources.size()) {
                return false;
            }
            closeCurrent();
            current = sources.get(next++).get();
        }
    }

    private void closeCurrent() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeCurrent();
        next = sources.size();
        if (empty != null) {
            empty.close();
        }
    }
}
