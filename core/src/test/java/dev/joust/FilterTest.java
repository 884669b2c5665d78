// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static dev.joust.filter.Filter.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.index.Index;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters with values from anybody, wherever rows are chosen. */
class FilterTest {
    private static final String EVIL = "x' OR '1'='1";

    /** A frame. */
    record Frame(long id, String timeofday, @Nullable Integer people) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void open() {
        lake = Joust.open(folder.toString());
        frames = lake.createTable("frames", Frame.class);
        frames.append(List.of(
                new Frame(0, "night", 3),
                new Frame(1, "day", 0),
                new Frame(2, "night", 1),
                new Frame(3, EVIL, 5),
                new Frame(4, "\uD83C\uDF19 \\ ? -- /*", null)));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private List<Long> ids() {
        return frames.query().select("id").rows().stream()
                .map(row -> row.longValue("id"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"night", EVIL, "\uD83C\uDF19 \\ ? -- /*"})
    void findsWhatIsMeantWithValuesInAnyWay(String value) {
        long expected = value.equals("night") ? 2 : 1;

        assertThat(frames.count(col("timeofday").eq(value))).isEqualTo(expected);
        assertThat(frames.count("timeofday = ?", value)).isEqualTo(expected);
        assertThat(frames.count("timeofday = '" + value.replace("'", "''") + "'"))
                .isEqualTo(expected);
        assertThat(frames.query()
                        .where("id >= ?", 0)
                        .where(col("timeofday").in(value))
                        .rows())
                .hasSize((int) expected);
    }

    @Test
    void deletesOnlyTheRowsThatAreMeant() {
        assertThat(frames.delete("timeofday = ?", EVIL).rows()).isEqualTo(1);
        assertThat(frames.delete(col("timeofday").startsWith("\uD83C\uDF19")).rows())
                .isEqualTo(1);
        assertThat(frames.delete("timeofday = '\uD83C\uDF19'").rows()).isZero();
        assertThat(ids()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void updatesOnlyTheRowsThatAreMeant() {
        Map<String, String> set = Map.of("people", "people + 10");

        assertThat(frames.update(set, "timeofday = ? AND people > ?", "night", 2)
                        .rows())
                .isEqualTo(1);
        assertThat(frames.update(set, col("timeofday").eq(EVIL)).rows()).isEqualTo(1);
        assertThat(frames.update(Map.of("people", "7"), "timeofday LIKE '\uD83C\uDF19%'")
                        .rows())
                .isEqualTo(1);
        assertThat(frames.query().select("people").rows().stream().map(row -> row.intValue("people")))
                .containsExactly(13, 0, 1, 15, 7);
    }

    @Test
    void backfillsOnlyTheRowsThatAreMeant() {
        frames.addFeatures(frames.sqlFeature("twice", "coalesce(people * 2, -1)"));

        frames.backfill("twice").where("timeofday = ?", EVIL).run();
        frames.backfill("twice").where(col("people").isNull()).run();

        assertThat(frames.query().where(col("twice").isNotNull()).rows().stream()
                        .map(row -> row.intValue("twice")))
                .containsExactly(10, -1);
    }

    @Test
    void viewsKeepFiltersAsSql() {
        View view = lake.createView(
                "some", frames.query().where(col("timeofday").eq(EVIL)).where("people > ?", 2));
        view.refresh();

        assertThat(view.definition().filter()).contains("(`timeofday` = 'x'' OR ''1''=''1') AND (people > 2)");
        assertThat(view.table().query().select("id").rows().stream().map(row -> row.longValue("id")))
                .containsExactly(3L);
        frames.append(List.of(new Frame(5, EVIL, 9)));
        view.refresh();
        assertThat(view.table().count()).isEqualTo(2);
    }

    @Test
    void searchesOnlyAmongTheRowsThatAreMeant() {
        frames.createIndex(Index.fullText("timeofday"));

        assertThat(frames.searchText("night").where("people > ?", 2).rows()).hasSize(1);
        assertThat(frames.searchText("night").where(col("people").lt(2)).rows()).hasSize(1);
    }

    @Test
    void refusesWrongParametersBeforeAnythingHappens() {
        assertThatThrownBy(() -> frames.delete("timeofday = ?"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Cannot delete from table 'frames': 'timeofday = ?' has 1 place for a parameter, and none is"
                                + " given; give one for each '?' outside of quotes");
        assertThatThrownBy(
                        () -> frames.update(Map.of("people", "1"), col("people").eq("x")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot update table 'frames': column 'people' is int32 and cannot be compared with 'x', a"
                        + " text; give a whole number");
        assertThatThrownBy(() -> frames.delete(Filter.sql(" ")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot delete from table 'frames': the filter is empty; use 'true' for all rows");
        assertThatThrownBy(() -> frames.count("timeofday = '\uD83C'"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read table 'frames': there is half of a character in 'timeofday = '\uD83C''; write"
                        + " whole characters");
        assertThat(ids()).hasSize(5);
    }
}
