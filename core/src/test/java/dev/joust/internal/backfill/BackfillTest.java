// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.BackfillHandle;
import dev.joust.backfill.BackfillResult;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.UdfException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.feature.SqlFeatures;
import dev.joust.job.JobEvent;
import dev.joust.job.JobState;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTest {
    private static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("tags", Types.listOf(Types.STRING))
            .build();

    private final AtomicInteger calls = new AtomicInteger();
    private final Feature length = Feature.of("length", Types.INT32)
            .version(1)
            .from("text", InputType.STRING)
            .map(text -> {
                calls.incrementAndGet();
                return text.length() == 3 ? null : text.length();
            });

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

    static List<Map<String, Object>> texts(int from, String... texts) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            Map<String, Object> row = new HashMap<>();
            row.put("id", (long) from + i);
            row.put("text", texts[i]);
            rows.add(row);
        }
        return rows;
    }

    @Test
    void fillsMissingCellsAndSettlesLegitimateNulls() throws Exception {
        lake.append(texts(0, "a", "bb", "ccc", null)).append(texts(4, "eeeee"));
        Map<String, Integer> before = lake.dataFiles();

        lake.add(length);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(5, 0, 0, 5, 0, 0, 0));
        BackfillResult first = lake.backfill("length").run();
        BackfillResult second = lake.backfill("length").run();

        assertThat(first.rowsTotal()).isEqualTo(5);
        assertThat(first.rowsComputed()).isEqualTo(5);
        assertThat(second.rowsTotal()).isZero();
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(calls).hasValue(4);
        assertThat(lake.values("length")).containsExactly(1, 2, null, null, 5);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(5, 5, 2, 0, 0, 0, 0));
        assertThat(lake.dataFiles()).containsAllEntriesOf(before).hasSize(before.size() + 2);
    }

    @Test
    void computesOnlyTheRowsOfAFilterAndThenTheRest() {
        lake.append(texts(0, "a", "bb", "dddd", "eeeee")).add(length);

        BackfillResult some = lake.backfill("length").where("id >= 2").run();
        assertThat(some.rowsTotal()).isEqualTo(2);
        assertThat(lake.values("length")).containsExactly(null, null, 4, 5);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(4, 2, 0, 2, 0, 0, 0));
        BackfillResult rest = lake.backfill("length").run();

        assertThat(rest.rowsComputed()).isEqualTo(2);
        assertThat(lake.values("length")).containsExactly(1, 2, 4, 5);
        assertThat(lake.status("length").fragments().get(0).stamps()).hasSize(2);
        assertThat(calls).hasValue(4);
    }

    @Test
    void anotherVersionIsRefusedUntilTheColumnIsRePointed() {
        Feature second = Feature.of("length", Types.INT32)
                .version(2)
                .from("text", InputType.STRING)
                .map(text -> -text.length());
        lake.append(texts(0, "a", "bb")).add(length);
        lake.backfill("length").run();
        lake.with(second);

        assertThatThrownBy(() -> lake.backfill("length").run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot compute feature 'length': the table records the function " + length.identity()
                        + ", this program brings " + second.identity()
                        + "; run the program that has the recorded one, or re-point the column with 'features alter'");
        assertThat(lake.cells("length").fresh()).isEqualTo(2);

        lake.registry().alter("length", second);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(2, 0, 0, 0, 2, 0, 0));
        assertThat(lake.status("length").fragments().get(0).why())
                .containsExactly("2 rows stale: computed by 'length' version 1, the table now records 'length' version 2");
        BackfillResult result = lake.backfill("length").run();

        assertThat(result.rowsComputed()).isEqualTo(2);
        assertThat(lake.values("length")).containsExactly(-1, -2);
        assertThat(lake.rewritten()).containsExactly(List.of("length"));
        assertThat(lake.status("length").rowsByVersion()).containsExactly(Map.entry("length 2", 2L));
    }

    @Test
    void valuesOfOthersAreLeftAloneUnlessAskedFor() {
        lake.add(length);
        List<Map<String, Object>> rows = texts(0, "a", "bb");
        rows.get(0).put("length", 77);
        rows.get(1).put("length", null);
        lake.append(rows);

        assertThat(lake.cells("length")).isEqualTo(new CellCounts(2, 0, 0, 1, 0, 0, 1));
        lake.backfill("length").run();
        assertThat(lake.values("length")).containsExactly(77, 2);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(2, 1, 0, 0, 0, 0, 1));
        assertThat(lake.rewritten()).isEmpty();
        lake.backfill("length").recompute().run();

        assertThat(lake.values("length")).containsExactly(1, 2);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(2, 2, 0, 0, 0, 0, 0));
        assertThat(lake.rewritten()).containsExactly(List.of("length"));
    }

    @Test
    void anUpdatedRowMakesOnlyItsOwnCellsStale() {
        Feature doubled = Feature.of("doubled", Types.INT32)
                .version(1)
                .from("length", InputType.INT)
                .map(n -> 2 * n);
        lake.append(texts(0, "a", "bb", "dddd", "eeeee")).add(length, doubled);
        lake.backfill("doubled", "length").run();
        assertThat(lake.values("doubled")).containsExactly(2, 4, 8, 10);
        calls.set(0);

        lake.update("text", "'longer text'", "id = 2");
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(4, 3, 0, 0, 1, 0, 0));
        assertThat(lake.status("length").fragments().get(0).why())
                .containsExactly("1 row stale: input 'text' changed");
        assertThat(lake.cells("doubled").stale()).isZero();
        lake.update("text", "'longest of all'", "id = 0");
        BackfillResult first = lake.backfill("length").run();

        assertThat(first.rowsComputed()).isEqualTo(2);
        assertThat(calls).hasValue(2);
        assertThat(lake.values("length")).containsExactly(14, 2, 11, 5);
        assertThat(lake.cells("doubled")).isEqualTo(new CellCounts(4, 2, 0, 0, 2, 0, 0));
        lake.backfill("doubled").run();
        assertThat(lake.values("doubled")).containsExactly(28, 4, 22, 10);
    }

    @Test
    void featuresThatReadEachOtherAreComputedInOrderAndCyclesRefused() {
        Feature doubled = Feature.of("doubled", Types.INT32)
                .version(1)
                .from("length", InputType.INT)
                .map(n -> 2 * n);
        Feature circular = Feature.of("length", Types.INT32)
                .udf("circular")
                .version(1)
                .from("doubled", InputType.INT)
                .map(n -> n);
        lake.append(texts(0, "a", "bb")).add(length, doubled);

        lake.backfill("doubled", "length").run();
        assertThat(lake.values("doubled")).containsExactly(2, 4);
        assertThatThrownBy(() -> lake.registry().alter("length", circular))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot use feature 'length': it would read itself, by way of 'doubled', 'length'; read"
                        + " another column");
        assertThatThrownBy(() -> lake.registry().drop("length"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot drop feature 'length': feature 'doubled' reads it; drop that one first");
        lake.registry().drop("doubled");

        assertThat(lake.registry().list(dev.joust.feature.FeatureCatalog.of(List.of())))
                .extracting(status -> status.name())
                .containsExactly("length");
    }

    @Test
    void severalColumnsOfOneFunctionAreComputedOnceAndWrittenTogether() throws Exception {
        Feature both = Feature.of("first", Types.STRING)
                .and("count", Types.INT64)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    calls.incrementAndGet();
                    return List.of(text.substring(0, 1), (long) text.length());
                });
        lake.append(texts(0, "abc", "de", null)).add(both);
        int files = lake.dataFiles().size();

        lake.backfill("count").run();

        assertThat(lake.values("first")).containsExactly("a", "d", null);
        assertThat(lake.values("count")).containsExactly(3L, 2L, null);
        assertThat(calls).hasValue(2);
        assertThat(lake.dataFiles()).hasSize(files + 1);
        assertThat(lake.status("count").outputs()).hasSize(2);
    }

    @Test
    void writesEveryKindOfValue() {
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        values.put("b", true);
        values.put("i", 7);
        values.put("l", 1L << 40);
        values.put("f", 1.5f);
        values.put("d", 2.5);
        values.put("s", "text");
        values.put("x", new byte[] {1, 2, 3});
        values.put("v", new float[] {1, 2});
        values.put("list", List.of("p", "q"));
        values.put("deep", List.of(List.of(1f, 2f), List.of()));
        values.put("time", java.time.Instant.ofEpochSecond(12));
        values.put("struct", Map.of("w", 3, "h", "4"));
        List<dev.joust.schema.ColumnType> types = List.of(
                Types.BOOL,
                Types.INT32,
                Types.INT64,
                Types.FLOAT32,
                Types.FLOAT64,
                Types.STRING,
                Types.LARGE_BINARY,
                Types.vector(2),
                Types.listOf(Types.STRING),
                Types.listOf(Types.listOf(Types.FLOAT32)),
                Types.INSTANT,
                Types.struct(
                        dev.joust.schema.Column.of("w", Types.INT32), dev.joust.schema.Column.of("h", Types.STRING)));
        lake.append(texts(0, "0", "1", "2", "3", "4"));
        lake.delete("id = 1");
        int at = 0;
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            lake.add(Feature.of(entry.getKey(), types.get(at++))
                    .version(1)
                    .from("id", InputType.LONG)
                    .map(id -> id == 3 ? null : entry.getValue()));
        }

        lake.backfill(values.keySet().toArray(String[]::new)).run();
        lake.backfill(values.keySet().toArray(String[]::new)).where("id = 4").recompute().run();

        for (Map.Entry<String, Object> entry : values.entrySet()) {
            List<Object> column = lake.values(entry.getKey());
            assertThat(column).hasSize(4);
            assertThat(column.get(2)).isNull();
            for (int row : new int[] {0, 1, 3}) {
                assertThat(java.util.Objects.deepEquals(column.get(row), entry.getValue()))
                        .as(entry.getKey() + " " + column.get(row))
                        .isTrue();
            }
        }
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
        lake.append(texts(0, "a", "bbbb", "cc", "dddd")).add(fragile);

        BackfillResult first = lake.backfill("fragile").onError(ErrorPolicy.skip()).run();
        BackfillResult second = lake.backfill("fragile").onError(ErrorPolicy.skip()).run();
        assertThat(first.rowsComputed()).isEqualTo(2);
        assertThat(first.rowsFailed()).isEqualTo(2);
        assertThat(second.rowsTotal()).isZero();
        assertThat(lake.values("fragile")).containsExactly(1, null, 2, null);
        assertThat(lake.cells("fragile")).isEqualTo(new CellCounts(4, 2, 0, 0, 0, 2, 0));
        assertThat(lake.rowsOf("_joust_errors")).hasSize(2).first().satisfies(error -> assertThat(error)
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
        assertThat(lake.rewritten()).isEmpty();
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
        lake.append(texts(0, "1")).append(texts(1, "2")).append(texts(2, "x")).add(fragile);

        assertThatThrownBy(() -> lake.backfill("fragile").concurrency(1).run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot compute feature 'fragile' of table 't': function " + fragile.identity()
                        + " failed at row id 2 (text=x): java.lang.NumberFormatException: For input string: \"x\";"
                        + " correct it and run the backfill again, or let it skip rows that fail");
        assertThat(lake.rowsOf("_joust_jobs")).hasSize(2).last().satisfies(row -> assertThat(row)
                .containsEntry("state", "failed")
                .containsEntry("columns", List.of("fragile")));
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
        lake.append(texts(0, "1", "2", "3")).add(broken);

        assertThatThrownBy(() -> lake.backfill("broken")
                        .onError(ErrorPolicy.skip())
                        .maxFailedRows(2)
                        .run())
                .isInstanceOf(UdfException.class)
                .hasMessage("Cannot go on computing table 't': 3 rows failed, at most 2 may; the last one, row id 2 of"
                        + " feature 'broken': java.lang.IllegalStateException: no; correct the function, or allow"
                        + " more");
    }

    @Test
    void aValueThatDoesNotFitItsColumnIsAFailedRow() {
        Feature wrong = Feature.of("wrong", Types.INT32)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> id == 1 ? "text" : id);
        lake.append(texts(0, "1", "2", "3")).add(wrong);

        BackfillResult result = lake.backfill("wrong").onError(ErrorPolicy.skip()).run();

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
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.addAll(texts(i, "t" + i));
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
    void whatTwoFeaturesShareIsComputedOncePerRow() {
        AtomicInteger decoded = new AtomicInteger();
        dev.joust.feature.BatchUdf sharing = (in, out) -> {
            for (int row = 0; row < in.rows(); row++) {
                int at = row;
                out.set(row, in.shared("upper", row, () -> {
                    decoded.incrementAndGet();
                    return in.string(0, at).toUpperCase(java.util.Locale.ROOT);
                }));
            }
        };
        lake.append(texts(0, "a", "b", "c"));
        for (String name : List.of("one", "two")) {
            lake.add(Feature.of(name, Types.STRING)
                    .version(1)
                    .from("text", InputType.STRING)
                    .batch(CountingUdf.class, () -> sharing));
        }

        lake.backfill("one", "two").run();

        assertThat(lake.values("one")).containsExactly("A", "B", "C").isEqualTo(lake.values("two"));
        assertThat(decoded).hasValue(3);
    }

    @Test
    void compactionKeepsStampsAndWhatIsStaleStaysStale() {
        Feature tags = Feature.of("tag_count", Types.INT32)
                .version(1)
                .from("tags", InputType.listOf(InputType.STRING))
                .acceptsNull()
                .map(list -> list == null ? null : list.size());
        lake.append(texts(0, "a", "bb", "ccc")).append(texts(3, "dddd", "eeeee"));
        lake.add(length, tags);
        lake.backfill("length", "tag_count").run();
        lake.append(texts(5, "ffffff", "ggggggg"));
        lake.update("text", "'new'", "id = 1");
        lake.delete("id = 0 OR id = 3");
        calls.set(0);

        CellCounts before = lake.cells("length");
        lake.compact();
        assertThat(lake.cells("length")).isEqualTo(before).isEqualTo(new CellCounts(5, 2, 1, 2, 1, 0, 0));
        assertThat(lake.cells("tag_count")).isEqualTo(new CellCounts(5, 3, 3, 2, 0, 0, 0));
        lake.compact();
        BackfillResult result = lake.backfill("length", "tag_count").run();

        assertThat(result.rowsComputed()).isEqualTo(3);
        assertThat(calls).hasValue(3);
        assertThat(lake.values("length")).containsExactly(null, null, 5, 6, 7);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(5, 5, 2, 0, 0, 0, 0));
        assertThat(lake.cells("tag_count")).isEqualTo(new CellCounts(5, 5, 5, 0, 0, 0, 0));
    }

    @Test
    void whatChangesUnderABackfillIsComputedAgain() {
        AtomicInteger once = new AtomicInteger();
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    if (text.equals("b") && once.getAndIncrement() == 0) {
                        lake.update("text", "'changed'", "id = 0");
                        lake.append(texts(9, "z"));
                        lake.delete("id = 3");
                    }
                    return text;
                });
        lake.append(texts(0, "a", "b")).append(texts(2, "c", "d")).add(slow);

        BackfillResult result = lake.backfill("slow").run();

        assertThat(lake.values("slow")).isEqualTo(lake.values("text")).contains("changed");
        assertThat(lake.cells("slow").fresh()).isEqualTo(4);
        assertThat(result.rowsComputed()).isEqualTo(4);
    }

    @Test
    void aCompactionUnderABackfillLosesNothing() {
        AtomicInteger once = new AtomicInteger();
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    if (text.equals("d") && once.getAndIncrement() == 0) {
                        lake.compact();
                    }
                    return text;
                });
        lake.append(texts(0, "a", "b")).append(texts(2, "c", "d")).append(texts(4, "e")).add(slow);

        lake.backfill("slow").concurrency(1).commitFragments(1).run();

        assertThat(lake.values("slow")).containsExactly("a", "b", "c", "d", "e");
        assertThat(lake.cells("slow").fresh()).isEqualTo(5);
    }

    @Test
    void aCancelledBackfillStopsAndKeepsWhatIsCommitted() {
        BackfillHandle[] handle = new BackfillHandle[1];
        java.util.concurrent.CountDownLatch started = new java.util.concurrent.CountDownLatch(1);
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    if (id == 3) {
                        started.await();
                        handle[0].cancel();
                    }
                    return "" + id;
                });
        for (int i = 0; i < 10; i++) {
            lake.append(texts(i, "t"));
        }
        lake.add(slow);

        handle[0] = lake.backfill("slow").concurrency(1).commitFragments(1).start();
        started.countDown();
        assertThatThrownBy(() -> handle[0].await()).isInstanceOf(java.util.concurrent.CancellationException.class);

        assertThat(handle[0].state()).isEqualTo(JobState.CANCELLED);
        assertThat(lake.rowsOf("_joust_jobs")).last().satisfies(row -> assertThat(row).containsEntry("state", "cancelled"));
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
        lake.append(texts(0, "t")).append(texts(1, "t")).append(texts(2, "t")).add(slow);

        assertThatThrownBy(() -> lake.backfill("slow").concurrency(1).batchRows(1).run())
                .isInstanceOf(java.util.concurrent.CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
        lake.backfill("slow").where("id < 0").run();
    }

    @Test
    void anSqlFeatureNeedsNoProgram() {
        lake.append(texts(0, "a", "bb", null));
        Feature sql = SqlFeatures.typed(lake.table(), Feature.sql("doubled", "2 * length(text)"));
        lake.registry().add(List.of(sql));

        lake.backfill("doubled").run();
        lake.append(texts(3, "dddd"));
        lake.backfill("doubled").run();

        assertThat(lake.values("doubled").stream().map(v -> v == null ? null : ((Number) v).intValue()))
                .containsExactly(2, 4, null, 8);
        assertThat(lake.status("doubled").inputs()).containsExactly("text");
        assertThat(lake.cells("doubled")).isEqualTo(new CellCounts(4, 4, 1, 0, 0, 0, 0));
    }

    @Test
    void computesTheFirstFragmentsOnly() {
        for (int i = 0; i < 5; i++) {
            lake.append(texts(i, "t"));
        }
        lake.add(length);

        assertThat(lake.backfill("length").fragments(2).run().rowsTotal()).isEqualTo(2);
        assertThat(lake.cells("length").missing()).isEqualTo(3);
        assertThat(lake.backfill("length").fragments(2).run().rowsTotal()).isEqualTo(2);
        assertThat(lake.backfill("length").fragments(2).run().rowsTotal()).isEqualTo(1);
    }

    @Test
    void tellsProgressAndCommits() {
        for (int i = 0; i < 4; i++) {
            lake.append(texts(i, "t"));
        }
        lake.add(length);
        List<JobEvent> events = java.util.Collections.synchronizedList(new ArrayList<>());

        BackfillResult result =
                lake.backfill("length").commitFragments(1).onProgress(events::add).run();

        assertThat(events).filteredOn(JobEvent.Committed.class::isInstance).hasSize(4).last()
                .isEqualTo(new JobEvent.Committed(result.job(), result.version(), 1, 1));
        assertThat(events).filteredOn(JobEvent.Progress.class::isInstance).last().satisfies(event -> {
            JobEvent.Progress progress = (JobEvent.Progress) event;
            assertThat(progress.stage()).isEqualTo("backfill length");
            assertThat(progress.rowsDone()).isEqualTo(4);
            assertThat(progress.rowsTotal()).isEqualTo(4);
        });
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
                long id = (Long) in.value(0, row);
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
