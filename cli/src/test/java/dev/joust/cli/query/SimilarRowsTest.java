// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import dev.joust.schema.Key;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views have no key of their own: what names a row of one is the key of its source. */
class SimilarRowsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    /** A row with a declared key; scenes lie on a line, in the order of their names. */
    @SuppressWarnings("ArrayRecordComponent")
    record Scene(@Key String name, int place, @Vector(2) float @Nullable [] direction) {}

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        try (Lake opened = Joust.open(lake.folder())) {
            opened.createTable("scenes", Scene.class)
                    .append(IntStream.range(0, 6)
                            .mapToObj(i -> new Scene("s" + i, i, i == 5 ? null : new float[] {i, 1}))
                            .toList());
        }
        view("late", "scenes", "place >= 2");
    }

    private void view(String name, String source, String where, String... more) {
        List<String> create = new ArrayList<>(List.of("view", "create", name, "--from", source, "--where", where));
        create.addAll(List.of(more));
        assertThat(lake.run(create.toArray(String[]::new)).exitCode()).isZero();
        assertThat(lake.run("view", "refresh", name).exitCode()).isZero();
    }

    private Outcome like(String table, String row, String... more) {
        return lake.run(arguments(table, row, more));
    }

    private List<String> found(String table, String row, String... more) {
        Outcome outcome = lake.json(arguments(table, row, more));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.json().findValuesAsText("place");
    }

    private static String[] arguments(String table, String row, String... more) {
        return Stream.concat(
                        Stream.of("search", table, "--like", row, "--select", "place", "--limit", "2"),
                        Arrays.stream(more))
                .toArray(String[]::new);
    }

    @Test
    void aKeyNamesARowOfAView() {
        assertThat(found("late", "s4")).containsExactly("3", "2");
        assertThat(found("scenes", "s4", "--from", "late")).containsExactly("3", "2");
        assertThat(like("late", "s4").stdout()).doesNotContain("lacks");
    }

    @Test
    void aRowThatTheViewLacksIsTakenFromItsSource() {
        assertThat(found("late", "s0")).containsExactly("2", "3");
        assertThat(like("late", "s0").stdout()).startsWith("like row 's0' of 'scenes', which view 'late' lacks\n");
        assertThat(found("scenes", "s0", "--from", "late")).containsExactly("1", "2");

        view("early", "scenes", "place < 3");

        assertThat(found("early", "s1", "--from", "late")).containsExactlyInAnyOrder("0", "2");
    }

    @Test
    void aViewWithoutTheKeyColumnHasItsRowsAllTheSame() {
        view("nameless", "scenes", "place >= 2", "--select", "place", "--select", "way=direction");

        assertThat(found("nameless", "s4")).containsExactly("3", "2");
        assertThat(like("nameless", "s4").stdout()).doesNotContain("lacks");
        assertThat(found("nameless", "s1")).containsExactly("2", "3");
        assertThat(like("nameless", "s1").stdout())
                .startsWith("like row 's1' of 'scenes', which view 'nameless' lacks\n");
    }

    @Test
    void aViewOfAViewKnowsTheKeyOfTheTable() {
        view("later", "late", "place >= 3");

        assertThat(found("later", "s4")).containsExactly("3");
        assertThat(found("later", "s2")).containsExactly("3", "4");
        assertThat(like("later", "s2").stdout()).startsWith("like row 's2' of 'late', which view 'later' lacks\n");
        assertThat(like("later", "s0").stdout()).startsWith("like row 's0' of 'scenes', which view 'later' lacks\n");
    }

    @Test
    void aNumberThatIsNoKeyIsARowIdInTheView() {
        assertThat(found("late", "2")).containsExactly("3", "2");
        assertThat(like("late", "77").exitCode()).isEqualTo(3);
    }

    @Test
    void saysWhichRowThereIsNot() {
        view("some", "frames", "id > 1");
        view("early", "scenes", "place < 3");
        view("computed", "scenes", "place >= 2", "--select", "place", "--select", "way=coalesce(direction, direction)");

        Outcome missing = like("late", "x");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.stderr())
                .isEqualTo("joust: Cannot search table 'late' for rows like 'x': no row of it or of its source 'scenes'"
                        + " has it as its 'name'; check the value\n");
        assertThat(like("some", "x").stderr())
                .isEqualTo("joust: Cannot search table 'some' for rows like 'x': its source 'frames' declares no key,"
                        + " and this is not a whole number; give a row id, which joust query --row-id shows\n");
        assertThat(like("late", "s5").stderr())
                .isEqualTo("joust: Cannot search for rows like row 3 of 'late': its 'direction' is NULL; choose another"
                        + " row, or backfill the column\n");
        assertThat(like("early", "s5").stderr())
                .isEqualTo(
                        "joust: Cannot search for rows like 's5' of 'scenes': its 'direction' is NULL; choose another"
                                + " row, or backfill the column\n");
        assertThat(like("computed", "s0").stderr())
                .isEqualTo("joust: Cannot search table 'computed' for rows like 's0': view 'computed' lacks the row,"
                        + " and its column 'way' is no copy of one of 'scenes', which has it; choose a row of the view,"
                        + " or another column\n");

        lake.run("delete", "scenes", "--where", "place = 1");
        assertThat(like("late", "s1").exitCode()).isEqualTo(3);
    }

    @Test
    void aViewOutlivesItsSourceWithRowIds() {
        try (Lake opened = Joust.open(lake.folder())) {
            opened.dropTable("scenes");
        }

        assertThat(found("late", "2")).containsExactly("3", "2");
        assertThat(like("late", "s4").stderr())
                .isEqualTo("joust: Cannot search table 'late' for rows like 's4': it declares no key, and this is not a"
                        + " whole number; give a row id, which joust query --row-id shows\n");
    }
}
