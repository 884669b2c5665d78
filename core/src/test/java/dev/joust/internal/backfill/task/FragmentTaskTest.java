// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.RowSet;
import dev.joust.internal.backfill.call.FailureReport;
import dev.joust.internal.backfill.checkpoint.ReusedRows;
import dev.joust.internal.backfill.rows.RowError;
import dev.joust.internal.lance.files.ColumnFile;
import dev.joust.run.Travel;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentTaskTest {
    @Test
    void tasksAndResultsTravel() throws Exception {
        FragmentTask task = new FragmentTask(
                "job",
                7,
                3,
                List.of(
                        new FeatureWork(
                                "a",
                                "hash",
                                RowSet.range(0, 4),
                                true,
                                false,
                                List.of(new ReusedRows(
                                        "p", RowSet.of(1, 3), RowSet.of(0, 5), RowSet.of(3), RowSet.none()))),
                        new FeatureWork("b", "hash", RowSet.of(9), false, true, List.of())));
        FragmentResult result = new FragmentResult(
                3,
                7,
                List.of(new ColumnFile(
                        3, 10, "f.lance", 99, List.of("a"), List.of(2), "{}", List.of("i.lance"), List.of(1))),
                List.of("b"),
                5,
                1,
                2,
                List.of(new RowError("a", "a", 1, 4, 3, "error", "message", "stack", 1, 2, Instant.EPOCH, "x=1")),
                FailureReport.NONE,
                List.of("c"));

        assertThat(Travel.copy(task)).isEqualTo(task);
        assertThat(Travel.copy(result)).isEqualTo(result);
        assertThat(Travel.copy(task).rows()).isEqualTo(RowSet.of(0, 1, 2, 3, 9));
        assertThat(task.label()).isEqualTo("fragment 3");
    }
}
