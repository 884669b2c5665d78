// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.feature.BatchUdf;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.schema.Types;
import java.nio.file.Path;
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
