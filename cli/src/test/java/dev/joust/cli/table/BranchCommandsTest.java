// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void makesListsAndDropsBranches() {
        assertThat(lake.run("branch", "list", "frames").stdout()).isEqualTo("Table 'frames' has no branches\n");
        assertThat(lake.run("branch", "create", "frames", "try").stdout())
                .isEqualTo("Branch 'try' of 'frames' begins with version 2\n");
        assertThat(lake.json("branch", "create", "frames", "empty", "--version", "1")
                        .stdout())
                .isEqualTo("{\"table\":\"frames\",\"branch\":\"empty\",\"version\":1}\n");

        Outcome listed = lake.json("branch", "list", "frames");
        assertThat(listed.fields()).containsExactly("branch", "parent", "version", "created");
        assertThat(listed.json().findValuesAsText("branch")).containsExactly("empty", "try");
        assertThat(lake.run("branch", "list", "frames").stdout()).startsWith("branch  version  created");

        assertThat(lake.run("branch", "drop", "frames", "empty").stdout())
                .isEqualTo("Branch 'empty' of 'frames' is removed\n");
        assertThat(lake.json("branch", "list", "frames").json()).hasSize(1);
        assertThat(lake.run("tables").stdout()).doesNotContain("try");
    }

    @Test
    void readsBranches() {
        lake.run("branch", "create", "frames", "try");
        try (Lake opened = Joust.open(folder.resolve("lake"))) {
            opened.openTable("frames").branch("try").delete("weather = 'rainy'");
        }

        assertThat(lake.run("count", "frames", "--branch", "try").stdout()).isEqualTo("3 rows\n");
        assertThat(lake.run("count", "frames", "--branch", "try", "--version", "2")
                        .stdout())
                .isEqualTo("6 rows\n");
        assertThat(lake.run("count", "frames").stdout()).isEqualTo("6 rows\n");
        assertThat(lake.json("query", "frames", "--branch", "try").json()).hasSize(3);
        assertThat(lake.json("versions", "frames", "--branch", "try").json().findValuesAsText("operation"))
                .containsExactly("clone", "delete");
    }

    @Test
    void searchesBranches() {
        lake.run("branch", "create", "frames", "try");
        try (Lake opened = Joust.open(folder.resolve("lake"))) {
            opened.openTable("frames").branch("try").delete("id = 2");
        }
        String[] byWords = {"search", "frames", "--fts", "rainy", "--fts-column", "caption", "--select", "id"};

        assertThat(lake.json(byWords).json().findValuesAsText("id")).containsExactlyInAnyOrder("0", "2", "4");
        Outcome found = lake.json(
                Stream.concat(Stream.of(byWords), Stream.of("--branch", "try")).toArray(String[]::new));
        assertThat(found.json().findValuesAsText("id")).as(found.stderr()).containsExactlyInAnyOrder("0", "4");
        assertThat(lake.json("search", "frames", "--branch", "try", "--like", "1", "--limit", "2", "--select", "id")
                        .json()
                        .findValuesAsText("id"))
                .containsExactlyInAnyOrder("0", "3");
        assertThat(lake.run("search", "frames", "--branch", "tri", "--fts", "rainy")
                        .stderr())
                .isEqualTo("joust: Cannot find branch 'tri' in table 'frames': it has no branch of this name; the"
                        + " nearest is 'try'\n");
    }

    @Test
    void saysWhichBranchIsNear() {
        lake.run("branch", "create", "frames", "try");

        Outcome outcome = lake.run("count", "frames", "--branch", "tri");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot find branch 'tri' in table 'frames': it has no branch of this name; the"
                        + " nearest is 'try'\n");
        assertThat(lake.run("branch", "create", "frames", "try").exitCode()).isEqualTo(2);
        assertThat(lake.run("branch", "create", "frames", "a/b").exitCode()).isEqualTo(2);
    }
}
