// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.UdfException;
import dev.joust.feature.ArrowUdf;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.CellCounts;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Types;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions of rows, of batches and of vectors, with results of every type. */
class FunctionKindsTest {
    private static final List<FeatureInput> TEXT = List.of(new FeatureInput("text", InputType.STRING));

    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA);
        lake.append(Texts.rows(0, "a", "bb", null, "dddd", "eeeee"));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(Types.BOOL, true, true),
                Arguments.of(Types.INT8, -128, -128),
                Arguments.of(Types.INT16, -32768, -32768),
                Arguments.of(Types.INT32, Integer.MIN_VALUE, Integer.MIN_VALUE),
                Arguments.of(Types.INT64, Long.MIN_VALUE, Long.MIN_VALUE),
                Arguments.of(Types.UINT8, 255, 255),
                Arguments.of(Types.UINT16, 65535, 65535),
                Arguments.of(Types.UINT32, 4_294_967_295L, 4_294_967_295L),
                Arguments.of(Types.UINT64, Long.MAX_VALUE, Long.MAX_VALUE),
                Arguments.of(Types.FLOAT16, 0.5f, 0.5f),
                Arguments.of(Types.FLOAT32, 1.25f, 1.25f),
                Arguments.of(Types.FLOAT64, Math.PI, Math.PI),
                Arguments.of(Types.STRING, "ä\u0000z", "ä\u0000z"),
                Arguments.of(Types.LARGE_STRING, "long", "long"),
                Arguments.of(Types.BINARY, new byte[] {1, 2}, new byte[] {1, 2}),
                Arguments.of(Types.LARGE_BINARY, new byte[0], new byte[0]),
                Arguments.of(Types.fixedBinary(2), new byte[] {3, 4}, new byte[] {3, 4}),
                Arguments.of(
                        Types.INSTANT,
                        Instant.parse("2026-01-02T03:04:05.000006Z"),
                        Instant.parse("2026-01-02T03:04:05.000006Z")),
                Arguments.of(
                        Types.TIMESTAMP,
                        LocalDateTime.parse("1969-12-31T23:59:59"),
                        LocalDateTime.parse("1969-12-31T23:59:59")),
                Arguments.of(Types.DATE, LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 2)),
                Arguments.of(Types.decimal(10, 2), new BigDecimal("1.25"), new BigDecimal("1.25")),
                Arguments.of(Types.listOf(Types.STRING), Arrays.asList("x", null), Arrays.asList("x", null)),
                Arguments.of(
                        Types.listOf(Types.listOf(Types.FLOAT32)),
                        List.of(List.of(1f), List.of()),
                        List.of(List.of(1f), List.of())),
                Arguments.of(
                        Types.struct(Column.of("w", Types.INT32), Column.of("tags", Types.listOf(Types.STRING))),
                        Map.of("w", 7, "tags", List.of("t")),
                        Map.of("w", 7, "tags", List.of("t"))),
                Arguments.of(Types.vector(3), new float[] {1, 2, 3}, new float[] {1, 2, 3}),
                Arguments.of(Types.vector(Types.FLOAT64, 2), new double[] {1, 2}, new double[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource("values")
    void resultsOfEveryTypeComeBackFromTheTable(ColumnType type, Object value, Object read) {
        Feature scalar = Feature.of("scalar", type)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> text.length() == 2 ? null : value);
        Feature batch =
                Feature.of("batch", type).version(1).from(TEXT).batch(Constant.class, () -> new Constant(value));
        Feature copied = Feature.of("copied", type)
                .version(1)
                .from(List.of(new FeatureInput("scalar", InputType.ANY)))
                .arrow(Copied.class, Copied::new);
        lake.add(scalar, batch, copied);

        lake.backfill("scalar", "batch", "copied").batchRows(2).run();

        for (String feature : List.of("scalar", "batch", "copied")) {
            List<Object> values = lake.values(feature);
            assertThat(values.get(0)).as(feature).isEqualTo(read);
            assertThat(values.get(1)).as(feature).isNull();
            assertThat(values.get(2)).as(feature).isNull();
            assertThat(values.get(4)).as(feature).isEqualTo(read);
            assertThat(lake.cells(feature)).isEqualTo(new CellCounts(5, 5, 2, 0, 0, 0, 0));
        }
    }

    /** One value for all texts but those of length two. */
    private record Constant(Object value) implements BatchUdf {
        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                if (in.string(0, row).length() != 2) {
                    out.set(row, value);
                }
            }
        }
    }

    /** The input itself. */
    private static final class Copied implements ArrowUdf {
        @Override
        public void compute(VectorSchemaRoot in, VectorSchemaRoot out) {
            FieldVector from = in.getVector("scalar");
            for (int row = 0; row < in.getRowCount(); row++) {
                out.getVector("copied").copyFromSafe(row, row, from);
            }
        }
    }

    /** Lengths and a number, counted in the order of calls. */
    private static final class Lengths implements ArrowUdf {
        private static final AtomicInteger OPENED = new AtomicInteger();
        private static final AtomicInteger CLOSED = new AtomicInteger();
        private final List<Integer> calls;
        private int factor;

        Lengths(List<Integer> calls) {
            this.calls = calls;
        }

        @Override
        public void open(UdfContext context) {
            OPENED.incrementAndGet();
            factor = Integer.parseInt(context.parameters().getOrDefault("factor", "1"));
        }

        @Override
        public void compute(VectorSchemaRoot in, VectorSchemaRoot out) {
            VarCharVector text = (VarCharVector) in.getVector("text");
            IntVector length = (IntVector) out.getVector("length");
            BigIntVector ids = (BigIntVector) out.getVector("twice");
            synchronized (calls) {
                calls.add(in.getRowCount());
            }
            for (int row = 0; row < in.getRowCount(); row++) {
                if (text.getValueLength(row) == 4) {
                    throw new IllegalStateException("four");
                }
                length.set(row, text.getValueLength(row));
                ids.set(row, (long) factor * text.getValueLength(row));
            }
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    private static Feature lengths(List<Integer> calls) {
        return Feature.of("length", Types.INT32)
                .and("twice", Types.INT64)
                .version(1)
                .parameter("factor", "2")
                .from(TEXT)
                .arrow(Lengths.class, () -> new Lengths(calls));
    }

    @Test
    void aFunctionOfVectorsSeesTheRowsToComputeOnlyAndFailsForSingleRows() {
        List<Integer> calls = new ArrayList<>();
        Lengths.OPENED.set(0);
        Lengths.CLOSED.set(0);
        lake.add(lengths(calls));

        lake.backfill("length").concurrency(1).onError(ErrorPolicy.skip()).run();

        assertThat(lake.values("length")).containsExactly(1, 2, null, null, 5);
        assertThat(lake.values("twice")).containsExactly(2L, 4L, null, null, 10L);
        assertThat(calls).startsWith(4);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(5, 4, 1, 0, 0, 1, 0));
        assertThat(Lengths.OPENED).hasValue(1);
        assertThat(Lengths.CLOSED).hasValue(1);
    }

    @Test
    void aFailureNamesTheFirstRowOfTheBatch() {
        lake.add(lengths(new ArrayList<>()));

        assertThatThrownBy(() -> lake.backfill("length").where("id = 3").run())
                .isInstanceOf(UdfException.class)
                .hasMessageContaining("failed at row id 3 (text=dddd): java.lang.IllegalStateException: four");
    }

    @Test
    void aVectorOfAnotherLengthIsRefused() {
        Feature wrong = Feature.of("wrong", Types.INT32)
                .version(1)
                .from(TEXT)
                .arrow(ArrowUdf.class, () -> (in, out) -> {
                    out.getVector(0).setValueCount(in.getRowCount() + 1);
                });
        lake.add(wrong);

        assertThatThrownBy(() -> lake.backfill("wrong").run())
                .isInstanceOf(UdfException.class)
                .hasMessageContaining("The function wrote 2 values into the vector of column 'wrong' for 1 rows");
    }

    @Test
    void oneColumnMayBeWrittenAsAVectorAndAnotherByRows() {
        Feature mixed = Feature.of("n", Types.INT32)
                .and("s", Types.STRING)
                .version(1)
                .acceptsNull()
                .from(TEXT)
                .batch(Mixed.class, Mixed::new);
        lake.add(mixed);

        lake.backfill("n").batchRows(3).run();

        assertThat(lake.values("n")).containsExactly(1, 2, -1, 4, 5);
        assertThat(lake.values("s")).containsExactly("A", "BB", null, "DDDD", "EEEEE");
    }

    private static final class Mixed implements BatchUdf {
        @Override
        public void compute(InputBatch in, OutputBatch out) {
            IntVector lengths = (IntVector) out.vector(0);
            VarCharVector texts = (VarCharVector) in.vector(0);
            for (int row = 0; row < in.rows(); row++) {
                if (in.isNull(0, row)) {
                    lengths.set(row, -1);
                } else {
                    byte[] bytes = texts.get(row);
                    lengths.set(row, bytes.length);
                    out.set(row, 1, new String(bytes, StandardCharsets.UTF_8).toUpperCase(java.util.Locale.ROOT));
                }
            }
        }
    }

    @Test
    void parametersAndModelsAreAPartOfTheIdentity(@TempDir Path models) throws Exception {
        Path model = models.resolve("weights.bin");
        java.nio.file.Files.write(model, new byte[] {1, 2, 3});
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("weights", "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");

        Feature feature = Feature.of("n", Types.INT32)
                .version(1)
                .model("weights", model)
                .from("text", InputType.STRING)
                .map(String::length);

        assertThat(feature.identity().models()).isEqualTo(expected);
        assertThatThrownBy(() -> Feature.of("n", Types.INT32).model("weights", models.resolve("gone")))
                .isInstanceOf(dev.joust.error.StorageException.class)
                .hasMessage("Cannot read file '" + models.resolve("gone") + "': java.nio.file.NoSuchFileException: "
                        + models.resolve("gone") + "; check the path");
    }
}
