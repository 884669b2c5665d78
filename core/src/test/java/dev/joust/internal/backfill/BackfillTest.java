// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.BackfillResult;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.feature.SqlFeatures;
import dev.joust.job.JobEvent;
import dev.joust.run.Travel;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Travel.Runners.class)
class BackfillTest {
    @Parameter
    Travel.Runners runners;

    private final Texts texts = new Texts();
    private final AtomicInteger calls = texts.calls();
    private final Feature length = texts.length();

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA).on(runners.runner(2));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void fillsMissingCellsAndSettlesLegitimateNulls() throws Exception {
        lake.append(Texts.rows(0, "a", "bb", "ccc", null)).append(Texts.rows(4, "eeeee"));
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
        lake.append(Texts.rows(0, "a", "bb", "dddd", "eeeee")).add(length);

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
        lake.append(Texts.rows(0, "a", "bb")).add(length, doubled);

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
        lake.append(Texts.rows(0, "abc", "de", null)).add(both);
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
        lake.append(Texts.rows(0, "0", "1", "2", "3", "4"));
        lake.delete("id = 1");
        int at = 0;
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            lake.add(Feature.of(entry.getKey(), types.get(at++))
                    .version(1)
                    .from("id", InputType.LONG)
                    .map(id -> id == 3 ? null : entry.getValue()));
        }

        lake.backfill(values.keySet().toArray(String[]::new)).run();
        lake.backfill(values.keySet().toArray(String[]::new))
                .where("id = 4")
                .recompute()
                .run();

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
        lake.append(Texts.rows(0, "a", "b", "c"));
        for (String name : List.of("one", "two")) {
            lake.add(Feature.of(name, Types.STRING)
                    .version(1)
                    .from("text", InputType.STRING)
                    .batch(BackfillErrorsTest.CountingUdf.class, () -> sharing));
        }

        lake.backfill("one", "two").run();

        assertThat(lake.values("one")).containsExactly("A", "B", "C").isEqualTo(lake.values("two"));
        assertThat(decoded).hasValue(3);
    }

    @Test
    void anSqlFeatureNeedsNoProgram() {
        lake.append(Texts.rows(0, "a", "bb", null));
        Feature sql = SqlFeatures.typed(lake.table(), Feature.sql("doubled", "2 * length(text)"));
        lake.registry().add(List.of(sql));

        lake.backfill("doubled").run();
        lake.append(Texts.rows(3, "dddd"));
        lake.backfill("doubled").run();

        assertThat(lake.values("doubled").stream().map(v -> v == null ? null : ((Number) v).intValue()))
                .containsExactly(2, 4, null, 8);
        assertThat(lake.status("doubled").inputs()).containsExactly("text");
        assertThat(lake.cells("doubled")).isEqualTo(new CellCounts(4, 4, 1, 0, 0, 0, 0));
    }

    @Test
    void blobsArriveAsBytes(@TempDir Path other) {
        TableSchema blobs = TableSchema.builder()
                .required("id", Types.INT64)
                .column(dev.joust.schema.Column.of("blob", Types.LARGE_BINARY)
                        .withMetadata("lance-encoding:blob", "true"))
                .build();
        Feature size = Feature.of("size", Types.INT32)
                .version(1)
                .from("blob", InputType.BYTES)
                .map(bytes -> 1000 * bytes[0] + bytes.length);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 9; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", i);
            row.put("blob", i == 4 ? null : new byte[] {(byte) i, 0, 0});
            rows.add(row);
        }

        try (FeatureLake images = FeatureLake.create(other, blobs)) {
            images.append(rows).add(size);
            images.backfill("size").where("id = 7").batchRows(2).run();
            images.backfill("size").batchRows(2).run();

            assertThat(images.values("size")).containsExactly(3, 1003, 2003, 3003, null, 5003, 6003, 7003, 8003);
        }
    }

    @Test
    void computesTheFirstFragmentsOnly() {
        for (int i = 0; i < 5; i++) {
            lake.append(Texts.rows(i, "t"));
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
            lake.append(Texts.rows(i, "t"));
        }
        lake.add(length);
        List<JobEvent> events = java.util.Collections.synchronizedList(new ArrayList<>());

        BackfillResult result = lake.backfill("length")
                .commitFragments(1)
                .onProgress(events::add)
                .run();

        assertThat(events)
                .filteredOn(JobEvent.Committed.class::isInstance)
                .hasSize(4)
                .last()
                .isEqualTo(new JobEvent.Committed(result.job(), result.version(), 1, 1));
        assertThat(events)
                .filteredOn(JobEvent.Progress.class::isInstance)
                .last()
                .satisfies(event -> {
                    JobEvent.Progress progress = (JobEvent.Progress) event;
                    assertThat(progress.stage()).isEqualTo("backfill length");
                    assertThat(progress.rowsDone()).isEqualTo(4);
                    assertThat(progress.rowsTotal()).isEqualTo(4);
                });
    }
}
