// SPDX-License-Identifier: Apache-2.0
package dev.joust.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.feature.ArrowUdf;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.schema.Types;
import dev.joust.testing.Finding.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** A good function passes, and each bad one is found out. */
class UdfCheckTest {
    private static final List<FeatureInput> TEXT = List.of(new FeatureInput("text", InputType.STRING));

    private static Feature batch(BatchUdf udf) {
        return Feature.of("f", Types.INT32).version(1).from(TEXT).batch(BatchUdf.class, () -> udf);
    }

    private static UdfCheck check(Feature feature) {
        return Joust.check(feature)
                .row(Map.of("text", "a"))
                .row(Map.of("text", "bb"))
                .row(Map.of("text", "ccc"));
    }

    private static void assertFinds(Kind kind, Feature feature) {
        assertThat(check(feature).run().findings()).extracting(Finding::kind).containsExactly(kind);
    }

    @Test
    void goodFunctionsPass() {
        check(Feature.of("f", Types.INT32)
                        .version(1)
                        .from("text", InputType.STRING)
                        .map(text -> {
                            if (text.isEmpty()) {
                                throw new IllegalArgumentException("empty");
                            }
                            return text.length();
                        }))
                .failingRow(Map.of("text", ""))
                .run()
                .orThrow();
        check(batch((in, out) -> {
                    for (int row = 0; row < in.rows(); row++) {
                        out.set(row, in.string(0, row).length());
                    }
                }))
                .run()
                .orThrow();
        Feature arrow = Feature.of("f", Types.STRING).version(1).from(TEXT).arrow(ArrowUdf.class, () -> (in, out) -> {
            for (int row = 0; row < in.getRowCount(); row++) {
                out.getVector(0).copyFromSafe(row, row, in.getVector("text"));
            }
        });
        check(arrow).run().orThrow();
    }

    @Test
    void inputsOfEveryKindCanBeGiven() {
        Feature feature = Feature.of("f", Types.FLOAT64)
                .version(1)
                .acceptsNull()
                .from("vector", InputType.FLOATS)
                .from("info.bytes", InputType.STREAM)
                .from(FeatureInput.ROW_ID, InputType.LONG)
                .map((vector, bytes, id) ->
                        vector == null || bytes == null || id == null ? null : vector[0] + bytes.read() + (double) id);

        Joust.check(feature)
                .row(Map.of("vector", new float[] {1, 2}, "info.bytes", new byte[] {3}))
                .row(Map.of("vector", new float[] {1, 2}, "info.bytes", new byte[] {3}, "_rowid", 7L))
                .run()
                .orThrow();
    }

    @Test
    void aFunctionThatFailsIsFound() {
        Feature feature = batch((in, out) -> {
            throw new IllegalStateException("no");
        });

        UdfReport report = check(feature).run();

        assertThat(report.isOk()).isFalse();
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(AssertionError.class)
                .hasMessage("Function " + feature.identity()
                        + " breaks its contract:\n- FAILS: example 0 {text=a}: java.lang.IllegalStateException: no");
    }

    @Test
    void aFunctionThatTakesNoNullsAlthoughItSaysSoIsFound() {
        assertFinds(
                Kind.NULL_HANDLING,
                Feature.of("f", Types.INT32)
                        .version(1)
                        .acceptsNull()
                        .from("text", InputType.STRING)
                        .map(String::length));
    }

    @Test
    void aWrongNumberOfResultsIsFound() {
        assertFinds(Kind.LENGTH, batch((in, out) -> out.set(in.rows(), 1)));
        assertFinds(
                Kind.LENGTH,
                Feature.of("a", Types.INT32)
                        .and("b", Types.INT32)
                        .version(1)
                        .from("text", InputType.STRING)
                        .map(text -> List.of(1)));
        assertFinds(
                Kind.LENGTH,
                Feature.of("f", Types.INT32)
                        .version(1)
                        .from(TEXT)
                        .arrow(
                                ArrowUdf.class,
                                () -> (in, out) -> out.getVector(0).setValueCount(in.getRowCount() + 1)));
    }

    @Test
    void aResultOfAnotherTypeIsFound() {
        assertFinds(
                Kind.TYPE,
                Feature.of("f", Types.INT8)
                        .version(1)
                        .from("text", InputType.STRING)
                        .map(text -> 1000));
    }

    @Test
    void aFunctionThatRemembersIsFound() {
        AtomicInteger calls = new AtomicInteger();
        assertFinds(
                Kind.NOT_DETERMINISTIC,
                Feature.of("f", Types.INT32)
                        .version(1)
                        .from("text", InputType.STRING)
                        .map(text -> calls.incrementAndGet()));
    }

    @Test
    void aFunctionThatLooksAtItsNeighboursIsFound() {
        assertFinds(Kind.DEPENDS_ON_BATCH, batch((in, out) -> {
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, in.rows());
            }
        }));
        assertFinds(Kind.DEPENDS_ON_BATCH, batch((in, out) -> {
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, row == 0 ? 0 : in.string(0, row).length());
            }
        }));
    }

    @Test
    void instancesThatShareAPlaceAreFound() {
        assertFinds(
                Kind.NOT_THREAD_SAFE,
                Feature.of("f", Types.INT32).version(1).from(TEXT).batch(Sharing.class, Sharing::new));
    }

    /** Counts how many instances are open; with two of them its results are wrong. */
    private static final class Sharing implements BatchUdf {
        private static final AtomicInteger WORKING = new AtomicInteger();

        @Override
        public void compute(InputBatch in, OutputBatch out) throws Exception {
            WORKING.incrementAndGet();
            for (int spin = 0; spin < 20_000; spin++) {
                Thread.onSpinWait();
            }
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, WORKING.get());
            }
            WORKING.decrementAndGet();
        }
    }

    @Test
    void aFunctionThatWritesIntoItsInputsIsFound() {
        Feature feature = Feature.of("f", Types.INT64)
                .version(1)
                .from(List.of(new FeatureInput("n", InputType.LONG)))
                .arrow(ArrowUdf.class, () -> Overwriting::overwrite);

        assertThat(Joust.check(feature)
                        .row(Map.of("n", 1L))
                        .row(Map.of("n", 2L))
                        .run()
                        .findings())
                .extracting(Finding::kind)
                .contains(Kind.CHANGES_INPUT);
    }

    private static final class Overwriting {
        static void overwrite(VectorSchemaRoot in, VectorSchemaRoot out) {
            var numbers = (org.apache.arrow.vector.BigIntVector) in.getVector(0);
            var results = (org.apache.arrow.vector.BigIntVector) out.getVector(0);
            for (int row = 0; row < in.getRowCount(); row++) {
                results.set(row, 5);
                numbers.set(row, 7);
            }
        }
    }

    @Test
    void aFailureThatSpoilsOtherRowsIsFound() {
        Feature broken = Feature.of("f", Types.INT32).version(1).from(TEXT).batch(Broken.class, Broken::new);

        assertThat(check(broken).failingRow(Map.of("text", "")).run().findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.BROKEN_BY_FAILURE);
        assertThat(check(broken).failingRow(Map.of("text", "fine")).run().findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.MISSING_FAILURE);
    }

    /** Gives wrong results ever after it failed. */
    private static final class Broken implements BatchUdf {
        private boolean isBroken;

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                if (in.string(0, row).isEmpty()) {
                    isBroken = true;
                    throw new IllegalArgumentException("empty");
                }
                out.set(row, isBroken ? -1 : in.string(0, row).length());
            }
        }
    }

    @Test
    void anInstanceThatCannotOpenOrCloseIsFound() {
        assertFinds(Kind.LIFECYCLE, batch(new BatchUdf() {
            @Override
            public void open(UdfContext context) {
                throw new IllegalStateException("no model");
            }

            @Override
            public void compute(InputBatch in, OutputBatch out) {}
        }));
        assertFinds(Kind.LIFECYCLE, batch(new BatchUdf() {
            @Override
            public void compute(InputBatch in, OutputBatch out) {}

            @Override
            public void close() {
                throw new IllegalStateException("busy");
            }
        }));
    }

    @Test
    void examplesThatDoNotFitAreRefused() {
        Feature feature = batch((in, out) -> {});
        Feature any =
                Feature.of("f", Types.INT32).version(1).from("x", InputType.ANY).map(x -> 1);

        assertThatThrownBy(() -> Joust.check(feature).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A check needs at least one example; call row(...)");
        assertThatThrownBy(() ->
                        check(feature).row(new HashMap<>(Map.of("txt", "a"))).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The example {txt=a} has a value for 'txt', which is none of the inputs [text]");
        assertThatThrownBy(() -> Joust.check(any).row(Map.of("x", 1)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The type of input 'x' is not known: the function wants anything; call column(\"x\", type)");
        Joust.check(any).column("x", Types.INT32).row(Map.of("x", 1)).run().orThrow();
    }
}
