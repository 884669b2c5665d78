// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.diff.ColumnDiff;
import dev.joust.diff.FeatureDiff;
import dev.joust.diff.RowDiff;
import dev.joust.diff.TableDiff;
import dev.joust.error.NotFoundException;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.schema.Key;
import dev.joust.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
    record Frame(@Key long id, String timeofday, int people) {}

    record Point(long id, int n) {}

    @TempDir
    Path folder;

    private Lake lake;
    private Table frames;

    @BeforeEach
    void openALakeOfFrames() {
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.createTable("frames", Frame.class);
        append(0, 4);
        append(4, 8);
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    private void append(long from, long to) {
        frames.append(LongStream.range(from, to).mapToObj(id -> new Frame(id, "night", 1)));
    }

    private static Feature crowd(int version) {
        return Feature.of("crowd", Types.BOOL)
                .version(version)
                .from("people", InputType.INT)
                .map(people -> people > version);
    }

    private void compact() {
        Compactor.compact(frames.handle(), Compactor.Preparation.NONE, (before, replaced, written) -> {});
    }

    private void removeDataFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("lake/frames.lance/data"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void saysInWordsWhatDiffers() {
        frames.addFeatures(crowd(1));
        frames.backfill("crowd").run();
        long before = frames.version();
        append(8, 20);
        frames.update(Map.of("timeofday", "'dawn'"), "id IN (1, 2, 5)");
        frames.delete("id = 7");
        frames.alterFeature("crowd", crowd(2));
        frames.backfill("crowd").run();

        TableDiff diff = frames.diff(before, frames.version());

        assertThat(diff)
                .hasToString("12 rows added, 1 removed, 3 changed (timeofday in 3), feature 'crowd' went from version 1"
                        + " to 2");
        assertThat(diff.rowsBefore()).isEqualTo(8);
        assertThat(diff.rowsAfter()).isEqualTo(19);
        FeatureDiff feature = diff.features().get(0);
        assertThat(feature.change()).isEqualTo(FeatureDiff.Change.ALTERED);
        assertThat(feature.before().orElseThrow().rowsByVersion()).hasToString("{crowd 1=8}");
        assertThat(feature.after().orElseThrow().rowsByVersion()).hasToString("{crowd 2=19}");
        assertThat(frames.diff(before, before)).hasToString("no difference");
    }

    @Test
    void saysTheReverseWhereTheFirstVersionIsTheNewerOne() {
        long before = frames.version();
        append(8, 10);
        frames.update(Map.of("people", "5"), "id = 0");
        frames.delete("id = 7");
        frames.dropColumns("timeofday");
        long after = frames.version();

        TableDiff back = frames.diff(after, before);

        assertThat(back).hasToString("1 row added, 2 removed, 1 changed (people in 1), column 'timeofday' added");
        assertThat(back.reversed()).isEqualTo(frames.diff(before, after));
        assertThat(back.rows())
                .containsExactly(
                        new RowDiff(RowDiff.Change.ADDED, Map.of("id", 7L), List.of()),
                        new RowDiff(RowDiff.Change.REMOVED, Map.of("id", 8L), List.of()),
                        new RowDiff(RowDiff.Change.REMOVED, Map.of("id", 9L), List.of()),
                        new RowDiff(
                                RowDiff.Change.CHANGED, Map.of("id", 0L), List.of(new RowDiff.Value("people", 5, 1))));
    }

    @Test
    void aReplacedRowIsChangedByItsKey() {
        frames.upsert(List.of(new Frame(3, "dawn", 1), new Frame(4, "night", 1), new Frame(9, "night", 1)));

        TableDiff diff = frames.diff(3, 4);

        assertThat(diff).hasToString("1 row added, 1 changed (timeofday in 1)");
        assertThat(diff.key()).containsExactly("id");
        assertThat(diff.rows())
                .containsExactly(
                        new RowDiff(RowDiff.Change.ADDED, Map.of("id", 9L), List.of()),
                        new RowDiff(
                                RowDiff.Change.CHANGED,
                                Map.of("id", 3L),
                                List.of(new RowDiff.Value("timeofday", "night", "dawn"))));
        assertThat(frames.diff(3, 4, 0).rows()).isEmpty();
    }

    @Test
    void aReplacedRowWithoutKeyIsRemovedAndAdded() {
        Table points = lake.createTable("points", Point.class);
        points.append(List.of(new Point(1, 1), new Point(2, 2)));
        points.delete("id = 1");
        points.append(List.of(new Point(1, 5)));

        TableDiff diff = points.diff(2, 4);

        assertThat(diff).hasToString("1 row added, 1 removed");
        assertThat(diff.key()).isEmpty();
        assertThat(diff.rows()).isEmpty();
    }

    @Test
    void aCompactionIsNoDifferenceAndNothingIsReadForIt() throws Exception {
        frames.delete("id = 2");
        long before = frames.version();
        compact();
        append(8, 12);
        compact();
        lake.close();
        lake = Joust.open(folder.resolve("lake"));
        frames = lake.openTable("frames");
        removeDataFiles();

        assertThat(frames.diff(before, before + 2)).hasToString("no difference");
        assertThat(frames.diff(before, frames.version(), 0)).hasToString("4 rows added");
        assertThatThrownBy(() -> frames.query().rows()).isNotNull();
    }

    @Test
    void rowsThatAreOnlyAddedOrRemovedAreCountedWithoutReadingAValue() throws Exception {
        long before = frames.version();
        frames.delete("id = 1 OR id >= 4");
        append(8, 12);
        removeDataFiles();

        assertThat(frames.diff(before, before + 1, 0)).hasToString("5 rows removed");
        assertThat(frames.diff(before + 1, before + 2, 0)).hasToString("4 rows added");
    }

    @Test
    void findsWhatChangedBeforeAndAfterACompaction() {
        long before = frames.version();
        frames.update(Map.of("people", "2"), "id = 1");
        compact();
        frames.update(Map.of("timeofday", "'dawn'"), "id IN (1, 6)");

        assertThat(frames.diff(before, frames.version())).hasToString("2 rows changed (timeofday in 2, people in 1)");
    }

    @Test
    void rowsThatCameAfterARestoreAreOthersThoughTheyHaveTheIdsOfForgottenOnes() {
        append(8, 10);
        frames.restore(3);
        append(20, 22);

        TableDiff diff = frames.diff(4, frames.version());

        assertThat(diff).hasToString("2 rows added, 2 removed");
        assertThat(diff.rows())
                .extracting(row -> row.change() + " " + row.key())
                .containsExactly("ADDED {id=20}", "ADDED {id=21}", "REMOVED {id=8}", "REMOVED {id=9}");
    }

    @Test
    void tellsARenamedColumnFromADroppedAndAnAddedOne() {
        frames.renameColumn("people", "persons");
        frames.update(Map.of("persons", "7"), "id = 3");

        assertThat(frames.diff(3, 5)).hasToString("1 row changed (persons in 1), column 'people' renamed to 'persons'");
        ColumnDiff column = frames.diff(3, 4).columns().get(0);
        assertThat(column.change()).isEqualTo(ColumnDiff.Change.RENAMED);
        assertThat(column.rowsChanged()).isZero();

        frames.restore(3);
        frames.addColumns(Map.of("seats", "people + 1"));
        frames.dropColumns("people");

        assertThat(frames.diff(3, frames.version())).hasToString("column 'seats' added, column 'people' dropped");
    }

    @Test
    void namesTheTypesOfARetypedColumnWithoutComparingItsValues() {
        long before = frames.version();
        frames.dropColumns("people");
        frames.addColumns(Map.of("people", "id * 2"));

        TableDiff diff = frames.diff(before, frames.version());

        assertThat(diff).hasToString("column 'people' went from int32 to int64");
        assertThat(diff.columns().get(0).change()).isEqualTo(ColumnDiff.Change.RETYPED);
    }

    @Test
    void tellsFeaturesThatCameWentOrWereComputed() {
        frames.addFeatures(crowd(1));
        long added = frames.version();
        frames.backfill("crowd").run();
        long computed = frames.version();
        frames.dropFeature("crowd");

        assertThat(frames.diff(3, added)).hasToString("feature 'crowd' added");
        assertThat(frames.diff(added, computed))
                .hasToString("8 rows changed (crowd in 8), feature 'crowd' computed for 8 rows, before for 0 rows");
        assertThat(frames.diff(computed, frames.version())).hasToString("feature 'crowd' dropped");
    }

    @Test
    void comparesVersionsByTheirTags() {
        frames.tag("monday", 2);
        frames.tag("tuesday", 3);

        assertThat(frames.diff("monday", "tuesday")).hasToString("4 rows added");
        assertThatThrownBy(() -> frames.diff("monday", "tusday"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot find tag 'tusday' in table 'frames': it has no tag of this name; the nearest are"
                        + " 'tuesday', 'monday'");
        assertThatThrownBy(() -> frames.diff(2, 9))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Cannot open version 9 of table 'frames': its versions are 1-3; choose one of these");
        assertThatThrownBy(() -> frames.diff(2, 3, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must not be negative but was -1");
    }

    @Test
    void comparesTwoHundredThousandRows() {
        Table points = lake.createTable("points", Point.class);
        points.append(rows(0, 200_000));
        long before = points.version();
        points.append(rows(200_000, 200_500));
        points.update(Map.of("n", "-1"), "id % 1000 = 7");
        points.delete("id < 10");

        TableDiff diff = points.diff(before, points.version());
        Compactor.compact(points.handle(), Compactor.Preparation.NONE, (b, replaced, written) -> {});

        assertThat(diff).hasToString("500 rows added, 10 removed, 199 changed (n in 199)");
        assertThat(points.diff(before, points.version())).hasToString(diff.toString());
    }

    private static Stream<Point> rows(long from, long to) {
        return LongStream.range(from, to).mapToObj(id -> new Point(id, (int) id % 100));
    }
}
