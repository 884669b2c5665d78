// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.Types;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncCommandTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    private void addEverything() {
        done("features", "add", "frames", "--sql", "twice=id * 2", "--sql", "more=id + 1");
        done("index", "create", "frames", "--column", "id", "--type", "btree");
        done("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy' AND more > 0");
        done("features", "add", "rain", "--sql", "loud=upper(caption)");
        done("view", "create", "late_rain", "--from", "rain", "--where", "loud LIKE '%NIGHT' AND id > 1");
    }

    private void done(String... arguments) {
        Outcome outcome = lake.run(arguments);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    }

    private String sync() {
        Outcome outcome = lake.run("sync", "frames");
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        if (outcome.stdout().startsWith("Nothing to do")) {
            assertThat(outcome.stderr()).isEmpty();
        }
        return outcome.stdout().replaceAll("version \\d+", "version N").replaceAll("synced in .*", "synced in T");
    }

    @Test
    void reportsTableByTableWhatItDid() {
        addEverything();
        assertThat(sync()).isEqualTo("""
                [frames] twice, more: 6 rows computed, version N
                [rain] 0 -> 3 rows (+3) version N
                [rain] loud: 3 rows computed, version N
                [late_rain] 0 -> 2 rows (+2) version N
                synced in T
                """);
        lake.append(6, 8);

        assertThat(sync()).isEqualTo("""
                [frames] twice, more: 2 rows computed, version N
                [frames] index id_idx: covers 8 rows, version N
                [rain] 3 -> 4 rows (+1) version N
                [rain] loud: 1 row computed, version N
                [late_rain] 2 -> 3 rows (+1) version N
                synced in T
                """);
        assertThat(sync()).isEqualTo("""
                Nothing to do: 'frames' and the 2 views that depend on it are up to date
                """);
    }

    @Test
    void namesTheViewsThatDidNotChange() {
        addEverything();
        sync();
        lake.append(7, 8);

        assertThat(sync()).isEqualTo("""
                [frames] twice, more: 1 row computed, version N
                [frames] index id_idx: covers 7 rows, version N
                without change: rain, late_rain
                synced in T
                """);
    }

    @Test
    void saysThatATableWithoutFeaturesAndViewsIsUpToDate() {
        assertThat(sync()).isEqualTo("Nothing to do: 'frames' is up to date\n");
    }

    @Test
    void printsOneDocument() {
        addEverything();

        Outcome outcome = lake.json("sync", "frames");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.fields()).containsExactly("table", "backfills", "indexes", "views", "failed", "seconds");
        JsonNode backfill = outcome.json().at("/backfills/0");
        assertThat(backfill.get("table").asText()).isEqualTo("frames");
        assertThat(backfill.get("features")).hasToString("[\"twice\",\"more\"]");
        assertThat(backfill.fieldNames())
                .toIterable()
                .containsExactly(
                        "table",
                        "features",
                        "job",
                        "rows_total",
                        "rows_computed",
                        "rows_failed",
                        "rows_reused",
                        "version",
                        "seconds");
        assertThat(outcome.json().get("views").findValuesAsText("view")).containsExactly("rain", "late_rain");
        assertThat(outcome.json().at("/views/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "view",
                        "mode",
                        "why",
                        "rows_before",
                        "rows_after",
                        "added",
                        "removed",
                        "replaced",
                        "version",
                        "source_version",
                        "fragments_read");
        assertThat(outcome.events("commit")).hasSizeGreaterThanOrEqualTo(4);
        lake.append(6, 8);
        assertThat(lake.json("sync", "frames").json().at("/indexes/0/name").asText())
                .isEqualTo("id_idx");

        JsonNode again = lake.json("sync", "frames").json();

        assertThat(again.get("backfills")).isEmpty();
        assertThat(again.get("indexes")).isEmpty();
        assertThat(again.get("failed")).isEmpty();
        assertThat(again.get("views").findValuesAsText("mode")).containsExactly("no_op", "no_op");
    }

    @Test
    void syncsAView() {
        addEverything();
        lake.run("backfill", "frames", "more", "twice");

        JsonNode report = lake.json("sync", "rain").json();

        assertThat(report.get("table").asText()).isEqualTo("rain");
        assertThat(report.get("views").findValuesAsText("rows_after")).containsExactly("3", "2");
        assertThat(lake.run("sync", "rain").stdout())
                .isEqualTo("Nothing to do: 'rain' and the 1 view that depends on it are up to date\n");
    }

    @Test
    void endsWithOneWhereAPartFailedAndStillReportsTheRest() {
        addEverything();
        try (Lake opened = Joust.open(folder.resolve("lake"))) {
            opened.openTable("frames")
                    .addFeatures(Feature.of("mine", Types.INT64)
                            .version(1)
                            .from("id", InputType.LONG)
                            .map(id -> id));
        }

        Outcome outcome = lake.run("sync", "frames");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.stdout())
                .contains("[frames] feature mine: Cannot compute feature 'mine': the table records the function 'mine'"
                        + " version 1 (hash ")
                .contains("[frames] twice, more: ")
                .contains("[late_rain] 0 -> 2 rows (+2) version ");
        assertThat(outcome.stderr())
                .endsWith("joust: Cannot complete the sync of 'frames': 1 part failed, the rest is up to date; see to"
                        + " what the report names, then run the same command again\n");

        Outcome json = lake.json("sync", "frames");

        assertThat(json.exitCode()).isEqualTo(1);
        JsonNode failed = json.json().at("/failed/0");
        assertThat(failed.get("table").asText()).isEqualTo("frames");
        assertThat(failed.get("part").asText()).isEqualTo("feature");
        assertThat(failed.get("name").asText()).isEqualTo("mine");
        assertThat(failed.get("code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(failed.get("message").asText()).endsWith("re-point the column with 'features alter'");
    }

    @Test
    void refusesATableThatIsNotThere() {
        Outcome outcome = lake.run("sync", "frame");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.stderr())
                .startsWith("joust: Cannot find table 'frame' in lake '")
                .endsWith(": it has no table of this name; the nearest is 'frames'\n");
    }

    @Test
    void endsBeforeItBeginsWhereASignalCameFirst() {
        addEverything();

        Outcome outcome = lake.interrupted("sync", "frames");

        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Interrupted; what is committed stays, and no view is half refreshed; run the same"
                        + " command again to go on\n");
        assertThat(sync()).contains("[late_rain] 0 -> 2 rows");
    }
}
