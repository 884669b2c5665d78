// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import dev.joust.loader.BrokenRow;
import dev.joust.loader.LoaderSpec.Decoded;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * What the batches of a loader have in common: how they are read, decoded, put together and handed over.
 *
 * <p>Threads: safe for use by several threads.
 */
final class BatchSteps<T> {
    private final UnitReader reader;
    private final LoaderClock clock;
    private final BatchColumns columns;
    private final Optional<Images> images;
    private final Executor threads;
    private final Function<LoadedBatch, T> finish;
    private final Set<LoadedBatch> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** How images are decoded, in which epoch. */
    record Images(Decoded decoded, int epoch, ImageRows rows) {}

    BatchSteps(
            UnitReader reader,
            LoaderClock clock,
            BatchColumns columns,
            Optional<Images> images,
            Executor threads,
            Function<LoadedBatch, T> finish) {
        this.reader = reader;
        this.clock = clock;
        this.columns = columns;
        this.images = images;
        this.threads = threads;
        this.finish = finish;
    }

    UnitReader reader() {
        return reader;
    }

    LoaderClock clock() {
        return clock;
    }

    void run(Runnable step) {
        threads.execute(step);
    }

    /** From now on nothing is begun, and what was begun ends as soon as it can. */
    void beginClosing() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    @Nullable
    BatchImages newImages(long[] rowIds) {
        return images.map(how -> new BatchImages(how, rowIds)).orElse(null);
    }

    /** The encoded images of rows that were read. */
    FieldVector imagesOf(VectorSchemaRoot rows) {
        return rows.getVector(images.orElseThrow().decoded().column());
    }

    /** Puts a batch together, with the images that were decoded; the caller closes the parts. */
    LoadedBatch assembled(long step, long[] rowIds, List<VectorSchemaRoot> parts, @Nullable BatchImages decoded) {
        VectorSchemaRoot rows = columns.joined(parts);
        try {
            if (decoded == null) {
                return opened(new LoadedBatch(step, rowIds, rows, LoadedBatch.Images.NONE, List.of(), open::remove));
            }
            long[] delivered = rowIds;
            List<BrokenRow> broken = decoded.broken();
            if (!broken.isEmpty()) {
                int[] numbers = decoded.deliver(reader.table(), step, broken);
                delivered = IntStream.of(numbers)
                        .mapToLong(number -> rowIds[number])
                        .toArray();
                rows = columns.selected(rows, numbers);
            }
            if (!columns.boxes().isEmpty()) {
                rows = columns.withMovedBoxes(rows, new MovedBoxes(reader.table(), delivered, decoded));
            }
            return opened(new LoadedBatch(step, delivered, rows, decoded.delivered(delivered.length), broken, batch -> {
                open.remove(batch);
                decoded.giveBack();
            }));
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    private LoadedBatch opened(LoadedBatch batch) {
        open.add(batch);
        return batch;
    }

    /** Makes of a batch what is delivered. */
    BatchWork.Ready<T> delivered(LoadedBatch batch, long bytes) {
        return new BatchWork.Ready<>(
                finish.apply(batch), batch.size(), bytes, batch.brokenRows().size());
    }

    /** Closes the batches that nobody has closed, once nothing runs any more. */
    void closeBatches() {
        List.copyOf(open).forEach(LoadedBatch::close);
    }
}
