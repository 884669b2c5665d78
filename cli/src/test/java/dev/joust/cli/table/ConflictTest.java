// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictTest {
    /** Takes so long for each row that other updates are done meanwhile. */
    private static final String SLOW = "caption=md5(repeat(caption, 1000000))";

    @TempDir
    Path folder;

    @Test
    void anUpdateThatOthersAreAlwaysFasterThanCanBeRetried() throws InterruptedException {
        TinyLake lake = TinyLake.withFrames(folder.resolve("lake"));
        AtomicBoolean isOver = new AtomicBoolean();
        Thread other = new Thread(() -> {
            try (Lake opened = Joust.open(lake.folder())) {
                Table frames = opened.openTable("frames");
                while (!isOver.get()) {
                    frames.update(Map.of("caption", "substr(concat(caption, caption), 1, 20)"), "true");
                }
            }
        });
        other.start();

        Outcome outcome;
        try {
            outcome = lake.json("update", "frames", "--set", SLOW, "--where", "true");
        } finally {
            isOver.set(true);
            other.join();
        }

        String message = "Cannot update table 'frames': other writers changed its rows 20 times while the new values"
                + " were computed; try again";
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.stderr()).endsWith("joust: " + message + "\n");
        assertThat(outcome.json()).hasToString("{\"error\":{\"code\":\"CONFLICT\",\"message\":\"" + message + "\"}}");
    }
}
