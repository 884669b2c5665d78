// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.pin.Pin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinRaceTest {
    record Item(long id, String text) {}

    @TempDir
    Path folder;

    @Test
    void ofSeveralThatMakeAPinOfOneNameOneMakesIt() throws Exception {
        List<String> tables = List.of("a", "b", "c");
        try (Lake lake = Joust.open(folder)) {
            tables.forEach(table -> lake.createTable(table, Item.class).append(List.of(new Item(1, table))));
        }

        List<List<String>> made = together(List.of(
                () -> Child.run(Child.java(PinRacer.class, folder, "a"), Map.of()),
                () -> inThisProcess("b"),
                () -> inThisProcess("c")));

        try (Lake lake = Joust.open(folder)) {
            for (int i = 0; i < tables.size(); i++) {
                String table = tables.get(i);
                List<String> there = lake.pins().stream()
                        .filter(pin -> pin.find(table).isPresent())
                        .map(Pin::name)
                        .toList();
                assertThat(made.get(i)).as(table).containsExactlyInAnyOrderElementsOf(there);
                assertThat(lake.openTable(table).tags()).as(table).hasSize(there.size());
                String[] stored =
                        folder.resolve(table + ".lance/_refs/tags").toFile().list();
                assertThat(stored == null ? 0 : stored.length).as(table).isEqualTo(there.size());
            }
            assertThat(lake.pins())
                    .hasSize(PinRacer.PINS)
                    .allMatch(pin -> lake.openPin(pin.name()).verify().isOk());
        }
        assertThat(folder.resolve("_joust/pins").toFile().list()).hasSize(2 * PinRacer.PINS);
    }

    private List<String> inThisProcess(String table) {
        try (Lake lake = Joust.open(folder)) {
            return PinRacer.race(lake, table);
        }
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
