// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.backfill.BackfillResult;
import dev.joust.error.InvalidRequestException;
import dev.joust.feature.CellCounts;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.lance.commit.ColumnChanges;
import dev.joust.internal.lance.commit.Columns;
import dev.joust.run.Travel;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
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
class BackfillChangesTest {
    @Parameter
    Travel.Runners runners = Travel.Runners.LOCAL;

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
    void anotherVersionIsRefusedUntilTheColumnIsRePointed() {
        Feature second = Feature.of("length", Types.INT32)
                .version(2)
                .from("text", InputType.STRING)
                .map(text -> -text.length());
        lake.append(Texts.rows(0, "a", "bb")).add(length);
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
                .containsExactly(
                        "2 rows stale: computed by 'length' version 1, the table now records 'length' version 2");
        BackfillResult result = lake.backfill("length").run();

        assertThat(result.rowsComputed()).isEqualTo(2);
        assertThat(lake.values("length")).containsExactly(-1, -2);
        assertThat(lake.rewritten()).containsExactly(List.of("length"));
        assertThat(lake.status("length").rowsByVersion()).containsExactly(Map.entry("length 2", 2L));
    }

    @Test
    void valuesOfOthersAreLeftAloneUnlessAskedFor() {
        lake.add(length);
        List<Map<String, @Nullable Object>> rows = Texts.rows(0, "a", "bb");
        rows.get(0).put("length", 77);
        rows.get(1).put("length", null);
        lake.append(rows);

        assertThat(lake.cells("length")).isEqualTo(new CellCounts(2, 0, 0, 1, 0, 0, 1));
        lake.backfill("length").run();
        assertThat(lake.values("length")).containsExactly(77, 2);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(2, 1, 0, 0, 0, 0, 1));
        // The new file repeats the value of the first row, which an index would find twice.
        assertThat(lake.rewritten()).containsExactly(List.of("length"));
        lake.backfill("length").recompute().run();

        assertThat(lake.values("length")).containsExactly(1, 2);
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(2, 2, 0, 0, 0, 0, 0));
        assertThat(lake.rewritten()).containsExactly(List.of("length"), List.of("length"));
    }

    @Test
    void anUpdatedRowMakesOnlyItsOwnCellsStale() {
        Feature doubled = Feature.of("doubled", Types.INT32)
                .version(1)
                .from("length", InputType.INT)
                .map(n -> 2 * n);
        lake.append(Texts.rows(0, "a", "bb", "dddd", "eeeee")).add(length, doubled);
        lake.backfill("doubled", "length").run();
        assertThat(lake.values("doubled")).containsExactly(2, 4, 8, 10);
        calls.set(0);

        lake.update("text", "'longer text'", "id = 2");
        assertThat(lake.cells("length")).isEqualTo(new CellCounts(4, 3, 0, 0, 1, 0, 0));
        assertThat(lake.status("length").fragments().get(0).why()).containsExactly("1 row stale: input 'text' changed");
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
    void compactionKeepsStampsAndWhatIsStaleStaysStale() {
        Feature tags = Feature.of("tag_count", Types.INT32)
                .version(1)
                .acceptsNull()
                .from("tags", InputType.listOf(InputType.STRING))
                .map(list -> list == null ? null : list.size());
        lake.append(Texts.rows(0, "a", "bb", "ccc")).append(Texts.rows(3, "dddd", "eeeee"));
        lake.add(length, tags);
        lake.backfill("length", "tag_count").run();
        lake.append(Texts.rows(5, "ffffff", "ggggggg"));
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
                        lake.append(Texts.rows(9, "z"));
                        lake.delete("id = 3");
                    }
                    return text;
                });
        lake.append(Texts.rows(0, "a", "b")).append(Texts.rows(2, "c", "d")).add(slow);

        BackfillResult result = lake.backfill("slow").run();

        assertThat(lake.values("slow")).isEqualTo(lake.values("text")).contains("changed");
        assertThat(lake.cells("slow").fresh()).isEqualTo(4);
        assertThat(result.rowsComputed()).isEqualTo(4);
        assertThat(result.rowsReused()).isEqualTo(1);
        assertThat(result.rowsTotal()).isEqualTo(5);
    }

    @Test
    void aCompactionUnderABackfillLosesNothing() throws IOException {
        AtomicInteger once = new AtomicInteger();
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    calls.incrementAndGet();
                    if (text.equals("d") && once.getAndIncrement() == 0) {
                        lake.update("text", "'B'", "id = 1");
                        lake.delete("id = 2");
                        lake.compact();
                        lake.update("text", "'E'", "id = 4");
                    }
                    return text.equals("e") ? null : text;
                });
        lake.append(Texts.rows(0, "a", "b"))
                .append(Texts.rows(2, "c", "d"))
                .append(Texts.rows(4, "e"))
                .add(slow);

        BackfillResult result = lake.backfill("slow").concurrency(1).run();

        assertThat(lake.values("slow")).containsExactly("a", "B", "d", "E");
        assertThat(lake.cells("slow").fresh()).isEqualTo(4);
        assertThat(calls).hasValue(7);
        assertThat(result.rowsComputed()).isEqualTo(2);
        assertThat(result.rowsReused()).isEqualTo(2);
        assertThat(lake.checkpoints()).isEmpty();
    }

    @Test
    void aColumnThatIsCreatedAgainUnderABackfillIsNotFilled() throws IOException {
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    Columns.drop(lake.table(), List.of("slow"), version -> {});
                    ColumnChanges.add(
                            lake.table(),
                            version -> List.of(Field.nullable("slow", new ArrowType.Int(Integer.SIZE, true))));
                    return text;
                });
        lake.append(Texts.rows(0, "a")).add(slow);

        assertThatThrownBy(() -> lake.backfill("slow").run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot write column 'slow' of table 't': it was dropped and created again meanwhile;"
                        + " compute its values again");

        assertThat(lake.values("slow")).containsExactly((Object) null);
    }

    @Test
    void aColumnThatIsDroppedUnderABackfillEndsItAndTheOthersAreShown() throws IOException {
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    Columns.drop(lake.table(), List.of("slow"), version -> {});
                    return text;
                });
        lake.append(Texts.rows(0, "a", null)).add(slow, length);
        int files = lake.dataFiles().size();

        assertThatThrownBy(() -> lake.backfill("slow", "length").run())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot write column 'slow' of table 't': it was dropped meanwhile; add it again");

        assertThat(lake.values("length")).containsExactly(1, null);
        assertThat(lake.cells("length").fresh()).isEqualTo(2);
        assertThat(lake.dataFiles()).hasSize(files + 1);
        assertThat(lake.rowsOf("_joust_jobs"))
                .last()
                .satisfies(row -> assertThat(row).containsEntry("state", "failed"));
    }

    @Test
    void theLaterOfTwoBackfillsOfOneColumnComputesNothingAgain() {
        AtomicInteger once = new AtomicInteger();
        Feature slow = Feature.of("slow", Types.STRING)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    calls.incrementAndGet();
                    if (once.getAndIncrement() == 0) {
                        assertThat(lake.backfill("slow").run().rowsComputed()).isEqualTo(3);
                    }
                    return text;
                });
        lake.append(Texts.rows(0, "a")).append(Texts.rows(1, "b", "c")).add(slow);

        BackfillResult later = lake.backfill("slow").run();

        assertThat(lake.values("slow")).containsExactly("a", "b", "c");
        assertThat(later.rowsComputed()).isZero();
        assertThat(calls.get()).isBetween(4, 6);
    }
}
