// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void createsAViewAndSaysWhatARefreshCopies() {
        Outcome outcome = lake.json("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy'");

        assertThat(outcome.fields())
                .contains("view", "source", "where", "columns", "version", "source_version", "behind");
        assertThat(outcome.json().get("behind"))
                .hasToString("{\"versions\":2,\"rows_estimate\":6,\"next\":\"rebuild\",\"why\":\"it was empty\"}");
        assertThat(outcome.json().get("source_version").isNull()).isTrue();
        assertThat(outcome.json().get("refresh_rows").asInt()).isEqualTo(3);
        assertThat(outcome.json().get("refresh_bytes").asInt()).isBetween(3000, 5000);
        assertThat(lake.run("view", "create", "two", "--from", "frames", "--select", "id", "--limit", "2")
                        .stdout())
                .isEqualTo("""
                        View 'two' is created and empty; a refresh will copy 2 rows, about 16 B
                        fill it with: joust view refresh two
                        """);
    }

    @Test
    void createsNoViewWithAConditionThatDoesNotFitTheSource() {
        Outcome outcome = lake.run("view", "create", "bad", "--from", "frames", "--where", "id = 'abc'");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .startsWith("joust: Cannot create view 'bad': the condition 'id = 'abc'' does not fit the columns (");
        assertThat(lake.json("view", "list").json()).isEmpty();
    }

    @Test
    void keepsExpressionsAndSamples() {
        lake.run(
                "view",
                "create",
                "some",
                "--from",
                "frames",
                "--select",
                "id",
                "--select",
                "n=id + 1",
                "--sample",
                "0.5");

        JsonNode shown = lake.json("view", "show", "some").json();

        assertThat(shown.get("columns")).hasToString("[\"id\",\"n\"]");
        assertThat(shown.get("sample")).hasToString("{\"share\":0.5,\"seed\":0}");
        assertThat(lake.run("view", "show", "some").stdout()).contains("columns  id, n = id + 1\n");
    }

    @Test
    void refreshesOnlyWhatChanged() {
        lake.run("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy'");
        assertThat(lake.run("view", "refresh", "rain").stdout())
                .isEqualTo("[rain] 0 -> 3 rows (+3) version 2\nrebuild: it was empty\n");
        lake.append(6, 9);
        assertThat(lake.json("view", "show", "rain").json().get("behind"))
                .hasToString("{\"versions\":1,\"rows_estimate\":3,\"next\":\"incremental\","
                        + "\"why\":\"rows were only added\"}");
        assertThat(lake.run("view", "show", "rain").stdout())
                .contains("state    1 version behind, 3 rows differ\n")
                .contains("refresh  incremental: rows were only added\n")
                .endsWith("bring it up to date with: joust view refresh rain\n");

        JsonNode refreshed = lake.json("view", "refresh", "rain").json();

        assertThat(refreshed)
                .hasToString("{\"view\":\"rain\",\"mode\":\"incremental\",\"why\":\"rows were only added\","
                        + "\"rows_before\":3,\"rows_after\":5,\"added\":2,\"removed\":0,\"replaced\":0,"
                        + "\"version\":3,\"source_version\":3,\"fragments_read\":[1]}");
        assertThat(lake.json("view", "refresh", "rain").json().get("mode").asText())
                .isEqualTo("no_op");
        assertThat(lake.json("view", "refresh", "rain", "--rebuild")
                        .json()
                        .get("mode")
                        .asText())
                .isEqualTo("rebuild");
    }

    @Test
    void listsAndDropsViews() {
        lake.run("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy'");
        lake.run("view", "refresh", "rain");

        assertThat(lake.run("view", "list").stdout()).isEqualTo("""
                        view  of      rows  version  state       where
                        rain  frames     3        2  up to date  weather = 'rainy'
                        """);
        assertThat(lake.json("view", "list").json()).hasSize(1);
        assertThat(lake.json("view", "drop", "rain").stdout()).isEqualTo("{\"view\":\"rain\"}\n");
        assertThat(lake.json("view", "list").stdout()).isEqualTo("[]\n");
    }

    @Test
    void leavesTheRowsOfAViewToItsRefresh() {
        lake.run("view", "create", "rain", "--from", "frames");

        Outcome outcome = lake.run("delete", "rain", "--where", "true");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot delete rows of view 'rain': only a refresh writes a view; change its source,"
                        + " then refresh it\n");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThat(lake.run("view", "create", "v", "--from", "frmes").exitCode())
                .isEqualTo(3);
        assertThat(lake.run("view", "create", "v", "--from", "frames", "--where", "wether = 1")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("view", "create", "frames", "--from", "frames").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("view", "create", "v", "--from", "frames", "--sample", "2")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("view", "create", "v", "--from", "frames", "--seed", "2")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("view", "show", "none").exitCode()).isEqualTo(3);
        assertThat(lake.run("view", "drop", "frames").exitCode()).isEqualTo(2);
        assertThat(lake.run("count", "frames").stdout()).isEqualTo("6 rows\n");
    }
}
