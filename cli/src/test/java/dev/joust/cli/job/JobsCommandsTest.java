// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.CliProcess;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsCommandsTest {
    private static final int FRAGMENTS = 20;

    /** Takes some 15 ms for each row. */
    private static final String SLOW = "sha512(repeat(caption, 500000))";

    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void cancelsABackfillOfAnotherProcess() throws Exception {
        for (int fragment = 1; fragment < FRAGMENTS; fragment++) {
            lake.append(fragment * TinyLake.FRAMES, (fragment + 1) * TinyLake.FRAMES);
        }
        lake.run("features", "add", "frames", "--sql", "h=" + SLOW);
        try (CliProcess backfill =
                CliProcess.start(folder, lake, "--json", "backfill", "frames", "h", "--commit-fragments", "1")) {
            backfill.awaitStderr("\"event\":\"commit\"");
            String id = lake.json("jobs").json().get(0).get("id").asText();

            JsonNode cancelled = lake.json("jobs", "cancel", id).json();

            long kept = cancelled.get("rows_done").asLong();
            assertThat(cancelled.get("state").asText()).isEqualTo("cancelled");
            assertThat(kept).isBetween((long) TinyLake.FRAMES, (FRAGMENTS - 1L) * TinyLake.FRAMES);
            assertThat(backfill.exitCode()).isEqualTo(130);
            String message = "Cancelled; " + kept
                    + " of 120 rows are committed, others may be kept in checkpoints; run the same command again to go on";
            assertThat(backfill.lastWords()).isEqualTo("joust: " + message);
            assertThat(backfill.stdout())
                    .isEqualTo("{\"error\":{\"code\":\"INTERRUPTED\",\"message\":\"" + message + "\",\"job\":\"" + id
                            + "\",\"errors\":\"joust jobs errors " + id + "\"}}\n");
            Outcome again = lake.run("jobs", "cancel", id);
            assertThat(again.exitCode()).isEqualTo(2);
            assertThat(again.stderr())
                    .isEqualTo("joust: Cannot cancel job '" + id
                            + "': it has ended already and is cancelled; there is nothing to stop\n");
        }
    }

    @Test
    void refusesToCancelAJobThatThereIsNot() {
        Outcome outcome = lake.run("jobs", "cancel", "x");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot find job 'x': lake '" + lake.folder()
                        + "' has none of this id; the list of its jobs names them\n");
    }

    @Test
    void aFailedBackfillNamesItsJobAndWhereItsErrorsAre() {
        lake.run("features", "add", "frames", "--sql", "h=1 / (id - 3)");

        Outcome text = lake.run("backfill", "frames", "h");
        Outcome json = lake.json("backfill", "frames", "h");

        assertThat(text.exitCode()).isEqualTo(json.exitCode()).isNotZero();
        String first = lake.json("jobs").json().get(0).get("id").asText();
        String second = lake.json("jobs").json().get(1).get("id").asText();
        assertThat(text.stderr())
                .endsWith("\nsee how far it came with: joust jobs show " + first
                        + "\nsee why rows failed with: joust jobs errors " + first + "\n");
        assertThat(json.json().at("/error/job").asText()).isEqualTo(second);
        assertThat(json.json().at("/error/errors").asText()).isEqualTo("joust jobs errors " + second);
        assertThat(lake.run("jobs", "errors", first).exitCode()).isZero();
    }
}
