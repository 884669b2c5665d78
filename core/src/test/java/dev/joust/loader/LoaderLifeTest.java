// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads, memory and ends of loaders. */
class LoaderLifeTest {
    private static final int ROWS = 200;
    private static final int BLOB_BYTES = 20_000;

    @TempDir
    Path folder;

    private Lake lake;
    private Table table;

    @BeforeEach
    void open() {
        lake = Joust.open(folder.resolve("lake"));
        table = lake.createTable(
                "t",
                TableSchema.of(
                        Column.required("id", Types.INT64),
                        Column.of("image", Types.LARGE_BINARY),
                        Column.of("blob", Types.LARGE_BINARY)));
        table.appendRows(IntStream.range(0, ROWS)
                .<Map<String, Object>>mapToObj(id ->
                        Map.of("id", (long) id, "image", TinyImages.image(4, 4, id), "blob", new byte[BLOB_BYTES]))
                .toList());
    }

    /** Fails if memory of a loader is left. */
    @AfterEach
    void everyByteIsGivenBack() {
        lake.close();
    }

    private static void waitUntilReady(Loader<?> loader, int batches) {
        while (loader.statistics().readyBatches() < batches) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoeverClosesSecondComesBackWhenAllIsGivenBack() throws Exception {
        for (int round = 0; round < 30; round++) {
            Thread other;
            try (Lake own = Joust.open(folder.resolve("lake"))) {
                Loader<Batch> loader = own.openTable("t").loader().open();
                other = new Thread(loader::close);
                other.start();

                loader.close();
            }
            other.join();
        }
    }

    @Test
    void makesASlowConsumerWaitForTheFirstBatchOnly() {
        try (Loader<Batch> loader = table.loader()
                .columns("id")
                .decode("image", new TinyImages(8, 8))
                .batchRows(10)
                .prefetch(4)
                .open()) {
            while (loader.hasNext()) {
                Batch batch = loader.next();
                // The consumer is slow: it asks again only when all that may be prefetched is ready.
                waitUntilReady(loader, (int) Math.min(4, loader.steps() - 1 - batch.step()));
                batch.close();
            }

            LoaderStatistics statistics = loader.statistics();
            assertThat(statistics.waitSeconds()).isEqualTo(statistics.firstWaitSeconds());
            assertThat(statistics.bound()).isEqualTo(LoaderStatistics.Bound.CONSUMER);
        }
    }

    @Test
    void waitsForAConsumerWhenAllThatItMayPrefetchIsReady() {
        TinyImages decoder = new TinyImages(8, 8);
        try (Loader<Batch> loader = table.loader()
                .decode("image", decoder)
                .batchRows(10)
                .prefetch(3)
                .threads(8)
                .open()) {
            waitUntilReady(loader, 3);
            double idle = loader.statistics().idleSeconds();

            assertThat(decoder.decoded()).isEqualTo(30);
            while (loader.statistics().idleSeconds() <= idle) {
                Thread.onSpinWait();
            }
            assertThat(decoder.decoded()).isEqualTo(30);
            loader.next().close();
            waitUntilReady(loader, 3);
            assertThat(decoder.decoded()).isEqualTo(40);
        }
    }

    @Test
    void usesAsManyArraysAsBatchesArePrefetchedAndHeld() {
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        try (Loader<Batch> loader = table.loader()
                .columns("id")
                .decode("image", new TinyImages(8, 8))
                .batchRows(4)
                .prefetch(3)
                .threads(8)
                .open()) {
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    arrays.add(batch.pixels());
                }
            }
        }

        assertThat(arrays).hasSizeLessThanOrEqualTo(3 + 1);
    }

    @Test
    void keepsTheBytesOfAsManyBatchesAsArePrefetchedAndHeldAndOnceMoreOfThoseBeingPutTogether() {
        int batchRows = 20;
        int prefetch = 2;
        long batchBytes = (long) batchRows * (BLOB_BYTES + 100);
        try (Loader<Batch> loader = table.loader()
                .columns("id", "blob")
                .batchRows(batchRows)
                .prefetch(prefetch)
                .threads(8)
                .open()) {
            long peakBytes = 0;
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    peakBytes = batch.columns().getVector("blob").getAllocator().getPeakMemoryAllocation();
                }
            }

            assertThat(peakBytes).isBetween(batchBytes, (2 * prefetch + 1) * batchBytes);
        }
    }

    @Test
    void endsAWaitForTheNextBatchWhenAnotherThreadClosesIt() throws InterruptedException {
        CountDownLatch isStuck = new CountDownLatch(1);
        Loader<Long> loader = table.loader().columns("id").batchRows(10).open(batch -> {
            isStuck.countDown();
            awaitInterrupt();
            return batch.step();
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread consumer = new Thread(() -> {
            try {
                loader.next();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        consumer.start();
        isStuck.await();
        while (consumer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        loader.close();
        consumer.join();

        assertThat(thrown.get())
                .isInstanceOf(CancellationException.class)
                .hasMessage("the loader was closed while its consumer waited for a batch");
        assertThat(loader.hasNext()).isFalse();
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void losesNoBatchWhenAWaitForItIsInterrupted() {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (Loader<Long> loader = table.loader().columns("id").batchRows(100).open(batch -> {
            awaitUninterrupted(mayGoOn);
            return batch.step();
        })) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(loader::next)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted while waiting for a batch");
            assertThat(Thread.interrupted()).isTrue();

            mayGoOn.countDown();

            assertThat(loader.next()).isZero();
            assertThat(loader.next()).isEqualTo(1);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void deliversWhatAFunctionMakesOfBatchesInOrder() {
        try (Loader<List<Long>> loader = table.loader()
                .columns("id")
                .shuffle(3)
                .batchRows(50)
                .threads(8)
                .open(batch -> LongStream.of(batch.rowIds()).boxed().toList())) {
            long[] wanted = LongStream.range(0, ROWS).toArray();
            RowOrder.shuffle(wanted, 3, 0);
            List<Long> ids = new ArrayList<>();
            loader.forEachRemaining(ids::addAll);

            assertThat(ids).isEqualTo(LongStream.of(wanted).boxed().toList());
            assertThat(loader.statistics().collateSeconds()).isPositive();
        }
    }

    /** What a function made, which knows whether it was closed. */
    private record Made(AtomicInteger closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void closesWhatWasMadeOfBatchesAndNotDelivered() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        Loader<Made> loader = table.loader()
                .columns("id")
                .batchRows(10)
                .prefetch(4)
                .open(batch -> {
                    made.incrementAndGet();
                    return new Made(closed);
                });
        loader.next();
        waitUntilReady(loader, 4);

        loader.close();

        assertThat(made).hasValue(5);
        assertThat(closed).hasValue(4);
    }

    @Test
    void throwsWhatAFunctionThrowsWhenTheTurnOfItsBatchComesAndEndsTheEpoch() {
        try (Loader<Long> loader = table.loader()
                .columns("id")
                .batchRows(10)
                .threads(8)
                .open(batch -> {
                    if (batch.step() == 2) {
                        throw new IllegalStateException("no labels in batch 2");
                    }
                    return batch.step();
                })) {
            assertThat(loader.next()).isZero();
            assertThat(loader.next()).isEqualTo(1);
            assertThatThrownBy(loader::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no labels in batch 2");
            assertThat(loader.hasNext()).isFalse();
        }
    }

    @Test
    void refusesToBeClosedByAFunctionThatItRuns() {
        CompletableFuture<Loader<Long>> itself = new CompletableFuture<>();
        try (Loader<Long> loader = table.loader().columns("id").batchRows(10).open(batch -> {
            itself.join().close();
            return 0L;
        })) {
            itself.complete(loader);

            assertThatThrownBy(loader::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot close a loader in a function that it runs: it would wait for itself; throw an"
                            + " exception, which ends the epoch");
        }
    }

    static LongStream seeds() {
        Long only = Long.getLong("test.seed");
        return only == null ? LongStream.range(0, 40) : LongStream.of(only);
    }

    /** Closing the lake fails if a byte is left, so that this asserts nothing itself. */
    @ParameterizedTest(name = "-Dtest.seed={0}")
    @MethodSource("seeds")
    void leavesNothingBehindWheneverItIsClosed(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        int failingStep = random.nextInt(20);
        LoaderBuilder builder = table.loader()
                .batchRows(random.nextInt(1, 80))
                .threads(random.nextInt(1, 9))
                .prefetch(random.nextInt(1, 9))
                .shuffle(seed);
        if (random.nextBoolean()) {
            builder.decode("image", new TinyImages(8, 8)).flip(0.5, seed);
        }
        Loader<?> loader = random.nextBoolean()
                ? builder.open()
                : builder.open(batch -> {
                    if (batch.step() == failingStep) {
                        throw new IllegalStateException("it fails at " + failingStep);
                    }
                    return batch.size();
                });
        Thread closer = new Thread(loader::close);
        int taken = random.nextInt(6);
        boolean isClosedByAnother = random.nextBoolean();
        try {
            for (int i = 0; i < taken && loader.hasNext(); i++) {
                if (loader.next() instanceof Batch batch && random.nextBoolean()) {
                    batch.close();
                }
                if (isClosedByAnother && i == taken / 2) {
                    closer.start();
                }
            }
        } catch (IllegalStateException | NoSuchElementException e) {
            assertThat(e.getMessage())
                    .isIn(
                            "it fails at " + failingStep,
                            "the epoch is over",
                            "the loader was closed while its consumer waited for a batch");
        }
        loader.close();
        closer.join();
    }
}
