// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.feature.RowSet;
import dev.joust.internal.lance.files.ColumnFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
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
                        new FeatureWork("a", "hash", RowSet.range(0, 4), true, false),
                        new FeatureWork("b", "hash", RowSet.of(9), false, true)));
        FragmentResult result = new FragmentResult(
                3,
                List.of(new ColumnFile(
                        3, 10, "f.lance", 99, List.of("a"), List.of(2), "{}", List.of("i.lance"), List.of(1))),
                List.of("b"),
                5,
                1,
                List.of(new RowError("a", "a", 1, 4, 3, "error", "message", "stack", 1, 2, Instant.EPOCH, "x=1")));

        assertThat(copy(task)).isEqualTo(task);
        assertThat(copy(result)).isEqualTo(result);
        assertThat(copy(task).rows()).isEqualTo(RowSet.of(0, 1, 2, 3, 9));
        assertThat(task.label()).isEqualTo("fragment 3");
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // reads what it wrote
    private static <T extends Serializable> T copy(T value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
