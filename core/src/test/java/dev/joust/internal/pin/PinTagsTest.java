// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.error.CommitConflictException;
import dev.joust.internal.arrow.Allocators;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.internal.lance.version.Versions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinTagsTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20;

    record Frame(long id, String scene) {}

    @TempDir
    Path folder;

    private Lake lake;
    private LanceStore store;
    private LanceTable frames;
    private PinFolder pins;
    private StoredPin pin;

    @BeforeEach
    void aPinWithoutItsTag() {
        lake = Joust.open(folder);
        lake.createTable("frames", Frame.class).append(List.of(new Frame(1, "tunnel")));
        lake.pin("model-7", "frames");
        store = new LanceStore(Allocators.child("test"), Map.of(), Durability.UNSYNCED);
        frames = LanceTable.open(store, "frames", folder.resolve("frames.lance").toString());
        pins = PinFolder.of(folder, Durability.UNSYNCED);
        pin = pins.find("model-7").orElseThrow();
        Versions.dropTag(frames, pin.tag());
    }

    @AfterEach
    void close() {
        frames.close();
        store.close();
        lake.close();
    }

    @Test
    void aPinThatIsDroppedWhileItsTagIsRepairedHasNone() {
        lake.dropPin("model-7");

        PinTags.repair(pins, frames, pin, 2);

        assertThat(Versions.tags(frames)).isEmpty();
    }

    @Test
    void aPinThatAnotherProcessMadeOfTheNameMeanwhileStays() {
        AtomicBoolean isReplaced = new AtomicBoolean();
        Pins engine = new Pins(pins, table -> {
            if (pins.has("model-8") && !isReplaced.getAndSet(true)) {
                lake.dropPin("model-8");
                lake.pin("model-8", "frames");
                return Optional.empty();
            }
            return Optional.of(frames);
        });

        try (Snapshot version = frames.latest()) {
            List<PinTarget> targets = List.of(new PinTarget(frames, version, Optional.empty()));
            assertThatThrownBy(() -> engine.create("model-8", targets, rows -> {}))
                    .isInstanceOf(CommitConflictException.class)
                    .hasMessage("Cannot pin 'model-8': version 2 of 'frames' was removed by another process at the same"
                            + " time; try again");
        }

        assertThat(lake.openPin("model-8").verify().isOk()).isTrue();
        assertThat(Versions.tags(frames))
                .containsOnlyKeys(pins.find("model-8").orElseThrow().tag());
    }

    @Test
    void aTagIsRepairedBySeveralAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<Long>> repaired = threads.invokeAll(Collections.nCopies(THREADS, () -> {
                    PinTags.repair(pins, frames, pin, 2);
                    return Versions.tagged(frames, pin.tag());
                }));
                for (Future<Long> version : repaired) {
                    assertThat(version.get()).as("round " + round).isEqualTo(2);
                }
                Versions.dropTag(frames, pin.tag());
            }
        } finally {
            threads.shutdown();
        }
    }
}
