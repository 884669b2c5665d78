// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the options of a backfill do to a table of six fragments with one row each, but for the first, which has six.
 */
class BackfillOptionsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder);
        for (int id = 6; id < 11; id++) {
            lake.append(id, id + 1);
        }
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");
    }

    @Test
    void commitsAfterSoManyFragments() {
        assertThat(backfill("--commit-fragments", "2").commits()).hasSize(3);
        assertThat(backfill("--recompute", "--commit-fragments", "6").commits()).hasSize(1);
    }

    @Test
    void commitsAfterSoManySeconds() {
        assertThat(backfill("--commit-fragments", "100", "--commit-seconds", "0.000001")
                        .commits())
                .hasSizeGreaterThan(1);
    }

    @Test
    void samplesByNumberOfFragments() {
        int first = backfill("--fragments", "2").json().get("rows_computed").asInt();
        int second = backfill("--fragments", "2").json().get("rows_computed").asInt();
        int rest = backfill().json().get("rows_computed").asInt();

        assertThat(first + second + rest).isEqualTo(11);
        assertThat(first).isBetween(2, 7);
        assertThat(rest).isBetween(2, 7);
    }

    @Test
    void takesWhatMakesACheckpointAndRefusesNone() {
        assertThat(backfill("--checkpoint-rows", "2")
                        .json()
                        .get("rows_computed")
                        .asInt())
                .isEqualTo(11);
        assertThat(lake.run("backfill", "frames", "twice", "--checkpoint-rows", "0")
                        .stderr())
                .contains("Cannot use option '--checkpoint-rows': it must be positive but was 0; give another value");
    }

    @Test
    void tellsOfEveryCheckpoint() {
        for (int from = 11; from < 71; from += 20) {
            lake.append(from, from + 20);
        }

        Outcome outcome = backfill("--batch-rows", "2", "--checkpoint-rows", "4", "--where", "id >= 11");

        assertThat(outcome.events("checkpoint"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(event -> assertThat(event.get("rows_total").asInt()).isEqualTo(60));
    }

    @Test
    void refusesAWrongConditionBeforeThereIsAJob() {
        for (String wrong : List.of("id >", "nobody = 1", "id = 'abc'")) {
            Outcome outcome = lake.run("backfill", "frames", "twice", "--where", wrong);

            assertThat(outcome.exitCode()).as(wrong).isEqualTo(2);
            assertThat(outcome.stderr()).startsWith("joust: Cannot backfill table 'frames': ");
        }
        assertThat(lake.json("jobs").json()).isEmpty();
    }

    @Test
    void runsOnThisMachineOnly() {
        assertThat(backfill("--runner", "local").json().get("rows_computed").asInt())
                .isEqualTo(11);

        Outcome elsewhere = lake.run("backfill", "frames", "twice", "--runner", "spark");

        assertThat(elsewhere.exitCode()).isEqualTo(2);
        assertThat(elsewhere.stderr()).startsWith("joust: Cannot run 'joust backfill': invalid value for option");
    }

    @Test
    void showsHowManyRowsEachVersionComputed() {
        backfill();
        lake.run("features", "alter", "frames", "twice", "--sql", "id + id");
        backfill("--where", "id < 3");

        JsonNode shown = lake.json("features", "show", "frames", "twice").json();

        assertThat(shown.at("/fresh").asInt()).isEqualTo(3);
        assertThat(shown.at("/stale").asInt()).isEqualTo(8);
        assertThat(shown.at("/fragments/0/why/0").asText())
                .isEqualTo("3 rows stale: computed by 'sql' version 1, the table now records 'sql' version 1 with other"
                        + " parameters, models or inputs");
    }

    private Outcome backfill(String... options) {
        String[] arguments = new String[3 + options.length + 2];
        System.arraycopy(new String[] {"backfill", "frames", "twice", "--concurrency", "1"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        Outcome outcome = lake.json(arguments);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome;
    }
}
