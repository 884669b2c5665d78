// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.joust.backfill.BackfillResult;
import dev.joust.error.FeaturesFailedException;
import dev.joust.error.UdfException;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.feature.SqlFeatures;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several features in one pass, some of which fail. */
class FailingFeaturesTest {
    private static final String MEND = "; correct it and run the backfill again, or let it skip rows that fail";

    private final AtomicInteger calls = new AtomicInteger();

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

    private static Feature failingAt(String name, long poison) {
        return Feature.of(name, Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    if (id == poison) {
                        throw new IllegalStateException("not " + id);
                    }
                    return id;
                });
    }

    private Feature twice(String name, String of) {
        return Feature.of(name, Types.INT64).version(1).from(of, InputType.LONG).map(value -> {
            calls.incrementAndGet();
            return 2 * value;
        });
    }

    @Test
    void theOthersAreCompletedAndTheReadersOfAFailedOneAreNot() {
        Feature bad = failingAt("bad", 5);
        Feature worse = failingAt("worse", 0);
        Feature good = failingAt("good", -1);
        for (int i = 0; i < 8; i += 2) {
            lake.append(Texts.rows(i, "a", "b"));
        }
        lake.add(
                bad,
                worse,
                good,
                twice("good_twice", "good"),
                twice("bad_twice", "bad"),
                twice("bad_more", "bad_twice"));

        FeaturesFailedException failure = catchThrowableOfType(
                FeaturesFailedException.class,
                () -> lake.backfill("bad", "worse", "good", "good_twice", "bad_twice", "bad_more")
                        .concurrency(1)
                        .run());

        assertThat(failure.failed()).containsExactlyInAnyOrder("worse", "bad");
        assertThat(failure.notComputed()).containsExactly("bad_twice", "bad_more");
        assertThat(failure.complete()).containsExactly("good", "good_twice");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(lake.values("good")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(lake.values("good_twice")).containsExactly(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L);
        assertThat(lake.cells("good").fresh()).isEqualTo(8);
        assertThat(lake.cells("worse").fresh()).isLessThanOrEqualTo(6);
        assertThat(calls).hasValue(8);
        assertThat(lake.rowsOf("_joust_jobs").get(1)).containsEntry("state", "failed");
        assertThat(lake.rowsOf("_joust_errors"))
                .extracting(row -> row.get("column"))
                .contains("bad", "worse");
    }

    @Test
    void saysWhatFailedWhatDependsOnItAndWhatIsComplete() {
        Feature bad = failingAt("bad", 1);
        lake.append(Texts.rows(0, "a", "b")).add(bad, failingAt("good", -1), twice("bad_twice", "bad"));

        FeaturesFailedException failure = catchThrowableOfType(
                FeaturesFailedException.class,
                () -> lake.backfill("bad", "good", "bad_twice").run());

        assertThat(failure)
                .hasMessage("Cannot backfill 2 of 3 features of table 't': failed: 'bad'; not computed, because they"
                        + " read a failed one: 'bad_twice'; complete: 'good'; the failures:\n"
                        + "  Cannot compute feature 'bad' of table 't': function " + bad.identity()
                        + " failed at row id 1 (id=1): java.lang.IllegalStateException: not 1" + MEND)
                .hasCauseInstanceOf(UdfException.class);
        assertThat(lake.values("bad")).containsExactly(null, null);
        assertThat(lake.cells("bad").missing()).isEqualTo(2);
    }

    @Test
    void theLimitOfFailedRowsIsOfEachFeature() {
        Feature bad = failingAt("bad", 1);
        lake.append(Texts.rows(0, "a", "b", "c")).add(bad, failingAt("good", 2));

        FeaturesFailedException failure = catchThrowableOfType(
                FeaturesFailedException.class,
                () -> lake.add(broken())
                        .backfill("bad", "broken", "good")
                        .onError(ErrorPolicy.skip())
                        .maxFailedRows(1)
                        .run());

        assertThat(failure.failed()).containsExactly("broken");
        assertThat(failure.complete()).containsExactly("bad", "good");
        assertThat(lake.cells("bad").failed()).isEqualTo(1);
        assertThat(lake.values("good")).containsExactly(0L, 1L, null);
    }

    private static Feature broken() {
        return Feature.of("broken", Types.INT64)
                .version(1)
                .from("id", InputType.LONG)
                .map(id -> {
                    throw new IllegalStateException("no");
                });
    }

    @Test
    void anExpressionThatFailsStopsAloneAndNamesTheRow() {
        lake.append(Texts.rows(0, "1", "two", "3")).add(failingAt("good", -1));
        lake.registry().add(List.of(SqlFeatures.typed(lake.table(), Feature.sql("number", "cast(text as int)"))));

        FeaturesFailedException failure = catchThrowableOfType(
                FeaturesFailedException.class,
                () -> lake.backfill("number", "good").run());

        assertThat(failure.failed()).containsExactly("number");
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        UdfException.class, cause -> assertThat(cause.rowId()).isEqualTo(1));
        assertThat(lake.values("good")).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aRowThatAnExpressionCannotStandIsSkippedAlone() {
        lake.append(Texts.rows(0, "1", "two", "3", "4", null, "six", "7"));
        lake.registry().add(List.of(SqlFeatures.typed(lake.table(), Feature.sql("number", "cast(text as int)"))));

        BackfillResult result = lake.backfill("number")
                .where("id > 1")
                .onError(ErrorPolicy.skip())
                .run();

        assertThat(result.rowsFailed()).isEqualTo(1);
        assertThat(lake.values("number")).containsExactly(null, null, 3, 4, null, null, 7);
        assertThat(lake.cells("number").failed()).isEqualTo(1);
        assertThat(lake.rowsOf("_joust_errors"))
                .hasSize(1)
                .first()
                .satisfies(
                        error -> assertThat(error).containsEntry("row_id", 5L).containsEntry("input", "text=six"));
    }
}
