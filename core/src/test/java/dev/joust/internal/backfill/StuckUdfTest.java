// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.BackfillHandle;
import dev.joust.backfill.BackfillResult;
import dev.joust.error.UdfException;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions that do not return. The tests release them at their end, to see that nothing is left then. */
@Timeout(120)
class StuckUdfTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private final Set<Thread> stuck = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA);
    }

    @AfterEach
    void close() throws InterruptedException {
        release.countDown();
        for (Thread thread : stuck) {
            thread.join();
        }
        lake.close();
    }

    /** Never returns before the end of the test, whatever interrupts it, and then reads its input. */
    private Object neverReturn(InputBatch in) {
        stuck.add(Thread.currentThread());
        while (true) {
            try {
                release.await();
                return Objects.requireNonNull(in.value(0, 0));
            } catch (InterruptedException e) {
                stuck.add(Thread.currentThread());
            }
        }
    }

    private Feature batched(long poison) {
        return Feature.of("echo", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(StuckUdf.class, () -> new StuckUdf(poison));
    }

    private final class StuckUdf implements BatchUdf {
        private final long poison;

        StuckUdf(long poison) {
            this.poison = poison;
        }

        @Override
        public void open(UdfContext context) {
            opened.incrementAndGet();
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                if (Objects.equals(in.value(0, row), poison)) {
                    out.set(row, neverReturn(in));
                } else {
                    out.set(row, in.value(0, row));
                }
            }
        }
    }

    private Feature scalar(long poison) {
        return Feature.of("echo", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    if (id == poison) {
                        stuck.add(Thread.currentThread());
                        while (release.getCount() > 0) {
                            Thread.onSpinWait();
                        }
                    }
                    return id;
                });
    }

    @Test
    void aFunctionThatIgnoresInterruptsLosesItsThreadAndItsCall() {
        lake.append(Texts.rows(0, "a", "b", "c", "d")).add(batched(1));

        BackfillResult result = lake.backfill("echo")
                .concurrency(1)
                .batchRows(2)
                .timeoutSeconds(0.2)
                .graceSeconds(0.2)
                .onError(ErrorPolicy.skip().on(TimeoutException.class))
                .run();

        assertThat(result.rowsFailed()).isEqualTo(2);
        assertThat(lake.values("echo")).containsExactly(null, null, 2L, 3L);
        assertThat(opened).hasValue(2);
        assertThat(stuck)
                .hasSize(1)
                .allSatisfy(thread -> assertThat(thread.getName()).isEqualTo("joust-udf-given-up-1"));
        assertThat(lake.rowsOf("_joust_errors"))
                .extracting(error -> error.get("message"))
                .containsOnly("java.util.concurrent.TimeoutException: it took longer than 0.2 s, and did not answer an"
                        + " interrupt");
    }

    @Test
    void aRowOfAFunctionOfOneRowThatNeverEndsIsLostAlone() {
        lake.append(Texts.rows(0, "a", "b", "c", "d", "e")).add(scalar(2));

        BackfillResult result = lake.backfill("echo")
                .timeoutSeconds(0.2)
                .graceSeconds(0.2)
                .onError(ErrorPolicy.skip())
                .run();

        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(lake.values("echo")).containsExactly(0L, 1L, null, 3L, 4L);
        assertThat(stuck).hasSize(1);
    }

    @Test
    void aFunctionThatIsNeverDoneLeavesNoMoreThreadsThanMay() {
        Feature endless = Feature.of("endless", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(Endless.class, Endless::new);
        lake.append(Texts.rows(0, new String[40])).add(endless);

        assertThatThrownBy(() -> lake.backfill("endless")
                        .concurrency(1)
                        .batchRows(1)
                        .timeoutSeconds(0.05)
                        .graceSeconds(0.05)
                        .onError(ErrorPolicy.skip())
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'endless' of table 't': function " + endless.identity()
                        + " did not return 16 times, and each time left a thread behind:"
                        + " java.util.concurrent.TimeoutException: it took longer than 0.05 s, and did not answer an"
                        + " interrupt; let it answer interrupts, or take the rows away that it cannot stand");
        assertThat(stuck).hasSize(17);
        assertThat(lake.rowsOf("_joust_errors")).hasSize(16);
    }

    private final class Endless implements BatchUdf {
        @Override
        public void compute(InputBatch in, OutputBatch out) {
            out.set(0, neverReturn(in));
        }
    }

    @Test
    void aStuckCallStopsItsFeatureByDefault() {
        Feature echo = batched(1);
        lake.append(Texts.rows(0, "a", "b")).add(echo);

        assertThatThrownBy(() -> lake.backfill("echo")
                        .timeoutSeconds(0.2)
                        .graceSeconds(0.2)
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'echo' of table 't': function " + echo.identity()
                        + " did not return for 2 rows from row id 0 on: java.util.concurrent.TimeoutException: it took"
                        + " longer than 0.2 s, and did not answer an interrupt; correct it, or find the row with fewer"
                        + " rows in a call (batchRows)");
    }

    @Test
    void aLateCallThatAnswersItsInterruptIsBisected() {
        Feature slow = Feature.of("slow", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(Interruptible.class, () -> new Interruptible(release));
        lake.append(Texts.rows(0, "a", "b", "c", "d")).add(slow);

        BackfillResult result = lake.backfill("slow")
                .timeoutSeconds(0.2)
                .onError(ErrorPolicy.skip())
                .run();

        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(lake.values("slow")).containsExactly(0L, 1L, 2L, null);
        assertThat(lake.rowsOf("_joust_errors"))
                .extracting(error -> error.get("message"))
                .containsExactly("java.util.concurrent.TimeoutException: it took longer than 0.2 s");
    }

    private static final class Interruptible implements BatchUdf {
        private final CountDownLatch never;

        Interruptible(CountDownLatch never) {
            this.never = never;
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) throws InterruptedException {
            for (int row = 0; row < in.rows(); row++) {
                if (Objects.equals(in.value(0, row), 3L)) {
                    never.await();
                }
                out.set(row, in.value(0, row));
            }
        }
    }

    @Test
    void openingTakesNoLongerThanACallMay() {
        Feature unopened = Feature.of("unopened", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(StuckOpening.class, StuckOpening::new);
        lake.append(Texts.rows(0, "a")).add(unopened);

        assertThatThrownBy(() -> lake.backfill("unopened")
                        .timeoutSeconds(0.2)
                        .graceSeconds(0.2)
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'unopened' of table 't': function " + unopened.identity()
                        + " failed to open: java.util.concurrent.TimeoutException: it took longer than 0.2 s, and did"
                        + " not answer an interrupt; see the cause");
    }

    private final class StuckOpening implements BatchUdf {
        @Override
        public void open(UdfContext context) {
            stuck.add(Thread.currentThread());
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            throw new AssertionError("not open");
        }
    }

    @Test
    void cancellingEndsAJobWhoseFunctionIgnoresInterrupts() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Feature echo = Feature.of("echo", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    begun.countDown();
                    stuck.add(Thread.currentThread());
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return id;
                });
        lake.append(Texts.rows(0, "a", "b")).add(echo);

        BackfillHandle handle = lake.backfill("echo").graceSeconds(0.2).start();
        begun.await();
        handle.cancel();

        assertThatThrownBy(handle::await)
                .isInstanceOf(CancellationException.class)
                .hasMessage("The job was asked to stop");
        assertThat(lake.rowsOf("_joust_jobs").get(1)).containsEntry("state", "cancelled");
    }

    @Test
    void closingAFunctionThatNeverClosesDoesNotHangTheJob() {
        Feature unclosed = Feature.of("unclosed", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(StuckClosing.class, StuckClosing::new);
        lake.append(Texts.rows(0, "a")).add(unclosed);

        BackfillResult result =
                lake.backfill("unclosed").timeoutSeconds(0.5).graceSeconds(0.2).run();

        assertThat(result.rowsComputed()).isEqualTo(1);
        assertThat(stuck).hasSize(1);
    }

    private final class StuckClosing implements BatchUdf {
        @Override
        public void compute(InputBatch in, OutputBatch out) {
            out.set(0, in.value(0, 0));
        }

        @Override
        public void close() {
            stuck.add(Thread.currentThread());
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aBackfillWaitingForItsNextAttemptIsCancelledAtOnce() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        Feature busy = Feature.of("busy", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    failed.countDown();
                    throw new IllegalStateException("busy");
                });
        lake.append(Texts.rows(0, "a")).add(busy);

        BackfillHandle handle = lake.backfill("busy")
                .onError(ErrorPolicy.retry(5).backoff(dev.joust.feature.Backoff.fixed(java.time.Duration.ofDays(1))))
                .start();
        failed.await();
        handle.cancel();

        assertThatThrownBy(handle::await).isInstanceOf(CancellationException.class);
    }
}
