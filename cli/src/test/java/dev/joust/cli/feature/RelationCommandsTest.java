// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelationCommandsTest {
    record Note(long frame, String text, int stars) {}

    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALakeOfFramesAndNotes() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        try (Lake opened = Joust.open(folder.resolve("lake"))) {
            opened.createTable("notes", Note.class).append(List.of(new Note(0, "first", 5), new Note(2, "third", 1)));
        }
    }

    @Test
    void addsColumnsOfAnotherTable() {
        Outcome added = lake.run(
                "features", "add", "frames", "--join", "note=notes.text, stars=notes.stars on id=frame else keep");

        assertThat(added.stderr()).isEmpty();
        assertThat(added.stdout()).isEqualTo("1 feature added; fill it with: joust backfill frames note\n");
        assertThat(lake.json("backfill", "frames", "note")
                        .json()
                        .get("rows_computed")
                        .asInt())
                .isEqualTo(6);
        try (Lake opened = Joust.open(folder.resolve("lake"))) {
            opened.openTable("notes").delete("frame = 0");
            opened.openTable("notes").append(List.of(new Note(3, "fourth", 2)));
        }
        JsonNode shown = lake.json("features", "show", "frames", "note").json();
        assertThat(shown.get("stale").asInt()).isEqualTo(2);
        assertThat(shown.get("parameters").get("joined.missing").asText()).isEqualTo("KEEP");
        assertThat(shown.get("fragments").get(0).get("stamps").get(0).get("source"))
                .hasToString("{\"table\":\"notes\",\"version\":2}");
        assertThat(lake.run("features", "show", "frames", "note").stdout())
                .contains("source table 'notes' moved from version 2 to 4");
    }

    @Test
    void addsAValueOfAGroup() {
        assertThat(lake.run("features", "add", "frames", "--aggregate", "alike=count(*) by people")
                        .stderr())
                .isEmpty();
        assertThat(lake.json("backfill", "frames", "alike")
                        .json()
                        .get("rows_computed")
                        .asInt())
                .isEqualTo(6);
        assertThat(lake.json("features", "alter", "frames", "alike", "--aggregate", "alike=max(id) by people")
                        .json()
                        .get("udf")
                        .asText())
                .isEqualTo("aggregate");
        assertThat(lake.json("features", "show", "frames", "alike")
                        .json()
                        .get("stale")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void saysHowTheyAreWritten() {
        assertThat(lake.run("features", "add", "frames", "--join", "note=notes.text")
                        .stderr())
                .contains("'note=notes.text' is not of the form column=table.column on key=key, with 'else null',"
                        + " 'else keep' or 'else error' after it for keys that the other table has not");
        assertThat(lake.run("features", "add", "frames", "--join", "a=notes.text, b=other.c on id=frame")
                        .stderr())
                .contains("takes columns of two tables; give one --join for each");
        assertThat(lake.run("features", "add", "frames", "--aggregate", "count(*) by people")
                        .stderr())
                .contains("'count(*) by people' is not of the form column=expression by column");
    }
}
