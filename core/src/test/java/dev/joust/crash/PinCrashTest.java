// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.pin.Pin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that make or drop a pin of two tables end before each of their steps: then there is the whole pin or none,
 * and what is left of it goes.
 *
 * <p>Without {@code -Djoust.crash.kills=50} only some of the steps are tried.
 */
class PinCrashTest {
    private static final int KILLS = Integer.getInteger("joust.crash.kills", 4);

    record Item(long id, String text) {}

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pin", "drop"})
    void leavesAWholePinOrNone(String what) throws Exception {
        List<String> whole = run(lake("whole", what), what, Integer.MAX_VALUE, 0);
        int steps = Integer.parseInt(whole.get(0).substring(PinChild.STEPS.length()));
        assertThat(steps).as("steps of a " + what).isGreaterThan(3);
        int stride = Math.max(1, steps / KILLS);
        List<Integer> withPin = new ArrayList<>();
        List<Integer> without = new ArrayList<>();

        for (int step = 1; step <= steps; step += stride) {
            Path place = lake("killed-" + step, what);
            run(place, what, step, 3);
            (check(place, what + " ended before step " + step) ? withPin : without).add(step);
        }

        // What came first is the old state, and what came last the new one.
        List<Integer> before = what.equals("pin") ? without : withPin;
        List<Integer> after = what.equals("pin") ? withPin : without;
        assertThat(before).as(what).isNotEmpty();
        assertThat(after).as(what).allMatch(step -> step > before.get(before.size() - 1));
    }

    private Path lake(String name, String what) {
        Path place = folder.resolve(name).toAbsolutePath();
        try (Lake lake = Joust.open(place)) {
            for (String table : List.of("t", "v")) {
                lake.createTable(table, Item.class).append(List.of(new Item(1, "a"), new Item(2, "b")));
            }
            if (what.equals("drop")) {
                lake.pin("model-7", "t", "v");
            }
        }
        return place;
    }

    private static List<String> run(Path lake, String what, int last, int exit)
            throws IOException, InterruptedException {
        WatchedChild child = WatchedChild.runToTheEnd(
                PinChild.class, Path.of(System.getProperty("java.io.tmpdir")), lake, what, last);
        assertThat(child.exitCode()).as(child.toString()).isEqualTo(exit);
        return child.lines();
    }

    /** Whether there is the pin; that it is whole, or that nothing keeps its versions, is checked. */
    private static boolean check(Path place, String what) {
        try (Lake lake = Joust.open(place)) {
            List<Pin> pins = lake.pins();
            assertThat(pins).as(what).hasSizeLessThanOrEqualTo(1);
            pins.forEach(pin -> {
                assertThat(pin.tables()).as(what).hasSize(2);
                assertThat(lake.openPin("model-7").verify().isOk()).as(what).isTrue();
            });
            for (String name : List.of("t", "v")) {
                Table table = lake.openTable(name);
                table.append(List.of(new Item(3, "c")));
                table.optimize(Duration.ZERO);
                assertThat(table.versions()).as(what).hasSize(1 + pins.size());
                assertThat(table.tags()).as(what).hasSize(pins.size());
            }
            assertThat(names(place.resolve("t.lance/_refs/tags"))).as(what).hasSize(pins.size());
            assertThat(names(place.resolve("v.lance/_refs/tags"))).as(what).hasSize(pins.size());
            assertThat(names(place.resolve("_joust/pins"))).as(what).hasSize(2 * pins.size());
            if (!pins.isEmpty()) {
                assertThat(lake.openPin("model-7").verify().isOk()).as(what).isTrue();
                lake.dropPin("model-7");
            }
            assertThat(lake.pin("model-7", "t", "v").verify().isOk()).as(what).isTrue();
            return !pins.isEmpty();
        }
    }

    private static List<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : Arrays.asList(names);
    }
}
