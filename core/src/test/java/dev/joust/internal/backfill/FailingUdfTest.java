// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.BackfillResult;
import dev.joust.error.UdfException;
import dev.joust.feature.Backoff;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that throw: rows, calls, instances. */
class FailingUdfTest {
    private static final String MEND = "; correct it and run the backfill again, or let it skip rows that fail";

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    /** What a function does with a batch. */
    private interface Body {
        void compute(InputBatch in, OutputBatch out) throws Exception;
    }

    private Feature batched(Body body) {
        return Feature.of("squares", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(CountedUdf.class, () -> new CountedUdf(body));
    }

    private final class CountedUdf implements BatchUdf {
        private final Body body;

        CountedUdf(Body body) {
            this.body = body;
        }

        @Override
        public void open(UdfContext context) {
            opened.incrementAndGet();
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) throws Exception {
            calls.incrementAndGet();
            body.compute(in, out);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static long id(InputBatch in, int row) {
        return (Long) java.util.Objects.requireNonNull(in.value(0, row));
    }

    private static void square(InputBatch in, OutputBatch out) {
        for (int row = 0; row < in.rows(); row++) {
            out.set(row, id(in, row) * id(in, row));
        }
    }

    private static boolean holds(InputBatch in, long id) {
        for (int row = 0; row < in.rows(); row++) {
            if (id(in, row) == id) {
                return true;
            }
        }
        return false;
    }

    private static Body poisonedBy(long poison, Throwable failure) {
        return (in, out) -> {
            if (holds(in, poison)) {
                FailingUdfTest.<RuntimeException>sneak(failure);
            }
            square(in, out);
        };
    }

    @SuppressWarnings("unchecked") // throws what is no RuntimeException
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private void append(int rows) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.addAll(Texts.rows(i, "t" + i));
        }
        lake.append(all);
    }

    @Test
    void aStopNamesTheRowThatSpoilsItsBatch() {
        append(256);
        Feature squares = batched(poisonedBy(77, new AssertionError("poison")));
        lake.add(squares);

        assertThatThrownBy(() -> lake.backfill("squares").run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'squares' of table 't': function " + squares.identity()
                        + " failed at row id 77 (id=77): java.lang.AssertionError: poison" + MEND);
        assertThat(calls).hasValueLessThanOrEqualTo(1 + 2 * 8);
        assertThat(lake.rowsOf("_joust_errors"))
                .hasSize(1)
                .first()
                .satisfies(error -> assertThat(error)
                        .containsEntry("row_id", 77L)
                        .containsEntry("fragment", 0)
                        .containsEntry("error", "java.lang.AssertionError")
                        .containsEntry("attempt", 1)
                        .containsEntry("max_attempts", 1));
    }

    @Test
    void aPoisonedRowCostsNoMoreCallsThanPromised() {
        append(256);
        lake.add(batched(poisonedBy(200, new StackOverflowError("deep"))));

        BackfillResult result =
                lake.backfill("squares").onError(ErrorPolicy.skip()).run();

        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(result.rowsComputed()).isEqualTo(255);
        assertThat(calls).hasValue(1 + 2 * 8);
        assertThat(opened.get()).isEqualTo(closed.get());
    }

    @Test
    void aFailureThatNoRowRepeatsStopsWithTheWholeCallInItsMessage() {
        append(10);
        Feature squares = batched((in, out) -> {
            if (in.rows() == 10) {
                throw new IllegalStateException("too many at once");
            }
            square(in, out);
        });
        lake.add(squares);

        assertThatThrownBy(() -> lake.backfill("squares").run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'squares' of table 't': function " + squares.identity()
                        + " failed for 10 rows from row id 0 on, though for none of them alone:"
                        + " java.lang.IllegalStateException: too many at once" + MEND);
        assertThat(lake.backfill("squares").onError(ErrorPolicy.skip()).run().rowsComputed())
                .isEqualTo(10);
    }

    @Test
    void aBatchIsRetriedAsAWholeAndItsRowsAlone() {
        append(8);
        AtomicInteger failures = new AtomicInteger(2);
        lake.add(batched((in, out) -> {
            if (failures.getAndDecrement() > 0) {
                throw new IOException("503 busy");
            }
            square(in, out);
            if (in.rows() == 8) {
                out.fail(3, new IOException("503 busy"));
            }
        }));

        BackfillResult result = lake.backfill("squares")
                .onError(ErrorPolicy.retry(3).on(IOException.class).backoff(Backoff.fixed(Duration.ofMillis(1))))
                .run();

        assertThat(result.rowsComputed()).isEqualTo(8);
        assertThat(lake.values("squares")).containsExactly(0L, 1L, 4L, 9L, 16L, 25L, 36L, 49L);
        assertThat(calls).hasValue(4);
    }

    @Test
    void aRowThatKeepsFailingIsSkippedAfterItsLastAttempt() {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        Feature fragile = Feature.of("fragile", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    calls.incrementAndGet();
                    if (id == 2 || seen.add(id)) {
                        throw new IOException("503 busy");
                    }
                    return id;
                });
        lake.append(Texts.rows(0, "a", "b", "c", "d")).add(fragile);

        BackfillResult result = lake.backfill("fragile")
                .onError(ErrorPolicy.retry(2).on(IOException.class).then(ErrorPolicy.skip()))
                .run();

        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(lake.values("fragile")).containsExactly(0L, 1L, null, 3L);
        assertThat(calls).hasValue(4 + 4 + 1);
        assertThat(lake.rowsOf("_joust_errors"))
                .hasSize(1)
                .first()
                .satisfies(error -> assertThat(error)
                        .containsEntry("row_id", 2L)
                        .containsEntry("attempt", 3)
                        .containsEntry("max_attempts", 3));
    }

    @Test
    void aStopAfterRetriesSaysHowOftenItTried() {
        Feature fragile = Feature.of("fragile", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    throw new IOException("503 busy");
                });
        lake.append(Texts.rows(0, "a")).add(fragile);

        assertThatThrownBy(() ->
                        lake.backfill("fragile").onError(ErrorPolicy.retry(2)).run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'fragile' of table 't': function " + fragile.identity()
                        + " failed at row id 0 (id=0) in attempt 3: java.io.IOException: 503 busy" + MEND);
    }

    @Test
    void anErrorInAFunctionOfOneRowConcernsThatRowAlone() {
        Feature fragile = Feature.of("fragile", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    calls.incrementAndGet();
                    if (id == 1) {
                        throw new StackOverflowError("deep");
                    } else if (id == 2) {
                        throw new InterruptedException("mine");
                    }
                    return id;
                });
        lake.append(Texts.rows(0, "a", "b", "c", "d")).add(fragile);

        BackfillResult result =
                lake.backfill("fragile").onError(ErrorPolicy.skip()).run();

        assertThat(result.rowsFailed()).isEqualTo(2);
        assertThat(lake.values("fragile")).containsExactly(0L, null, null, 3L);
        assertThat(calls).hasValue(4);
        assertThat(lake.rowsOf("_joust_errors"))
                .extracting(error -> error.get("message"))
                .containsExactlyInAnyOrder(
                        "java.lang.StackOverflowError: deep", "java.lang.InterruptedException: mine");
    }

    @Test
    void aBatchThatRunsOutOfMemoryIsHalvedOnce() {
        append(8);
        lake.add(batched((in, out) -> {
            if (in.rows() > 4) {
                throw new OutOfMemoryError("Java heap space");
            }
            square(in, out);
        }));

        assertThat(lake.backfill("squares").run().rowsComputed()).isEqualTo(8);
        assertThat(calls).hasValue(3);
    }

    @Test
    void aHalfThatRunsOutOfMemoryStopsTheFeatureWithAdvice() {
        append(8);
        Feature squares = batched((in, out) -> {
            if (in.rows() > 2) {
                throw new OutOfMemoryError("Java heap space");
            }
            square(in, out);
        });
        lake.add(squares);

        assertThatThrownBy(() ->
                        lake.backfill("squares").onError(ErrorPolicy.skip()).run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'squares' of table 't': function " + squares.identity()
                        + " ran out of memory with 4 rows in a call, row id 0 first, and "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB of heap: java.lang.OutOfMemoryError: Java heap space; give it fewer rows at once"
                        + " (batchRows, now 256), fewer instances (concurrency) or Java more heap (-Xmx)");
        assertThat(calls).hasValue(2);
    }

    @Test
    void aMissingClassStopsTheFeatureWithoutSkippingRows() {
        append(4);
        Feature squares = batched(poisonedBy(2, new NoClassDefFoundError("com/example/Model")));
        lake.add(squares);

        assertThatThrownBy(() ->
                        lake.backfill("squares").onError(ErrorPolicy.skip()).run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'squares' of table 't': function " + squares.identity()
                        + " cannot be linked: java.lang.NoClassDefFoundError: com/example/Model; add the jar that holds"
                        + " what it needs to the class path, or to the jars of functions");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aWorkerThatDiesIsReplacedWithAFreshInstance() {
        append(40);
        lake.add(batched(poisonedBy(3, new ThreadDeath())));

        BackfillResult result = lake.backfill("squares")
                .concurrency(1)
                .batchRows(1)
                .onError(ErrorPolicy.skip())
                .run();

        assertThat(result.rowsComputed()).isEqualTo(39);
        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(opened.get()).isEqualTo(closed.get());
    }

    @Test
    void aFunctionThatInterruptsItsThreadOrStopsInItsOwnTimeDoesNoHarm() {
        append(4);
        lake.add(batched((in, out) -> {
            square(in, out);
            Thread.currentThread().interrupt();
        }));

        assertThat(lake.backfill("squares").batchRows(1).run().rowsComputed()).isEqualTo(4);
    }

    @Test
    void openingIsRetriedAndThenStopsTheFeature() {
        append(1);
        AtomicInteger openings = new AtomicInteger();
        Feature remote = Feature.of("remote", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(Unopenable.class, () -> new Unopenable(openings));
        lake.add(remote);

        assertThatThrownBy(() -> lake.backfill("remote")
                        .onError(ErrorPolicy.retry(2).then(ErrorPolicy.skip()))
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'remote' of table 't': function " + remote.identity()
                        + " failed to open in attempt 3: java.io.IOException: no model; see the cause");
        assertThat(openings).hasValue(3);
    }

    private static final class Unopenable implements BatchUdf {
        private final AtomicInteger openings;

        Unopenable(AtomicInteger openings) {
            this.openings = openings;
        }

        @Override
        public void open(UdfContext context) throws IOException {
            openings.incrementAndGet();
            throw new IOException("no model");
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            throw new AssertionError("not open");
        }
    }

    @Test
    void aLargerPartOfFailuresThanAllowedStopsTheFeature() {
        append(200);
        Feature half = Feature.of("half", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    if (id % 2 == 1) {
                        throw new IllegalStateException("odd");
                    }
                    return id;
                });
        lake.add(half);

        assertThatThrownBy(() -> lake.backfill("half")
                        .onError(ErrorPolicy.skip())
                        .maxFailedFraction(0.4, 150)
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot go on computing feature 'half' of table 't': 100 of 200 rows failed, at most 0.4 of"
                        + " them may; the last one, row id 199: java.lang.IllegalStateException: odd; correct the"
                        + " function, or allow more");
        assertThat(lake.backfill("half")
                        .onError(ErrorPolicy.skip())
                        .maxFailedFraction(0.4, 201)
                        .run()
                        .rowsFailed())
                .isEqualTo(100);
    }
}
