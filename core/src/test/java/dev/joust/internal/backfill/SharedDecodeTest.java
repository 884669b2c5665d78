// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.internal.backfill.rows.DecodedBudget;
import dev.joust.schema.Types;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features that read what another function decodes. */
class SharedDecodeTest {
    private static final int ROWS = 100;

    @TempDir
    Path folder;

    private final Map<String, AtomicInteger> decodings = new ConcurrentHashMap<>();
    private final InputType<StringBuilder> decoded = InputType.decoded("letters", InputType.STRING, text -> {
        decodings.computeIfAbsent(text, t -> new AtomicInteger()).incrementAndGet();
        if (text.equals("broken")) {
            throw new IllegalStateException("it is broken");
        }
        return new StringBuilder(text);
    });

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA);
        String[] texts = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            texts[i] = i % 10 == 3 ? null : "text " + i;
        }
        lake.append(Texts.rows(0, texts));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Feature length() {
        return Feature.of("length", Types.INT32)
                .version(1)
                .from("text", decoded)
                .map(StringBuilder::length);
    }

    private Feature last() {
        return Feature.of("last", Types.STRING)
                .version(1)
                .acceptsNull()
                .from(List.of(new FeatureInput("text", decoded)))
                .batch(Last.class, Last::new);
    }

    private static Feature id() {
        return Feature.of("plain", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> id + 1);
    }

    /** The last letter, or a dash for NULL; called with a few rows at a time. */
    static final class Last implements BatchUdf {
        @Override
        public void compute(InputBatch in, OutputBatch out) {
            assertThat(in.rows()).isLessThanOrEqualTo(8);
            for (int row = 0; row < in.rows(); row++) {
                StringBuilder text = (StringBuilder) in.value(0, row);
                out.set(row, text == null ? "-" : text.substring(text.length() - 1));
            }
        }
    }

    @Test
    void decodesEachValueOnceForAllFeaturesOfABackfill() {
        lake.add(length(), last(), id());

        lake.backfill("length", "last", "plain").run();

        assertThat(decodings)
                .hasSize(90)
                .allSatisfy((text, times) -> assertThat(times).hasValue(1));
        assertThat(lake.values("length").subList(0, 4)).containsExactly(6, 6, 6, null);
        assertThat(lake.values("last").subList(0, 4)).containsExactly("0", "1", "2", "-");
        assertThat(lake.values("plain").subList(98, 100)).containsExactly(99L, 100L);
    }

    /** What an image is decoded to, really as large as it says. */
    private static final class Pixels {
        private final byte[] samples;

        Pixels(byte[] samples) {
            this.samples = samples;
        }

        byte[] samples() {
            return samples;
        }
    }

    private final List<WeakReference<Pixels>> made = Collections.synchronizedList(new ArrayList<>());

    /** Texts that say how many KiB they are decoded to. */
    private final InputType<Pixels> pixels = InputType.decoded(
            "pixels",
            InputType.STRING,
            text -> {
                Pixels decoded = new Pixels(new byte[Integer.parseInt(text) << 10]);
                made.add(new WeakReference<>(decoded));
                return decoded;
            },
            decoded -> decoded.samples().length);

    /** Where each call of a function came with so many rows. */
    private static final class Sizes implements BatchUdf {
        private final List<Integer> calls;

        Sizes(List<Integer> calls) {
            this.calls = calls;
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            calls.add(in.rows());
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, ((Pixels) requireNonNull(in.value(0, row))).samples().length >> 10);
            }
        }
    }

    private Feature size(String name, List<Integer> calls) {
        return Feature.of(name, Types.INT32)
                .version(1)
                .from(List.of(new FeatureInput("text", pixels)))
                .batch(Sizes.class, () -> new Sizes(calls));
    }

    @Test
    void callsFunctionsOfSmallDecodedValuesWithAllTheRowsOfABatch(@TempDir Path other) {
        List<Integer> calls = new ArrayList<>();
        List<Integer> callsOfOther = new ArrayList<>();
        try (FeatureLake small = FeatureLake.create(other, Texts.SCHEMA)) {
            small.append(Texts.rows(0, Collections.nCopies(200, "1").toArray(String[]::new)));
            small.add(size("one", calls), size("two", callsOfOther));

            small.backfill("one", "two").batchRows(50).concurrency(1).run();

            assertThat(calls)
                    .as("eight rows tell how large they are")
                    .startsWith(8)
                    .contains(50)
                    .allMatch(rows -> rows <= 50)
                    .hasSizeLessThan(10);
            assertThat(callsOfOther).isEqualTo(calls);
            assertThat(made).hasSize(200);
            assertThat(small.values("two")).containsOnly(1);
        }
    }

    @Test
    void keepsNoMoreThanTheBudgetOfLargeDecodedValuesEvenAfterSmallOnes(@TempDir Path other) {
        int largeMiB = 8;
        List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger peak = new AtomicInteger();
        AtomicInteger large = new AtomicInteger();
        String[] texts = new String[96];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = i < 40 ? "1" : Integer.toString(largeMiB << 10);
        }
        try (FeatureLake mixed = FeatureLake.create(other, Texts.SCHEMA)) {
            mixed.append(Texts.rows(0, texts));
            mixed.add(
                    size("one", calls),
                    Feature.of("two", Types.INT32)
                            .version(1)
                            .from("text", pixels)
                            .map(image -> {
                                if (image.samples().length > 1 << 20 && large.incrementAndGet() % 7 == 0) {
                                    System.gc();
                                    peak.accumulateAndGet(reachable(), Math::max);
                                }
                                return image.samples().length >> 10;
                            }));

            mixed.backfill("one", "two").batchRows(32).concurrency(1).run();

            // The one that a function is at may be kept or not.
            assertThat(peak.get()).isBetween(1, (int) (DecodedBudget.LIMIT_BYTES >> 20) / largeMiB + 1);
            assertThat(calls).contains(32).endsWith(8);
            assertThat(mixed.values("two").subList(39, 41)).containsExactly(1, largeMiB << 10);
            assertThat(mixed.values("one")).isEqualTo(mixed.values("two"));
        }
    }

    private int reachable() {
        return (int) made.stream()
                .map(WeakReference::get)
                .filter(image -> image != null && image.samples().length > 1 << 20)
                .count();
    }

    @Test
    void decodesAValueLargerThanTheBudgetOnceAndAlone(@TempDir Path other) {
        List<Integer> calls = new ArrayList<>();
        try (FeatureLake huge = FeatureLake.create(other, Texts.SCHEMA)) {
            huge.append(Texts.rows(0, "70000", "70000", "70000"));
            huge.add(size("one", calls), size("two", new ArrayList<>()));

            huge.backfill("one", "two").batchRows(1).concurrency(1).run();

            assertThat(calls).containsExactly(1, 1, 1);
            assertThat(made).hasSize(3);
        }
    }

    @Test
    void failsARowThatCannotBeDecodedInEachFeature() {
        lake.append(Texts.rows(ROWS, "broken", "whole"));
        lake.add(
                length(),
                Feature.of("twice", Types.STRING)
                        .version(1)
                        .from("text", decoded)
                        .map(text -> text.toString() + text));

        lake.backfill("length", "twice").onError(ErrorPolicy.skip()).run();

        assertThat(lake.values("length").subList(ROWS, ROWS + 2)).containsExactly(null, 5);
        assertThat(lake.values("twice").subList(ROWS, ROWS + 2)).containsExactly(null, "wholewhole");
        assertThat(decodings.get("whole")).hasValue(1);
    }

    @Test
    void decodesAgainAfterARetry() {
        AtomicInteger calls = new AtomicInteger();
        lake.add(
                length(),
                Feature.of("retried", Types.INT32)
                        .version(1)
                        .from("text", decoded)
                        .map(text -> {
                            if (calls.incrementAndGet() == 20) {
                                throw new IllegalStateException("once");
                            }
                            return text.length();
                        }));

        lake.backfill("retried", "length").onError(ErrorPolicy.retry(1)).run();

        assertThat(lake.values("retried")).isEqualTo(lake.values("length"));
        assertThat(decodings.values()).allSatisfy(times -> assertThat(times).hasValue(1));
    }

    @Test
    void refusesToDecodeWhatIsNotThereAsAWhole() {
        assertThatThrownBy(() -> InputType.decoded("pixels", InputType.STREAM, stream -> stream))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("from must hold whole values but was a stream of bytes");
        assertThatThrownBy(() -> InputType.decoded("again", decoded, letters -> letters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("from must hold whole values but was letters");
    }
}
