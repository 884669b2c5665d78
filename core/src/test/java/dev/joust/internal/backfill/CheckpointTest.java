// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.Backfill;
import dev.joust.backfill.BackfillResult;
import dev.joust.error.UdfException;
import dev.joust.feature.ErrorPolicy;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.job.JobEvent;
import dev.joust.run.Travel;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
class CheckpointTest {
    private static final int ROWS = 100;

    @Parameter
    Travel.Runners runners = Travel.Runners.LOCAL;

    @TempDir
    Path folder;

    private FeatureLake lake;
    private final Set<Long> calls = java.util.Collections.synchronizedSet(new TreeSet<>());
    private volatile long stopAt = -1;

    @BeforeEach
    void open() {
        lake = FeatureLake.create(folder, Texts.SCHEMA).on(runners.runner(2));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Feature slow(int version) {
        return Feature.of("slow", Types.STRING)
                .version(version)
                .from("id", InputType.LONG)
                .from("text", InputType.STRING)
                .map((id, text) -> {
                    if (id == stopAt) {
                        throw new IllegalStateException("stop");
                    }
                    calls.add(id);
                    if (text.startsWith("!")) {
                        throw new IllegalArgumentException("bad " + text);
                    }
                    return id % 7 == 0 ? null : version + text;
                });
    }

    private static List<Map<String, @Nullable Object>> rows(int from, int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = "t" + (from + i);
        }
        return Texts.rows(from, texts);
    }

    private static List<@Nullable Object> expected(int version, int from, int count) {
        List<@Nullable Object> values = new ArrayList<>();
        for (long id = from; id < from + count; id++) {
            values.add(id % 7 == 0 ? null : version + "t" + id);
        }
        return values;
    }

    private Backfill backfill() {
        return lake.backfill("slow").concurrency(1).batchRows(5).checkpointRows(10);
    }

    private void breakAt(long id) {
        stopAt = id;
        assertThatThrownBy(() -> backfill().run()).isInstanceOf(UdfException.class);
        stopAt = -1;
    }

    @Test
    void aBackfillThatStartsAgainComputesOnlyWhatIsInNoCheckpoint() throws IOException {
        lake.append(rows(0, ROWS)).add(slow(1));
        breakAt(77);
        assertThat(lake.cells("slow").fresh()).isZero();
        assertThat(lake.checkpoints()).hasSizeBetween(5, 7);
        calls.clear();

        BackfillResult result = backfill().run();

        assertThat(result.rowsReused()).isBetween(50L, 80L);
        assertThat(result.rowsComputed()).isEqualTo(ROWS - result.rowsReused());
        assertThat(result.rowsTotal()).isEqualTo(ROWS);
        assertThat(calls).hasSize((int) result.rowsComputed()).doesNotContain(49L);
        assertThat(lake.values("slow")).isEqualTo(expected(1, 0, ROWS));
        assertThat(lake.cells("slow").fresh()).isEqualTo(ROWS);
        assertThat(lake.cells("slow").nulls()).isEqualTo(15);
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void everyCheckpointIsTold() throws IOException {
        lake.append(rows(0, ROWS)).add(slow(1));
        stopAt = 77;
        List<JobEvent> events = Collections.synchronizedList(new ArrayList<>());

        assertThatThrownBy(() -> backfill().onProgress(events::add).run()).isInstanceOf(UdfException.class);

        assertThat(events)
                .filteredOn(JobEvent.Checkpointed.class::isInstance)
                .hasSameSizeAs(lake.checkpoints())
                .first()
                .satisfies(event -> assertThat(((JobEvent.Checkpointed) event).checkpoints())
                        .isEqualTo(1));
    }

    @Test
    void failedRowsKeepTheirErrors() throws IOException {
        lake.append(rows(0, 20)).add(slow(1));
        lake.update("text", "'!two'", "id = 3");
        stopAt = 18;
        assertThatThrownBy(() ->
                        backfill().onError(ErrorPolicy.skip()).maxFailedRows(1).run())
                .isInstanceOf(UdfException.class);
        assertThat(lake.checkpoints()).isNotEmpty();
        stopAt = -1;
        calls.clear();

        BackfillResult result = backfill().onError(ErrorPolicy.skip()).run();

        assertThat(calls).doesNotContain(3L, 0L, 9L, 18L);
        assertThat(result.rowsFailed()).isEqualTo(2);
        assertThat(lake.cells("slow").failed()).isEqualTo(2);
        assertThat(lake.rowsOf("_joust_errors"))
                .filteredOn(row -> result.job().equals(row.get("job")))
                .extracting(row -> row.get("message"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: bad !two", "java.lang.IllegalStateException: stop");
    }

    @Test
    void wherePolicyStopsAtFailedRowsTheyAreComputedAgain() {
        lake.append(rows(0, 20)).add(slow(1));
        lake.update("text", "'!two'", "id = 3");
        stopAt = 18;
        assertThatThrownBy(() ->
                        backfill().onError(ErrorPolicy.skip()).maxFailedRows(1).run())
                .isInstanceOf(UdfException.class);
        stopAt = -1;
        calls.clear();

        assertThatThrownBy(() -> backfill().run()).isInstanceOf(UdfException.class);

        assertThat(calls).contains(3L).doesNotContain(2L);
    }

    @Test
    void aCompactionInBetweenKeepsThem() throws IOException {
        lake.append(rows(0, 60)).append(rows(60, 60)).append(rows(120, 3)).add(slow(1));
        breakAt(55);
        lake.update("text", "'T7'", "id = 8");
        lake.delete("id = 9 OR id = 61");
        lake.compact();
        lake.update("text", "'T8'", "id = 10");
        calls.clear();

        BackfillResult result = backfill().run();

        assertThat(result.rowsReused()).isGreaterThanOrEqualTo(27);
        assertThat(calls).contains(8L, 10L).doesNotContain(0L, 7L, 11L, 29L);
        assertThat(lake.values("slow")).hasSize(121).startsWith(null, "1t1").contains("1T7", "1T8", "1t121");
        assertThat(lake.cells("slow").fresh()).isEqualTo(121);
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void anotherFunctionDoesNotUseThem() throws IOException {
        lake.append(rows(0, ROWS)).add(slow(1));
        breakAt(77);
        lake.with(slow(2)).registry().alter("slow", slow(2));

        BackfillResult result = lake.backfill("slow").run();

        assertThat(result.rowsReused()).isZero();
        assertThat(lake.values("slow")).isEqualTo(expected(2, 0, ROWS));
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void tornAndForeignFilesAreIgnoredAndRemoved() throws IOException {
        lake.append(rows(0, ROWS)).add(slow(1));
        breakAt(77);
        List<Path> files = lake.checkpoints();
        byte[] torn = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), java.util.Arrays.copyOf(torn, torn.length - 1));
        byte[] flipped = Files.readAllBytes(files.get(1));
        flipped[flipped.length - 20] ^= 1;
        Files.write(files.get(1), flipped);
        Files.write(files.get(0).resolveSibling("foreign"), new byte[] {1, 2, 3});
        Files.write(files.get(0).resolveSibling("empty"), new byte[0]);

        BackfillResult result = backfill().run();

        assertThat(result.rowsTotal()).isEqualTo(ROWS);
        assertThat(lake.values("slow")).isEqualTo(expected(1, 0, ROWS));
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void recomputingDoesNotUseWhatAnEarlierBackfillLeft() throws IOException {
        lake.append(rows(0, ROWS)).add(slow(1));
        breakAt(77);
        calls.clear();

        BackfillResult result = backfill().recompute().run();

        assertThat(result.rowsReused()).isZero();
        assertThat(calls).hasSize(ROWS);
        ReusePlan.clean(lake.table());
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void smallFragmentsPayNothing() throws IOException {
        lake.append(rows(0, 9)).append(rows(9, 9)).add(slow(1));
        stopAt = 4;
        assertThatThrownBy(() -> backfill().run()).isInstanceOf(UdfException.class);
        assertThat(lake.checkpoints()).isEmpty();
        assertThat(folder.resolve("t.lance/_joust/checkpoints")).doesNotExist();
    }

    @Test
    void aRecomputationThatWasKilledIsResumedByTheSameRequestOnly() throws IOException {
        lake.append(rows(0, ROWS)).append(rows(ROWS, 5)).add(slow(1));
        lake.backfill("slow").run();
        Path killed = leaveAsKilled(() -> backfill().recompute().run(), 77);
        calls.clear();

        assertThat(backfill().recompute().where("id < 50").run().rowsReused()).isZero();
        assertThat(calls).hasSize(50);
        assertThat(killed).exists();
        calls.clear();
        BackfillResult result = backfill().recompute().run();

        assertThat(result.rowsReused()).isBetween(50L, 80L);
        assertThat(calls).hasSize((int) result.rowsComputed());
        assertThat(killed).doesNotExist();
        assertThat(lake.values("slow")).isEqualTo(expected(1, 0, ROWS + 5));
        calls.clear();
        assertThat(backfill().recompute().run().rowsReused()).isZero();
        assertThat(calls).hasSize(ROWS + 5);
        assertThat(lake.checkpoints()).isEmpty();
    }

    /** Fails a recomputation and puts back the note that it removed, as one of a process that is gone. */
    private Path leaveAsKilled(Runnable recompute, long id) throws IOException {
        Path notes = folder.resolve("t.lance/_joust/recomputes");
        String[] note = new String[2];
        Feature noting = Feature.of("slow", Types.STRING)
                .version(1)
                .from("id", InputType.LONG)
                .from("text", InputType.STRING)
                .map((row, text) -> {
                    if (row == id) {
                        try (java.util.stream.Stream<Path> files = Files.list(notes)) {
                            Path file = files.findFirst().orElseThrow();
                            note[0] = file.getFileName().toString();
                            note[1] = Files.readString(file);
                        }
                        throw new IllegalStateException("stop");
                    }
                    return row % 7 == 0 ? null : 1 + text;
                });
        lake.with(noting);
        assertThatThrownBy(recompute::run).isInstanceOf(UdfException.class);
        lake.with(slow(1));
        assertThat(notes).isEmptyDirectory();
        return Files.writeString(
                notes.resolve(note[0]), note[1].replaceAll("\"process\":\"[0-9]+@", "\"process\":\"999999999@"));
    }
}
