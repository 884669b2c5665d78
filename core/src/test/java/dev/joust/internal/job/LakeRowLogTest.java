// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeRowLogTest {
    private static final TableSchema SCHEMA =
            TableSchema.builder().required("id", Types.INT64).build();

    @TempDir
    private Path folder;

    @Test
    void keepsItsTableSmallHoweverManyRowsCome() {
        try (LanceStore store = store();
                LakeRowLog log = new LakeRowLog(store, folder.toString())) {
            appendOneByOne(log, 0, 300);
            assertThat(fragments(store)).isLessThan(60);
        }
        assertThat(ids())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 300).boxed().toList());
    }

    @Test
    void tidiesUpWhatProcessesOfOneRowLeave() {
        try (LanceStore store = store()) {
            for (int process = 0; process < 258; process++) {
                try (LakeRowLog log = new LakeRowLog(store, folder.toString())) {
                    appendOneByOne(log, process, process + 1);
                }
            }
            assertThat(fragments(store)).isLessThan(10);
        }
        assertThat(ids())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 258).boxed().toList());
    }

    @Test
    void forgetsVersionsThatNobodyReadsAnyMore() {
        try (LanceStore store = store();
                LakeRowLog log = new LakeRowLog(store, folder.toString(), Duration.ZERO)) {
            appendOneByOne(log, 0, 260);
        }
        try (Lake lake = Joust.open(folder)) {
            assertThat(lake.openTable("log").versions()).hasSizeLessThan(20);
        }
        assertThat(ids()).hasSize(260);
    }

    @Test
    void startsItsTableAnewWhereSomebodyRemovedIt() {
        try (LanceStore store = store();
                LakeRowLog log = new LakeRowLog(store, folder.toString())) {
            appendOneByOne(log, 0, 3);
            try (Lake lake = Joust.open(folder)) {
                lake.dropTable("log");
            }
            appendOneByOne(log, 7, 9);
        }
        assertThat(ids()).containsExactlyInAnyOrder(7L, 8L);
        assertThat(Allocators.allocatedBytes()).isZero();
    }

    private static LanceStore store() {
        return new LanceStore(Allocators.child("test"), Map.of(), Durability.UNSYNCED);
    }

    private static void appendOneByOne(LakeRowLog log, long from, long to) {
        for (long id = from; id < to; id++) {
            log.append("log", SCHEMA, List.of(Map.of("id", id)));
        }
    }

    private int fragments(LanceStore store) {
        try (LanceTable table = LanceTable.open(
                        store, "log", folder.resolve("log.lance").toString());
                Snapshot now = table.latest()) {
            return now.fragments().size();
        }
    }

    private List<Object> ids() {
        try (Lake lake = Joust.open(folder)) {
            return lake.openTable("log").query().rows().stream()
                    .map(row -> row.value("id"))
                    .toList();
        }
    }
}
