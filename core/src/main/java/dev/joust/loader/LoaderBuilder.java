// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Says what a loader delivers; {@link #open} opens it.
 *
 * <p>Threads: belongs to one thread.
 */
public final class LoaderBuilder {
    /** Rows in a batch unless told otherwise: {@value}. */
    public static final int DEFAULT_BATCH_ROWS = 64;

    /** Batches kept ready unless told otherwise: {@value}. */
    public static final int DEFAULT_PREFETCH_BATCHES = 4;

    private final Function<LoaderSpec, Loader> engine;
    private final Optional<OrderedRows> rows;
    private Map<String, String> columns = Map.of();
    private Optional<String> filter = Optional.empty();
    private OptionalLong version = OptionalLong.empty();
    private OptionalLong seed = OptionalLong.empty();
    private int epoch;
    private int batchRows = DEFAULT_BATCH_ROWS;
    private int threads = Runtime.getRuntime().availableProcessors();
    private int prefetchBatches = DEFAULT_PREFETCH_BATCHES;
    private Optional<LoaderSpec.Decoded> decoded = Optional.empty();
    private LoaderSpec.Shard shard = LoaderSpec.Shard.WHOLE;
    private long firstStep;

    /** Begins with all columns of all rows in storage order; the engine opens what is asked for. */
    public LoaderBuilder(Function<LoaderSpec, Loader> engine) {
        this.engine = requireNonNull(engine, "engine");
        this.rows = Optional.empty();
    }

    /**
     * Begins with some columns of the rows of a permutation in its order; a filter or a version cannot be asked for.
     *
     * @param columns by the names that they are delivered under; empty means all
     */
    public LoaderBuilder(Function<LoaderSpec, Loader> engine, OrderedRows rows, Map<String, String> columns) {
        this.engine = requireNonNull(engine, "engine");
        this.rows = Optional.of(rows);
        this.columns = new LinkedHashMap<>(columns);
    }

    /** Only these columns; a decoded one need not be among them. */
    public LoaderBuilder columns(String... names) {
        Map<String, String> own = new LinkedHashMap<>();
        List.of(names).forEach(name -> own.put(name, name));
        columns = own;
        return this;
    }

    /** Only rows for which this SQL expression is true. */
    public LoaderBuilder where(String sql) {
        filter = Optional.of(sql);
        return this;
    }

    /** The rows of this version instead of the newest. */
    public LoaderBuilder atVersion(long number) {
        version = OptionalLong.of(number);
        return this;
    }

    /** Shuffles the rows; the same seed gives the same order everywhere. */
    public LoaderBuilder shuffle(long shuffleSeed) {
        seed = OptionalLong.of(shuffleSeed);
        return this;
    }

    /** Which epoch, from 0; with {@link #shuffle} each has its own order. */
    public LoaderBuilder epoch(int number) {
        epoch = number;
        return this;
    }

    /** How many rows a batch has; the last one may be shorter. */
    public LoaderBuilder batchRows(int rows) {
        batchRows = rows;
        return this;
    }

    /** How many threads read and decode; one per core unless told otherwise. */
    public LoaderBuilder threads(int count) {
        threads = count;
        return this;
    }

    /** How many batches are kept ready. */
    public LoaderBuilder prefetch(int batches) {
        prefetchBatches = batches;
        return this;
    }

    /** Decodes the images of a column into pixels. */
    public LoaderBuilder decode(String column, PixelDecoder decoder) {
        decoded = Optional.of(new LoaderSpec.Decoded(column, decoder));
        return this;
    }

    /** Only one of {@code world} equal parts of the rows, for training on several machines. */
    public LoaderBuilder shard(int rank, int world) {
        shard = new LoaderSpec.Shard(rank, world);
        return this;
    }

    /** Begins at this batch of the epoch, as a run that was interrupted does. */
    public LoaderBuilder resumeAtStep(long step) {
        firstStep = step;
        return this;
    }

    /**
     * Opens the loader and starts to read ahead. The caller closes it.
     *
     * @throws dev.joust.error.InvalidRequestException if a column, the filter, or the version does not fit the table
     */
    public Loader open() {
        return engine.apply(new LoaderSpec(
                rows,
                columns,
                filter,
                version,
                seed,
                epoch,
                batchRows,
                threads,
                prefetchBatches,
                decoded,
                shard,
                firstStep));
    }
}
