// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.backfill.Preview;
import dev.joust.backfill.PreviewRow;
import dev.joust.feature.BatchUdf;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.InputBatch;
import dev.joust.feature.InputType;
import dev.joust.feature.OutputBatch;
import dev.joust.feature.UdfContext;
import dev.joust.internal.backfill.FeatureLake;
import dev.joust.internal.backfill.Texts;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.feature.SqlFeatures;
import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewerTest {
    @TempDir
    Path folder;

    private FeatureLake lake;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA);
        lake.append(Texts.rows(0, "a", "bb", null, "dddd")).append(Texts.rows(4, "eeeee", "ffffff"));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Feature length() {
        return Feature.of("length", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    if (text.length() == 4) {
                        throw new IllegalStateException("four");
                    }
                    return text.length();
                });
    }

    private Preview preview(Feature feature, int rows) {
        try (Snapshot now = lake.table().latest()) {
            return Previewer.of(now, feature, rows);
        }
    }

    private Preview previewOfTable(Feature feature, int rows) {
        try (Snapshot now = lake.table().latest()) {
            return Previewer.of(now, Registrations.of(now).require(feature.name()), feature, rows);
        }
    }

    @Test
    void aFeatureThatTheTableDoesNotHaveIsComputedForItsFirstRows() throws Exception {
        Map<String, Integer> files = lake.dataFiles();
        long version = lake.version();

        Preview preview = preview(length(), 5);

        assertThat(preview.rows()).extracting(PreviewRow::rowId).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(preview.rows().get(1).values()).isEqualTo(Map.of("length", 2));
        assertThat(preview.rows().get(2).values()).containsEntry("length", null);
        assertThat(preview.rows().get(3).error()).contains("java.lang.IllegalStateException: four");
        assertThat(preview.rows().get(4).values()).isEqualTo(Map.of("length", 5));
        assertThat(preview.rowsFailed()).isEqualTo(1);
        assertThat(preview.rowsLeft()).isEqualTo(6);
        assertThat(preview.rowsPerSecond()).isPositive();
        assertThat(preview.secondsLeft(2)).isLessThan(preview.secondsLeft(1));
        assertThat(lake.version()).isEqualTo(version);
        assertThat(lake.dataFiles()).isEqualTo(files);
    }

    @Test
    void ofAFeatureOfTheTableTheRowsThatABackfillWouldComputeAreShown() {
        lake.add(length()).backfill("length").where("id < 2").run();

        Preview missing = previewOfTable(length(), 2);
        lake.backfill("length").onError(dev.joust.feature.ErrorPolicy.skip()).run();
        Preview complete = previewOfTable(length(), 10);

        assertThat(missing.rows()).extracting(PreviewRow::rowId).containsExactly(2L, 3L);
        assertThat(missing.rowsLeft()).isEqualTo(4);
        assertThat(complete.rows()).hasSize(6);
        assertThat(complete.rowsLeft()).isZero();
    }

    @Test
    void valuesStandUnderTheColumnsOfTheTableAlsoIfTheFunctionNamesOthers() {
        lake.add(length());
        Feature other = Feature.of("other", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> 7);

        try (Snapshot now = lake.table().latest()) {
            Preview preview = Previewer.of(now, Registrations.of(now).require("length"), other, 1);

            assertThat(preview.columns()).extracting(Column::name).containsExactly("length");
            assertThat(preview.rows().get(0).values()).isEqualTo(Map.of("length", 7));
        }
    }

    @Test
    void expressionsAndGroupsArePreviewedToo() {
        Feature sql = SqlFeatures.typed(lake.table(), Feature.sql("shout", "upper(text)"));
        Feature group = Feature.of("n", Types.INT32)
                .and("t", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> List.of(text.length(), text));

        assertThat(preview(sql, 2).rows())
                .extracting(PreviewRow::values)
                .containsExactly(Map.of("shout", "A"), Map.of("shout", "BB"));
        assertThat(preview(group, 1).rows().get(0).values()).isEqualTo(Map.of("n", 1, "t", "a"));
    }

    @Test
    void theRateIsThatOfTheLaterHalfOfTheRows() {
        AtomicInteger calls = new AtomicInteger();
        Feature warming = Feature.of("warming", Types.INT32)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    long busyUntil = System.nanoTime() + (calls.incrementAndGet() <= 3 ? 50_000_000 : 0);
                    while (System.nanoTime() < busyUntil) {
                        Thread.onSpinWait();
                    }
                    return id.intValue();
                });

        Preview preview = preview(warming, 5);

        assertThat(preview.rows()).extracting(PreviewRow::rowId).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(preview.laterRows()).isEqualTo(2);
        assertThat(preview.seconds() - preview.laterSeconds()).isGreaterThanOrEqualTo(0.15);
        assertThat(preview.rowsPerSecond()).isEqualTo(2 / preview.laterSeconds());
        assertThat(preview.secondsLeft(1)).isEqualTo(preview.openSeconds() + 6 / preview.rowsPerSecond());
    }

    @Test
    void theTimeToMakeAndOpenTheFunctionIsToldApart() {
        Feature slow = Feature.of("slow", Types.INT64)
                .version(1)
                .from(List.of(new FeatureInput("id", InputType.LONG)))
                .batch(Slow.class, Slow::new);

        Preview preview = preview(slow, 4);

        assertThat(preview.openSeconds()).isGreaterThanOrEqualTo(0.1);
        assertThat(preview.secondsLeft(1000)).isGreaterThanOrEqualTo(preview.openSeconds());
    }

    /** Takes a while to be made, and to open. */
    static final class Slow implements BatchUdf {
        Slow() {
            burn();
        }

        private static void burn() {
            long busyUntil = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < busyUntil) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void open(UdfContext context) {
            burn();
        }

        @Override
        public void compute(InputBatch in, OutputBatch out) {
            for (int row = 0; row < in.rows(); row++) {
                out.set(row, in.integer(0, row));
            }
        }
    }

    @Test
    void aSampleWhoseLaterHalfTookLessThanASecondIsTooShort() {
        assertThat(new Preview(List.of(), List.of(), 2, 5, 10, 0.9, 100).isTooShort())
                .isTrue();
        assertThat(new Preview(List.of(), List.of(), 2, 5, 10, 1.0, 100).isTooShort())
                .isFalse();
        assertThat(new Preview(List.of(), List.of(), 2, 5, 10, 1.0, 100).secondsLeft(5))
                .isEqualTo(2 + 100 / 10.0 / 5);
    }

    @Test
    void oneRowIsAllThereIsToTell() {
        Preview preview = preview(length(), 1);

        assertThat(preview.laterRows()).isZero();
        assertThat(preview.isTooShort()).isTrue();
        assertThat(preview.rowsPerSecond()).isEqualTo(1 / preview.seconds());
    }
}
