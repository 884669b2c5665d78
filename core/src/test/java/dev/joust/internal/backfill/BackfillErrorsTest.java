// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.BackfillHandle;
import dev.joust.backfill.BackfillResult;
import dev.joust.error.UdfException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.job.JobState;
import dev.joust.run.LocalRunner;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillErrorsTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("tags", Types.listOf(Types.STRING))
            .build();

    private final AtomicInteger calls = new AtomicInteger();

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, SCHEMA);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void aSkippedRowIsNullRememberedAndRetriedAlone() {
        AtomicInteger broken = new AtomicInteger(1);
        Feature fragile = Feature.of("fragile", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    calls.incrementAndGet();
                    if (broken.get() == 1 && text.length() > 3) {
                        throw new IllegalStateException("too long: " + text);
                    }
                    return text.length();
                });
        lake.append(Texts.rows(0, "a", "bbbb", "cc", "dddd")).add(fragile);

        BackfillResult first =
                lake.backfill("fragile").onError(ErrorPolicy.skip()).run();
        BackfillResult second =
                lake.backfill("fragile").onError(ErrorPolicy.skip()).run();
        assertThat(first.rowsComputed()).isEqualTo(2);
        assertThat(first.rowsFailed()).isEqualTo(2);
        assertThat(second.rowsTotal()).isZero();
        assertThat(lake.values("fragile")).containsExactly(1, null, 2, null);
        assertThat(lake.cells("fragile")).isEqualTo(new CellCounts(4, 2, 0, 0, 0, 2, 0));
        assertThat(lake.rowsOf("_joust_errors"))
                .hasSize(2)
                .first()
                .satisfies(error -> assertThat(error)
                        .containsEntry("job", first.job())
                        .containsEntry("table", "t")
                        .containsEntry("column", "fragile")
                        .containsEntry("udf", "fragile")
                        .containsEntry("udf_version", 1)
                        .containsEntry("row_id", 1L)
                        .containsEntry("message", "java.lang.IllegalStateException: too long: bbbb")
                        .containsEntry("attempt", 1)
                        .containsEntry("input", "text=bbbb"));
        broken.set(0);
        calls.set(0);
        BackfillResult retried = lake.backfill("fragile").retryFailed().run();

        assertThat(retried.rowsComputed()).isEqualTo(2);
        assertThat(calls).hasValue(2);
        assertThat(lake.values("fragile")).containsExactly(1, 4, 2, 4);
        assertThat(lake.cells("fragile").failed()).isZero();
        assertThat(lake.rewritten()).containsExactly(List.of("fragile"));
    }

    @Test
    void aFailureStopsTheBackfillAndKeepsWhatIsFinished() {
        Feature fragile = Feature.of("fragile", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    calls.incrementAndGet();
                    return Integer.valueOf(text);
                });
        // Fragment by fragment: first, last, and the one between them, which the failure keeps from being begun.
        lake.on(new LocalRunner(1))
                .append(Texts.rows(0, "1"))
                .append(Texts.rows(1, "2"))
                .append(Texts.rows(2, "x"))
                .add(fragile);

        assertThatThrownBy(() -> lake.backfill("fragile").concurrency(1).run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'fragile' of table 't': function " + fragile.identity()
                        + " failed at row id 2 (text=x): java.lang.NumberFormatException: For input string: \"x\";"
                        + " correct it and run the backfill again, or let it skip rows that fail");
        assertThat(lake.rowsOf("_joust_jobs"))
                .hasSize(2)
                .last()
                .satisfies(row ->
                        assertThat(row).containsEntry("state", "failed").containsEntry("columns", List.of("fragile")));
        lake.update("text", "'3'", "id = 2");
        lake.backfill("fragile").run();

        assertThat(lake.values("fragile")).containsExactly(1, 2, 3);
        assertThat(calls).hasValue(4);
    }

    @Test
    void moreFailuresThanAllowedStopTheBackfill() {
        Feature broken = Feature.of("broken", Types.INT32)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    throw new IllegalStateException("no");
                });
        lake.append(Texts.rows(0, "1", "2", "3")).add(broken);

        assertThatThrownBy(() -> lake.backfill("broken")
                        .onError(ErrorPolicy.skip())
                        .maxFailedRows(2)
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage(
                        "Cannot go on computing feature 'broken' of table 't': 3 rows failed, at most 2 may; the last"
                                + " one, row id 2: java.lang.IllegalStateException: no; correct the function, or allow more");
        assertThat(lake.rowsOf("_joust_errors"))
                .extracting(row -> row.get("row_id"))
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void failuresCountOverAllRoundsOfAJob() {
        Feature strict = Feature.of("strict", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    if (text.equals("z") && calls.incrementAndGet() == 1) {
                        lake.update("text", "'bad'", "id = 2");
                    } else if (text.equals("bad")) {
                        throw new IllegalStateException("no");
                    }
                    return 1;
                });
        lake.append(Texts.rows(0, "bad", "x")).append(Texts.rows(2, "y", "z")).add(strict);

        assertThatThrownBy(() -> lake.backfill("strict")
                        .concurrency(1)
                        .onError(ErrorPolicy.skip())
                        .maxFailedRows(1)
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage(
                        "Cannot go on computing feature 'strict' of table 't': 2 rows failed, at most 1 may; the last"
                                + " one, row id 2: java.lang.IllegalStateException: no; correct the function, or allow more");
        assertThat(lake.values("strict")).containsExactly(null, 1, null, null);
    }

    @Test
    void aValueThatDoesNotFitItsColumnIsAFailedRow() {
        Feature wrong = Feature.of("wrong", Types.INT32)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> id == 1 ? "text" : id);
        lake.append(Texts.rows(0, "1", "2", "3")).add(wrong);

        BackfillResult result =
                lake.backfill("wrong").onError(ErrorPolicy.skip()).run();

        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(lake.values("wrong")).containsExactly(0, null, 2);
        assertThat(lake.rowsOf("_joust_errors").get(0).get("message"))
                .asString()
                .contains("the value 'text' is a String, the column holds int32");
    }

    @Test
    void aPoisonedRowIsFoundInsideItsBatch() {
        CountingUdf.reset();
        Feature batched = Feature.of("batched", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .batch(CountingUdf.class, CountingUdf::new);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.addAll(Texts.rows(i, "t" + i));
        }
        lake.append(rows).add(batched);

        BackfillResult result = lake.backfill("batched")
                .batchRows(100)
                .onError(ErrorPolicy.skip())
                .run();

        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(result.rowsComputed()).isEqualTo(999);
        List<Object> expected = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            expected.add(i == 555 ? null : i * i);
        }
        assertThat(lake.values("batched")).isEqualTo(expected);
        assertThat(CountingUdf.opened.get()).isBetween(1, 2);
        assertThat(CountingUdf.closed).hasValue(CountingUdf.opened.get());
    }

    @Test
    void aCancelledBackfillStopsAndKeepsWhatIsCommitted() {
        BackfillHandle[] handle = new BackfillHandle[1];
        java.util.concurrent.CountDownLatch started = new java.util.concurrent.CountDownLatch(1);
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    if (id == 2) {
                        started.await();
                        handle[0].cancel();
                    }
                    return "" + id;
                });
        for (int i = 0; i < 10; i++) {
            lake.append(Texts.rows(i, "t"));
        }
        lake.add(slow);

        handle[0] = lake.backfill("slow").concurrency(1).commitFragments(1).start();
        started.countDown();
        assertThatThrownBy(() -> handle[0].await()).isInstanceOf(java.util.concurrent.CancellationException.class);

        assertThat(handle[0].state()).isEqualTo(JobState.CANCELLED);
        assertThat(lake.rowsOf("_joust_jobs"))
                .last()
                .satisfies(row -> assertThat(row).containsEntry("state", "cancelled"));
        assertThat(lake.cells("slow").fresh()).isBetween(1L, 5L);
        lake.backfill("slow").run();
        assertThat(lake.cells("slow").fresh()).isEqualTo(10);
    }

    @Test
    void anInterruptCancelsAndStaysSet() {
        Thread caller = Thread.currentThread();
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    caller.interrupt();
                    return "" + id;
                });
        lake.append(Texts.rows(0, "t"))
                .append(Texts.rows(1, "t"))
                .append(Texts.rows(2, "t"))
                .add(slow);

        assertThatThrownBy(
                        () -> lake.backfill("slow").concurrency(1).batchRows(1).run())
                .isInstanceOf(java.util.concurrent.CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
        lake.backfill("slow").where("id < 0").run();
    }

    /** Squares; counts its instances; cannot stand 555. */
    static final class CountingUdf implements dev.joust.feature.BatchUdf {
        static final AtomicInteger opened = new AtomicInteger();
        static final AtomicInteger closed = new AtomicInteger();

        static void reset() {
            opened.set(0);
            closed.set(0);
        }

        @Override
        public void open(dev.joust.feature.UdfContext context) {
            opened.incrementAndGet();
        }

        @Override
        public void compute(dev.joust.feature.InputBatch in, dev.joust.feature.OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                long id = (Long) requireNonNull(in.value(0, row));
                if (id == 555) {
                    throw new AssertionError("poison");
                }
                out.set(row, id * id);
            }
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
