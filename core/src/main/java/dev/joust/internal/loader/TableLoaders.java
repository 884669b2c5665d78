// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.loader;

import static java.util.Objects.requireNonNull;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.Versions;
import dev.joust.loader.Batch;
import dev.joust.loader.Loader;
import dev.joust.loader.LoaderEngine;
import dev.joust.loader.LoaderSpec;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/** Opens loaders over one table. Everything is checked before the first row is read. */
public final class TableLoaders implements LoaderEngine {
    private final LanceTable table;

    /** Opens loaders over this table. */
    public TableLoaders(LanceTable table) {
        this.table = table;
    }

    @Override
    public Loader<Batch> open(LoaderSpec spec) {
        return open(spec, (clock, batch) -> batch);
    }

    @Override
    public <T> Loader<T> open(LoaderSpec spec, Function<? super Batch, ? extends T> collate) {
        return open(spec, (clock, batch) -> {
            long started = System.nanoTime();
            try (batch) {
                return requireNonNull(collate.apply(batch), "what a function made of a batch");
            } finally {
                clock.collated(System.nanoTime() - started);
            }
        });
    }

    /** Makes of a batch what is delivered. */
    private interface Finish<T> {
        T apply(LoaderClock clock, LoadedBatch batch);
    }

    private <T> Loader<T> open(LoaderSpec spec, Finish<T> finish) {
        LoaderChecks.requireOwnRows(table.name(), spec);
        OptionalLong version =
                spec.rows().isPresent() ? OptionalLong.of(spec.rows().get().version()) : spec.version();
        Snapshot snapshot = version.isPresent() ? Versions.open(table, version.getAsLong()) : table.latest();
        try {
            LoadedColumns columns = LoadedColumns.of(snapshot, spec);
            EpochOrder order = EpochOrder.of(snapshot, spec);
            LoaderChecks.requireArrays(table.name(), spec, order.batchRows());
            return started(snapshot, spec, columns, order, finish);
        } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
        }
    }

    private <T> Loader<T> started(
            Snapshot snapshot, LoaderSpec spec, LoadedColumns columns, EpochOrder order, Finish<T> finish) {
        BufferAllocator allocator = table.store().allocator().newChildAllocator("loader", 0, Long.MAX_VALUE);
        LoaderThreads threads = new LoaderThreads(spec.threads());
        LoaderClock clock = new LoaderClock();
        BatchSteps<T> steps = new BatchSteps<>(
                new UnitReader(snapshot, allocator, columns.read(), clock),
                clock,
                new BatchColumns(allocator, columns.shown(), columns.boxes()),
                spec.decoded()
                        .map(decoded -> new BatchSteps.Images(
                                decoded, spec.epoch(), new ImageRows(decoded, order.batchRows()))),
                threads,
                batch -> finish.apply(clock, batch));
        return new PipelinedLoader<>(
                new PipelinedLoader.Resources(snapshot, allocator, threads),
                order,
                steps,
                spec.prefetchBatches(),
                spec.firstStep());
    }
}
