// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.NotFoundException;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.schema.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VanishedVersionsTest {
    private final IOException vanished = new IOException("LanceError(IO): Generic N/A error: Cloned error: Object"
            + " at location /lake/t.lance/_versions/18446744073709551600.manifest not found: No such file or directory"
            + " (os error 2), /rust/lance-io/src/object_reader.rs:317:51");

    private final AtomicInteger calls = new AtomicInteger();

    record Line(@Key long id) {}

    @Test
    void makesACallAgainThatAVersionVanishedUnder() throws Exception {
        String answer = VanishedVersions.retried(() -> {
            if (calls.incrementAndGet() < 3) {
                throw vanished;
            }
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(calls).hasValue(3);
    }

    @Test
    void givesUpAfterTwentyCalls() {
        assertThatThrownBy(() -> VanishedVersions.retried(() -> {
                    calls.incrementAndGet();
                    throw vanished;
                }))
                .isSameAs(vanished);
        assertThat(calls).hasValue(20);
    }

    @Test
    void leavesOtherFailuresAlone() {
        IOException other = new IOException("Object at location /lake/t.lance/data/a.lance not found");

        assertThatThrownBy(() -> VanishedVersions.retried(() -> {
                    calls.incrementAndGet();
                    throw other;
                }))
                .isSameAs(other);
        assertThat(calls).hasValue(1);
    }

    @Test
    void knowsTheFailureToReadAManifestThatIsGone(@TempDir Path folder) throws IOException {
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.createTable("t", Line.class);
            table.append(List.of(new Line(1)));
            table.append(List.of(new Line(2)));
        }
        long first = 1;
        Files.delete(folder.resolve("t.lance/_versions/" + Long.toUnsignedString(-1 - first) + ".manifest"));
        try (LanceStore store = new LanceStore(Allocators.child("test"), Map.of(), Durability.UNSYNCED);
                LanceTable table =
                        LanceTable.open(store, "t", folder.resolve("t.lance").toString())) {
            assertThatThrownBy(() -> table.at(first))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage(
                            "Cannot open version 1 of table 't': a cleanup has just removed it; choose a newer one");
        }
    }
}
