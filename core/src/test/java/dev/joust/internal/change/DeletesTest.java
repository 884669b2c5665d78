// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.VersionFacts;
import dev.joust.internal.lance.version.Versions;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletesTest {
    @TempDir
    Path folder;

    private TestLake lake;
    private LanceTable table;

    @BeforeEach
    void threeFragmentsOfTenRows() {
        lake = new TestLake(folder);
        table = lake.create("t", Column.required("id", Types.INT64), Column.of("n", Types.INT32));
        for (int from = 0; from < 30; from += 10) {
            lake.append(table, rows(from, from + 10));
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<Map<String, Integer>> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Map.of("id", i, "n", i % 7))
                .toList();
    }

    private List<Object> ids() {
        return TestLake.rows(table).stream().map(row -> row.get("id")).toList();
    }

    private static Object[] ids(int... ids) {
        return IntStream.of(ids).mapToObj(i -> (Object) (long) i).toArray();
    }

    @Test
    void countsTheRowsAcrossFragments() {
        RowsChanged deleted = Deletes.delete(table, "id >= 3 AND id < 28", Map.of("joust.job", "j1"));

        assertThat(deleted).isEqualTo(new RowsChanged(5, 25));
        assertThat(ids()).containsExactly(ids(0, 1, 2, 28, 29));
        VersionFacts newest = Versions.list(table).get(4);
        assertThat(newest.properties()).isEqualTo(Map.of("joust.job", "j1", "joust.operation", "delete"));
    }

    @Test
    void leavesOutFragmentsThatLostAllRows() {
        Deletes.delete(table, "id < 10", Map.of());

        try (Snapshot now = table.latest()) {
            assertThat(now.fragments()).hasSize(2);
        }
        assertThat(Deletes.delete(table, "id = 10 OR id = 11", Map.of()).rows()).isEqualTo(2);
        assertThat(Deletes.delete(table, "id = 11 OR id = 12", Map.of()).rows()).isEqualTo(1);
        assertThat(ids()).hasSize(17);
    }

    @Test
    void deletesAllRowsAndTakesNewOnes() {
        assertThat(Deletes.delete(table, "true", Map.of()).rows()).isEqualTo(30);
        assertThat(ids()).isEmpty();

        lake.append(table, rows(40, 42));

        assertThat(ids()).containsExactly(ids(40, 41));
    }

    @Test
    void commitsNothingWhereNoRowMatches() {
        assertThat(Deletes.delete(table, "id > 1000", Map.of())).isEqualTo(new RowsChanged(4, 0));
    }

    @Test
    void refusesAnEmptyFilter() {
        assertThatThrownBy(() -> Deletes.delete(table, " ", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot delete from table 't': the filter is empty; use 'true' for all rows");
    }

    @Test
    void namesAColumnThatIsMissing() {
        assertThatThrownBy(() -> Deletes.delete(table, "nope = 1", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot read table 't': there is no column 'nope'; did you mean 'n'?");
    }

    @Test
    void twoThreadsThatDeleteFromOneFragmentBothSucceed() throws Exception {
        try (LanceTable other = lake.open("t")) {
            Racers.race(
                    () -> {
                        for (int i = 0; i < 15; i++) {
                            assertThat(Deletes.delete(table, "id = " + i, Map.of())
                                            .rows())
                                    .isEqualTo(1);
                        }
                    },
                    () -> {
                        for (int i = 29; i >= 15; i--) {
                            assertThat(Deletes.delete(other, "id = " + i, Map.of())
                                            .rows())
                                    .isEqualTo(1);
                        }
                    });
        }

        assertThat(ids()).isEmpty();
        try (Stream<Path> deletions = Files.list(lake.path("t").resolve("_deletions"))) {
            // A file for each version that some row of a fragment was left in; none of a lost race.
            assertThat(deletions.count()).isEqualTo(27);
        }
    }
}
