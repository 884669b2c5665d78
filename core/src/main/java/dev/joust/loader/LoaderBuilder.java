// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

    private final LoaderEngine engine;
    private final Optional<OrderedRows> rows;
    private Map<String, String> columns = Map.of();
    private Optional<String> filter = Optional.empty();
    private OptionalLong version = OptionalLong.empty();
    private OptionalLong seed = OptionalLong.empty();
    private int epoch;
    private OptionalInt batchRows = OptionalInt.empty();
    private LoaderSpec.ShortBatch shortBatch = LoaderSpec.ShortBatch.KEEP;
    private int threads = Runtime.getRuntime().availableProcessors();
    private int prefetchBatches = DEFAULT_PREFETCH_BATCHES;
    private Optional<Images> images = Optional.empty();
    private List<String> boxes = List.of();
    private Optional<LoaderSpec.Flip> flip = Optional.empty();
    private Optional<Normalization> normalization = Optional.empty();
    private Optional<BrokenImages> broken = Optional.empty();
    private LoaderSpec.Shard shard = LoaderSpec.Shard.WHOLE;
    private long firstStep;

    private record Images(String column, PixelDecoder decoder) {}

    /** Begins with all columns of all rows in storage order; the engine opens what is asked for. */
    public LoaderBuilder(LoaderEngine engine) {
        this.engine = requireNonNull(engine, "engine");
        this.rows = Optional.empty();
    }

    /**
     * Begins with some columns of the rows of a permutation in its order; a filter or a version cannot be asked for.
     *
     * @param columns by the names that they are delivered under; empty means all
     */
    public LoaderBuilder(LoaderEngine engine, OrderedRows rows, Map<String, String> columns) {
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

    /**
     * How many rows a batch has, at most as many as there are; unless told otherwise {@value #DEFAULT_BATCH_ROWS}, even
     * if there are fewer. The last batch may be shorter, and is delivered unless {@link #dropShortBatch} is called.
     */
    public LoaderBuilder batchRows(int rows) {
        batchRows = OptionalInt.of(rows);
        return this;
    }

    /**
     * Leaves out a last batch that is shorter than the others. All shards then have equally many batches: those that
     * the one with the fewest rows can fill.
     */
    public LoaderBuilder dropShortBatch() {
        shortBatch = LoaderSpec.ShortBatch.DROP;
        return this;
    }

    /** How many threads read and decode; one per core unless told otherwise. More of them hide slow storage. */
    public LoaderBuilder threads(int count) {
        threads = count;
        return this;
    }

    /**
     * How many batches may be in work or ready, beside those that the consumer holds; this bounds the memory. All
     * threads share the work on a batch, so that few batches are enough for many threads.
     */
    public LoaderBuilder prefetch(int batches) {
        prefetchBatches = batches;
        return this;
    }

    /** Decodes the images of a column into pixels; see {@link Batch#pixels}. */
    public LoaderBuilder decode(String column, PixelDecoder decoder) {
        images = Optional.of(new Images(column, decoder));
        return this;
    }

    /**
     * Columns of boxes that are scaled and flipped with the decoded images, and delivered with the other columns.
     *
     * @param names hold lists of boxes of four floating-point numbers, {@code x1, y1, x2, y2}, in pixels of the stored
     *     images
     */
    public LoaderBuilder boxes(String... names) {
        boxes = List.of(names);
        return this;
    }

    /**
     * Flips some of the decoded images from left to right.
     *
     * @param share the part of all images, from 0 to 1
     * @param flipSeed chooses them, others in each epoch; see {@link LoaderSpec.Flip}
     */
    public LoaderBuilder flip(double share, long flipSeed) {
        flip = Optional.of(new LoaderSpec.Flip(share, flipSeed));
        return this;
    }

    /** Makes float32 of the decoded images, channel by channel; see {@link Batch#tensor}. */
    public LoaderBuilder normalize(Normalization how) {
        normalization = Optional.of(how);
        return this;
    }

    /** What becomes of a row whose image is NULL or broken; {@link BrokenImages#FAIL} unless told otherwise. */
    public LoaderBuilder onBroken(BrokenImages policy) {
        broken = Optional.of(policy);
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
     * @throws dev.joust.error.InvalidRequestException if a column, the filter, or the version does not fit the table,
     *     or there are fewer rows than shards or than a batch was to have
     */
    public Loader<Batch> open() {
        return engine.open(spec());
    }

    /**
     * Opens a loader that delivers what a function makes of each batch, such as the tensors of another library. The
     * caller closes it.
     *
     * <p>The loader's threads call the function, several at once, and close the batch after it: what it returns must
     * not refer to the memory or the arrays of the batch. Results that are {@link AutoCloseable} belong to the consumer
     * once they are delivered; closing the loader closes the others. What the function throws is thrown by
     * {@link Loader#next} when the turn of its batch comes.
     *
     * @param collate returns no null
     * @throws dev.joust.error.InvalidRequestException as {@link #open()} throws it
     */
    public <T> Loader<T> open(Function<? super Batch, ? extends T> collate) {
        return engine.open(spec(), requireNonNull(collate, "collate"));
    }

    private LoaderSpec spec() {
        return new LoaderSpec(
                rows,
                columns,
                filter,
                version,
                seed,
                epoch,
                new LoaderSpec.Batches(batchRows, shortBatch),
                threads,
                prefetchBatches,
                decoded(),
                shard,
                firstStep);
    }

    private Optional<LoaderSpec.Decoded> decoded() {
        if (images.isEmpty()
                && (!boxes.isEmpty() || flip.isPresent() || normalization.isPresent() || broken.isPresent())) {
            throw new IllegalArgumentException("boxes, flip, normalize and onBroken are about decoded images; call"
                    + " decode(column, decoder) as well");
        }
        return images.map(decode -> new LoaderSpec.Decoded(
                decode.column(), decode.decoder(), boxes, flip, normalization, broken.orElse(BrokenImages.FAIL)));
    }
}
