// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void listsTables() {
        assertThat(lake.json("tables").json())
                .hasToString("[{\"name\":\"frames\",\"kind\":\"table\",\"rows\":6,\"version\":2}]");
        assertThat(lake.run("tables").stdout()).isEqualTo("""
                        name    kind   rows  version
                        frames  table     6        2
                        """);
    }

    @Test
    void listsItsOwnTablesOnlyWhenAsked() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");
        lake.run("backfill", "frames", "twice");

        assertThat(lake.run("tables").stdout()).doesNotContain("_joust_jobs");
        assertThat(lake.run("tables", "--all").stdout()).contains("_joust_jobs");
    }

    @Test
    void showsColumnsAndWhichOfThemAreFeatures() {
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");

        assertThat(lake.json("schema", "frames").json().get(0))
                .hasToString("{\"name\":\"id\",\"type\":\"int64\",\"nullable\":false,\"feature\":false}");
        assertThat(lake.json("schema", "frames").json().get(6))
                .hasToString("{\"name\":\"twice\",\"type\":\"int64\",\"nullable\":true,\"feature\":true}");
        assertThat(lake.run("schema", "frames").stdout())
                .contains("direction  fixed_size_list<float32>[2]  not null\n")
                .contains("twice      int64                                  feature\n");
    }

    @Test
    void countsRows() {
        assertThat(lake.run("count", "frames").stdout()).isEqualTo("6 rows\n");
        assertThat(lake.json("count", "frames", "--where", "weather = 'rainy'").stdout())
                .isEqualTo("{\"count\":3}\n");
        assertThat(lake.json("count", "frames", "--version", "1").stdout()).isEqualTo("{\"count\":0}\n");
    }

    @Test
    void saysWhichTableIsNear() {
        Outcome outcome = lake.json("count", "frame");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.json().at("/error/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(outcome.stderr())
                .startsWith("joust: Cannot find table 'frame' in lake '")
                .endsWith("it has no table of this name; the nearest is 'frames'\n");
    }

    @Test
    void refusesWrongColumnsExpressionsVersionsAndValues() {
        Outcome column = lake.run("count", "frames", "--where", "wether = 'rainy'");
        assertThat(column.exitCode()).isEqualTo(2);
        assertThat(column.stderr()).contains("'wether'").contains("'weather'");

        Outcome sql = lake.run("count", "frames", "--where", "weather = = 1");
        assertThat(sql.exitCode()).isEqualTo(2);
        assertThat(sql.stderr()).startsWith("joust: Cannot ");

        assertThat(lake.run("count", "frames", "--version", "9").exitCode()).isEqualTo(3);
        assertThat(lake.run("count", "frames", "--version", "x").stderr())
                .isEqualTo(
                        "joust: Cannot run 'joust count': invalid value for option '--version': 'x' is not a version, a whole number from 1;"
                                + " 'joust count --help' shows what there is\n");
    }

    @Test
    void tellsThatThereIsNoLake() {
        TinyLake missing = new TinyLake(folder.resolve("nowhere"));

        for (String[] line : new String[][] {{"tables"}, {"count", "frames"}, {"jobs"}, {"view", "list"}}) {
            Outcome outcome = missing.run(line);
            assertThat(outcome.exitCode()).as(line[0]).isEqualTo(3);
            assertThat(outcome.stderr()).contains("there is no such folder");
        }
    }

    @Test
    void deletesRows() {
        assertThat(lake.json("delete", "frames", "--where", "id < 2").stdout())
                .isEqualTo("{\"rows\":2,\"version\":3}\n");
        assertThat(lake.run("delete", "frames", "--where", "true").stdout()).isEqualTo("4 rows deleted; version 4\n");
    }

    @Test
    void deletesNothingWithoutACondition() {
        assertThat(lake.run("delete", "frames", "--where", "").exitCode()).isEqualTo(2);
        assertThat(lake.run("delete", "frames").exitCode()).isEqualTo(2);
        assertThat(lake.run("count", "frames").stdout()).isEqualTo("6 rows\n");
    }

    @Test
    void updatesRows() {
        Outcome outcome = lake.json(
                "update", "frames", "--set", "weather='foggy'", "--set", "people=people + 1", "--where", "id = 2");

        assertThat(outcome.stdout()).isEqualTo("{\"rows\":1,\"version\":3}\n");
        assertThat(lake.json("query", "frames", "--where", "id = 2", "--select", "weather,people")
                        .json())
                .hasToString("[{\"weather\":\"foggy\",\"people\":3}]");
    }

    @Test
    void refusesAnAssignmentThatIsNone() {
        Outcome outcome = lake.run("update", "frames", "--set", "weather", "--where", "true");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot run 'joust update': invalid value for option '--set' (C=EXPR): 'weather' is"
                        + " not of the form column=expression; 'joust update --help' shows what there is\n");
    }

    @Test
    void refusesTwoValuesForOneColumn() {
        Outcome outcome =
                lake.run("update", "frames", "--set", "people=1", "--set", "people=people + 1", "--where", "true");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot set column 'people' to both '1' and 'people + 1': it has one value; leave one"
                        + " out\n");
    }

    @Test
    void listsVersionsWithTheirTags() {
        assertThat(lake.run("tag", "frames", "first", "--version", "2").stdout())
                .isEqualTo("Version 2 of 'frames' is now called 'first'\n");

        Outcome versions = lake.json("versions", "frames");

        assertThat(versions.fields()).containsExactly("version", "time", "rows", "operation", "job", "tags");
        assertThat(versions.json().get(0).get("operation").asText()).isEqualTo("create");
        assertThat(versions.json().get(1).get("operation").asText()).isEqualTo("append");
        assertThat(versions.json().get(1).get("tags")).hasToString("[\"first\"]");
    }

    @Test
    void setsListsAndDropsTags() {
        lake.run("tag", "set", "frames", "list");

        assertThat(lake.json("tag", "list", "frames").stdout()).isEqualTo("[{\"tag\":\"list\",\"version\":2}]\n");
        assertThat(lake.run("tag", "drop", "frames", "list").stdout())
                .isEqualTo("Tag 'list' of 'frames' is forgotten\n");
        assertThat(lake.run("tag", "list", "frames").stdout()).isEqualTo("Table 'frames' has no tags\n");
        assertThat(lake.run("tag", "drop", "frames", "list").exitCode()).isEqualTo(3);
        assertThat(lake.run("tag", "frames").stderr())
                .isEqualTo("joust: Cannot run 'joust tag': it needs a table and a name for its version;"
                        + " 'joust tag --help' shows what there is\n");
    }

    @Test
    void restoresAVersion() {
        lake.run("delete", "frames", "--where", "true");

        assertThat(lake.json("restore", "frames", "--version", "2").stdout())
                .isEqualTo("{\"table\":\"frames\",\"restored\":2,\"version\":4}\n");
        assertThat(lake.run("count", "frames").stdout()).isEqualTo("6 rows\n");
        assertThat(lake.run("restore", "frames", "--version", "77").exitCode()).isEqualTo(3);
    }

    @Test
    void optimizesATable() {
        lake.append(6, 9);

        Outcome outcome = lake.json("optimize", "frames", "--keep-days", "0");

        assertThat(outcome.fields())
                .containsExactly(
                        "fragments_before", "fragments_after", "versions_removed", "bytes_reclaimed", "version");
        assertThat(outcome.json().get("fragments_before").asInt()).isEqualTo(2);
        assertThat(outcome.json().get("fragments_after").asInt()).isEqualTo(1);
        assertThat(lake.run("count", "frames").stdout()).isEqualTo("9 rows\n");
        assertThat(lake.run("optimize", "frames", "--keep-days", "-1").exitCode())
                .isEqualTo(2);
    }

    @Test
    void refusesWrongColumnsVersionsAndNamesAsWrongInput() {
        assertThat(lake.run("update", "frames", "--set", "wether='x'", "--where", "true")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("features", "add", "frames", "dhash").exitCode()).isEqualTo(2);
        assertThat(lake.run("count", "frames", "--version", "-1").exitCode()).isEqualTo(2);
        assertThat(lake.run("update", "frames", "--set", "people='abc'", "--where", "true")
                        .stderr())
                .isEqualTo("joust: Cannot update column 'people' of table 'frames': it is int32 but 'abc' is utf8; cast"
                        + " the expression\n");
        assertThat(lake.run("view", "create", "_x", "--from", "frames").stderr())
                .isEqualTo("joust: Cannot create view '_x': names that start with '_' are those of Joust's own tables;"
                        + " choose another name\n");
        assertThat(lake.run("blob", "frames", "1", "--column", "image", "--out", "/nonexistent/q.bin")
                        .stderr())
                .isEqualTo("joust: Cannot write file '/nonexistent/q.bin': there is no folder '/nonexistent'; create it"
                        + " or name another\n");
    }

    @Test
    void castsAndRenamesColumns() {
        TinyLake tiny = TinyLake.withFrames(folder.resolve("columns"));

        assertThat(tiny.json("columns", "cast", "frames", "direction", "float16")
                        .json()
                        .get("type")
                        .asText())
                .isEqualTo("fixed_size_list<float16>[2]");
        assertThat(tiny.run("columns", "cast", "frames", "people", "int64").stdout())
                .isEqualTo("Column 'people' of 'frames' is int64; version 4\n");
        assertThat(tiny.run("columns", "rename", "frames", "people", "persons").stdout())
                .isEqualTo("Column 'people' of 'frames' is called 'persons'; version 5\n");
        assertThat(tiny.run("columns", "cast", "frames", "persons", "text").stderr())
                .isEqualTo("joust: Cannot cast column 'persons' of table 'frames' to 'text': there is no such type; use"
                        + " one of int8, int16, int32, int64, uint8, uint16, uint32, float16, float32, float64, utf8,"
                        + " large_utf8\n");
        assertThat(tiny.run("columns", "cast", "frames", "caption", "int8").exitCode())
                .isEqualTo(2);
    }
}
