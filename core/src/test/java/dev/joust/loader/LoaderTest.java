// SPDX-License-Identifier: Apache-2.0
package dev.joust.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.schema.Column;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
    /** "Decodes" three bytes into one pixel; a first byte of 255 is a broken image. */
    private static final PixelDecoder ONE_PIXEL = new PixelDecoder() {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public StoredSize decode(byte[] encoded, byte[] pixels, int offset) {
            if (encoded[0] == (byte) 255) {
                throw new IllegalStateException("the image is broken");
            }
            System.arraycopy(encoded, 0, pixels, offset, 3);
            return new StoredSize(1, 1);
        }
    };

    @TempDir
    Path folder;

    private Lake lake;
    private Table table;

    @BeforeEach
    void openALakeOfHundredRows() {
        lake = Joust.open(folder.resolve("lake"));
        table = lake.createTable(
                "t", TableSchema.of(Column.required("id", Types.INT64), Column.of("image", Types.LARGE_BINARY)));
        table.appendRows(IntStream.range(0, 60).mapToObj(LoaderTest::row).toList());
        table.appendRows(IntStream.range(60, 100).mapToObj(LoaderTest::row).toList());
    }

    private static Map<String, Object> row(int id) {
        return Map.of("id", (long) id, "image", new byte[] {(byte) id, 1, 2});
    }

    @Test
    void closesWithinOneImageOfABatch() throws InterruptedException {
        CountDownLatch isDecoding = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicInteger decoded = new AtomicInteger();
        Loader<Batch> loader = table.loader()
                .threads(1)
                .batchRows(50)
                .decode("image", new SlowPixel(isDecoding, mayGoOn, decoded))
                .open();
        isDecoding.await();

        Thread closer = new Thread(loader::close);
        closer.start();
        // It waits for the worker, which it has told to stop.
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        mayGoOn.countDown();
        closer.join();

        assertThat(decoded).hasValue(1);
    }

    /** Decodes nothing, and its first image only when it may go on. */
    private record SlowPixel(CountDownLatch isDecoding, CountDownLatch mayGoOn, AtomicInteger decoded)
            implements PixelDecoder {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public StoredSize decode(byte[] encoded, byte[] pixels, int offset) {
            decoded.incrementAndGet();
            isDecoding.countDown();
            boolean isInterrupted = false;
            while (mayGoOn.getCount() > 0) {
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            return new StoredSize(1, 1);
        }
    }

    @AfterEach
    void everyByteIsGivenBack() {
        lake.close();
    }

    private static List<Long> ids(LoaderBuilder builder) {
        List<Long> ids = new ArrayList<>();
        try (Loader<Batch> loader = builder.open()) {
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    BigIntVector column = (BigIntVector) batch.columns().getVector("id");
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(column.get(i)).isEqualTo(batch.rowIds()[i]);
                        ids.add(column.get(i));
                    }
                }
            }
        }
        return ids;
    }

    @Test
    void deliversAllRowsInStorageOrderUnlessShuffled() {
        assertThat(ids(table.loader().columns("id").batchRows(7)))
                .isEqualTo(LongStream.range(0, 100).boxed().toList());
    }

    @Test
    void deliversTheSameOrderWhateverTheNumberOfThreads() {
        long[] wanted = LongStream.range(0, 100).toArray();
        RowOrder.shuffle(wanted, 42, 0);

        for (int threads : new int[] {1, 2, 5}) {
            assertThat(ids(table.loader()
                            .columns("id")
                            .shuffle(42)
                            .threads(threads)
                            .batchRows(9)))
                    .isEqualTo(Arrays.stream(wanted).boxed().toList());
        }
    }

    @Test
    void hasAnOrderOfItsOwnInEachEpochButOneFingerprint() {
        LoaderBuilder builder = table.loader().columns("id").shuffle(42);
        List<Long> first = ids(builder);
        String hash;
        try (Loader<Batch> loader = builder.open()) {
            hash = loader.orderHash();
        }

        builder.epoch(1);

        assertThat(ids(builder)).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
        try (Loader<Batch> loader = builder.open()) {
            assertThat(loader.orderHash())
                    .isEqualTo(hash)
                    .isEqualTo(RowOrder.hash(
                            first.stream().mapToLong(Long::longValue).toArray()));
        }
    }

    @Test
    void decodesImagesBesideTheColumnsThatWereAskedFor() {
        try (Loader<Batch> loader = table.loader()
                .columns("id")
                .decode("image", ONE_PIXEL)
                .batchRows(30)
                .open()) {
            Batch batch = loader.next();

            assertThat(batch.columns().getSchema().getFields()).hasSize(1);
            assertThat(Arrays.copyOf(batch.pixels(), 6)).containsExactly(0, 1, 2, 1, 1, 2);
            batch.close();
        }
    }

    @Test
    void partsOfTheRowsMakeTheWhole() {
        List<Long> all = new ArrayList<>();
        for (int rank = 0; rank < 3; rank++) {
            all.addAll(ids(table.loader().columns("id").shuffle(1).shard(rank, 3)));
        }

        assertThat(all)
                .hasSize(100)
                .containsExactlyInAnyOrderElementsOf(ids(table.loader().columns("id")));
    }

    @Test
    void resumesAtAStep() {
        List<Long> all = ids(table.loader().columns("id").shuffle(9).batchRows(8));

        assertThat(ids(table.loader().columns("id").shuffle(9).batchRows(8).resumeAtStep(5)))
                .isEqualTo(all.subList(40, 100));
    }

    @Test
    void filtersRows() {
        assertThat(ids(table.loader().columns("id").where("id >= 95"))).containsExactly(95L, 96L, 97L, 98L, 99L);
    }

    @Test
    void staysAtItsVersionWhenTheTableChanges() {
        try (Loader<Batch> loader = table.loader()
                .columns("id")
                .batchRows(10)
                .threads(1)
                .prefetch(1)
                .open()) {
            table.delete("id >= 50");
            long rows = 0;
            while (loader.hasNext()) {
                try (Batch batch = loader.next()) {
                    rows += batch.size();
                }
            }

            assertThat(rows).isEqualTo(100);
        }
    }

    @Test
    void givesAllMemoryBackWhenClosedEarly() {
        Loader<Batch> loader =
                table.loader().decode("image", ONE_PIXEL).batchRows(5).open();
        loader.next().close();

        loader.close();

        assertThat(loader.hasNext()).isFalse();
        assertThatThrownBy(loader::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("the epoch is over");
    }

    @Test
    void namesTheRowOfABrokenImage() {
        table.appendRows(List.of(row(255)));

        try (Loader<Batch> loader =
                table.loader().decode("image", ONE_PIXEL).batchRows(101).open()) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "Cannot decode column 'image' of row 100 in table 't': the image is broken; leave the row"
                                    + " out with a filter, mend it, or let broken images be skipped or replaced");
        }
    }

    @Test
    void tellsWhereTheTimeWent() {
        try (Loader<Batch> loader =
                table.loader().decode("image", ONE_PIXEL).batchRows(50).open()) {
            loader.next().close();
            loader.next().close();

            assertThat(loader.statistics().rows()).isEqualTo(100);
            assertThat(loader.statistics().bytes()).isGreaterThanOrEqualTo(100 * (8 + 3));
            assertThat(loader.statistics().readSeconds()).isPositive();
        }
    }

    @Test
    void refusesColumnsThatAreNotThereOrHoldNoBytes() {
        assertThatThrownBy(() -> table.loader().columns("idd").open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot load table 't': there is no column 'idd'; did you mean 'id'?");
        assertThatThrownBy(() -> table.loader().decode("id", ONE_PIXEL).open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot decode column 'id' of table 't': it is int64, not binary; name the column that holds"
                                + " the images");
    }

    @Test
    void refusesMoreShardsThanRowsAndBatchesLargerThanWhatThereIs() {
        assertThatThrownBy(() -> table.loader().shard(3, 101).open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot load table 't' in 101 parts: there are 100 rows; use at most as many parts as rows");
        assertThatThrownBy(() -> table.loader().batchRows(101).open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot load table 't' in batches of 101 rows: there are 100; use batches of at most 100");
        assertThatThrownBy(() -> table.loader().shard(0, 3).batchRows(34).open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot load table 't' in batches of 34 rows: one of its 3 parts has 33; use batches of at"
                        + " most 33");
        assertThatThrownBy(
                        () -> table.loader().where("id < 10").dropShortBatch().open())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot load table 't' in batches of 64 rows: there are 10; use batches of at most 10");
    }

    @Test
    void deliversAShortLastBatchUnlessItIsToBeDropped() {
        assertThat(ids(table.loader().columns("id").batchRows(30))).hasSize(100);
        assertThat(ids(table.loader().columns("id").batchRows(30).dropShortBatch()))
                .hasSize(90);
        for (int rank = 0; rank < 3; rank++) {
            try (Loader<Batch> loader =
                    table.loader().shard(rank, 3).batchRows(33).dropShortBatch().open()) {
                assertThat(loader.steps()).isEqualTo(1);
            }
        }
    }

    @Test
    void deliversNothingOfNoRows() {
        assertThat(ids(table.loader().columns("id").where("id < 0").batchRows(10)))
                .isEmpty();
    }
}
