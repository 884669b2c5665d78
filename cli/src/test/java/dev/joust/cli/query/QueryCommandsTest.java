// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import dev.joust.schema.Key;
import dev.joust.schema.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void selectsColumnsAndExpressionsInOrder() {
        Outcome outcome = lake.json(
                "query",
                "frames",
                "--select",
                "image, direction",
                "--select",
                "half=id / 2",
                "--order-by",
                "id desc",
                "--where",
                "id > 1",
                "--limit",
                "1",
                "--offset",
                "1",
                "--row-id");

        assertThat(outcome.json())
                .hasToString("[{\"image\":{\"bytes\":1004},\"direction\":[4.0,1.0],\"half\":2,\"_rowid\":4}]");
    }

    @Test
    void showsBytesByTheirLengthAndNullAsADash() {
        assertThat(lake.run("query", "frames", "--where", "id = 3", "--select", "id,people,image,direction")
                        .stdout())
                .isEqualTo("""
                        id  people  image          direction
                         3  -       <1,003 bytes>  [3, 1]
                        1 row
                        """);
    }

    @Test
    void answersAnEmptyArrayWhereThereIsNoRow() {
        assertThat(lake.json("query", "frames", "--where", "id > 99").stdout()).isEqualTo("[]\n");
        assertThat(lake.run("query", "frames", "--where", "id > 99").stdout()).isEqualTo("No rows\n");
    }

    @Test
    void readsAnOldVersion() {
        lake.run("delete", "frames", "--where", "true");

        assertThat(lake.json("query", "frames", "--version", "2", "--select", "id", "--limit", "2")
                        .json())
                .hasToString("[{\"id\":0},{\"id\":1}]");
    }

    @Test
    void refusesColumnsThatAreNotThere() {
        Outcome outcome = lake.run("query", "frames", "--select", "wether");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr()).contains("'wether'").contains("'weather'");
        assertThat(lake.run("query", "frames", "--order-by", "wether").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("query", "frames", "--limit", "-1").exitCode()).isEqualTo(2);
    }

    @Test
    void answersAWholeSelect() {
        assertThat(lake.json("sql", "frames", "SELECT weather, count(*) AS n FROM t GROUP BY weather ORDER BY weather")
                        .json())
                .hasToString("[{\"weather\":\"clear\",\"n\":3},{\"weather\":\"rainy\",\"n\":3}]");
        assertThat(lake.run("sql", "frames", "DROP TABLE t").exitCode()).isEqualTo(2);
        assertThat(lake.run("sql", "frames", "SELECT nothing FROM t").exitCode())
                .isEqualTo(2);
    }

    @Test
    void searchesWords() {
        lake.run("index", "create", "frames", "--column", "caption", "--type", "fts");

        Outcome outcome =
                lake.json("search", "frames", "--fts", "rainy", "--select", "id", "--where", "id > 0", "--limit", "5");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.json()).hasSize(2);
        assertThat(outcome.fields()).containsExactlyInAnyOrder("id", "_score", "_rowid");
        assertThat(lake.json("search", "frames", "--fts", "day number", "--match", "phrase", "--fts-column", "caption")
                        .json())
                .hasSize(3);
        assertThat(lake.run("search", "frames", "--fts", "clear", "--select", "id")
                        .stdout())
                .startsWith("_score  _rowid  id\n");
    }

    @Test
    void asksForTheColumnWhereSeveralHoldText() {
        Outcome outcome = lake.run("search", "frames", "--fts", "rainy");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot search table 'frames': several columns hold text; name one of 'weather',"
                        + " 'caption'\n");
    }

    private List<String> found(String... options) {
        List<String> arguments = new ArrayList<>(List.of("search", "frames", "--select", "id"));
        arguments.addAll(List.of(options));
        Outcome outcome = lake.json(arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.json().findValuesAsText("id").stream().sorted().toList();
    }

    @Test
    void findsOtherSpellingsPhrasesAndWhatMustOrMustNotBeThere() {
        for (boolean isIndexed : new boolean[] {false, true}) {
            if (isIndexed) {
                lake.run("index", "create", "frames", "--column", "caption", "--type", "fts");
            }
            assertThat(found("--fts", "nigth", "--fuzzy", "--fts-column", "caption"))
                    .isEmpty();
            assertThat(found("--fts", "nihht", "--fuzzy", "--fts-column", "caption"))
                    .containsExactly("0", "2", "4");
            assertThat(found("--fts", "nigth", "--fuzzy", "2", "--fts-column", "caption"))
                    .containsExactly("0", "2", "4");
            assertThat(found("--fts", "clear number", "--match", "phrase", "--slop", "1", "--fts-column", "caption"))
                    .containsExactly("1", "3", "5");
            assertThat(found("--fts", "a", "--must", "number day", "--must-not", "3 5", "--fts-column", "caption"))
                    .containsExactly("1");
            assertThat(found("--fts", "clear 3", "--match", "all", "--fts-column", "caption"))
                    .containsExactly("3");
            assertThat(found("--fts", "rainy", "--fts-column", "weather^2,caption"))
                    .containsExactly("0", "2", "4");
        }
    }

    @Test
    void refusesOptionsOfWordsThatDoNotFit() {
        assertThat(lake.run("search", "frames", "--fts", "x", "--fuzzy", "many").stderr())
                .isEqualTo("joust: Cannot search with --fuzzy 'many': it is no number of letters; use 0, 1, 2 or"
                        + " none\n");
        assertThat(lake.run("search", "frames", "--fts", "x y", "--slop", "1").stderr())
                .isEqualTo("joust: Cannot search for 'x y': --slop is for --match phrase; leave it out\n");
        assertThat(lake.run("search", "frames", "--fts", "x", "--prefix-length", "1")
                        .stderr())
                .isEqualTo("joust: Cannot search for 'x': --prefix-length is for --fuzzy; leave it out, or add"
                        + " --fuzzy\n");
        assertThat(lake.run("search", "frames", "--fts", "x y", "--match", "phrase", "--fuzzy")
                        .stderr())
                .isEqualTo("joust: Cannot search for the phrase 'x y': --fuzzy and --prefix-length are for words; leave"
                        + " them out, or use --match all\n");
        assertThat(lake.run("search", "frames", "--fts", "x", "--fts-column", "caption^two")
                        .stderr())
                .isEqualTo("joust: Cannot search in 'caption^two': 'two' is no weight; give a number above 0, such as"
                        + " title^2\n");
        assertThat(lake.run("search", "frames", "--fts", "x", "--fts-column", "caption^0")
                        .stderr())
                .isEqualTo("joust: Cannot search in 'caption^0': '0' is no weight; give a number above 0, such as"
                        + " title^2\n");
        assertThat(lake.run("search", "frames", "--fts", "x", "--fts-column", "caption,weather,caption^2")
                        .stderr())
                .isEqualTo("joust: Cannot search in column 'caption': it is named twice; name it once, with one"
                        + " weight\n");
        assertThat(lake.run("search", "frames", "--like", "2", "--where", "_distance < 2")
                        .stderr())
                .isEqualTo("joust: Cannot search table 'frames': a filter asks for '_distance', which rows have only"
                        + " after the search; filter after it with --postfilter\n");
    }

    @Test
    void findsNeighboursOfARowWithoutTheRowItself() {
        Outcome outcome = lake.json("search", "frames", "--like", "2", "--select", "id", "--limit", "2");

        assertThat(outcome.json().findValuesAsText("id")).containsExactlyInAnyOrder("1", "3");
        assertThat(outcome.json().findValuesAsText("_distance")).first().isEqualTo("1.0");
        assertThat(lake.json(
                                "search",
                                "frames",
                                "--like",
                                "0",
                                "--select",
                                "id",
                                "--limit",
                                "2",
                                "--offset",
                                "1",
                                "--exact",
                                "--metric",
                                "l2",
                                "--vector-column",
                                "direction")
                        .json()
                        .findValuesAsText("id"))
                .containsExactly("2", "3");
    }

    @Test
    void findsNeighboursOfARowOfAView() {
        lake.run("view", "create", "some", "--from", "frames", "--where", "id >= 2");
        lake.run("view", "refresh", "some");

        assertThat(lake.json("search", "frames", "--like", "0", "--from", "some", "--select", "id", "--limit", "2")
                        .json()
                        .findValuesAsText("id"))
                .containsExactlyInAnyOrder("1", "3");
    }

    @Test
    void searchesWordsAndNeighboursAtOnce() {
        lake.run("index", "create", "frames", "--column", "caption", "--type", "fts");

        Outcome outcome =
                lake.json("search", "frames", "--fts", "rainy", "--like", "2", "--select", "id", "--limit", "3");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.fields())
                .containsExactlyInAnyOrder("id", "_relevance_score", "_distance", "_score", "_rowid");
        assertThat(outcome.json().findValuesAsText("id")).hasSize(3).doesNotContain("2");
        assertThat(lake.json(
                                "search", "frames", "--fts", "rainy", "--like", "2", "--where", "id = 1", "--exact",
                                "--match", "all")
                        .json()
                        .findValuesAsText("id"))
                .containsExactly("1");
    }

    @Test
    void refusesHalfASearch() {
        assertThat(lake.run("search", "frames").stderr())
                .isEqualTo(
                        "joust: Cannot search table 'frames': give --fts, --text, --image or --like to say what for\n");
        assertThat(lake.run("search", "frames", "--like", "1", "--match", "all").stderr())
                .isEqualTo(
                        "joust: Cannot search table 'frames' by vectors: --fts-column, --match, --fuzzy, --slop, --must"
                                + " and --must-not are for --fts; leave them out\n");
        assertThat(lake.run("search", "frames", "--fts", "x", "--exact").exitCode())
                .isEqualTo(2);
        assertThat(lake.run("search", "frames", "--like", "1", "--metric", "miles")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("search", "frames", "--like", "99").exitCode()).isEqualTo(3);
        assertThat(lake.run("search", "frames", "--like", "1", "--vector-column", "weather")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void refusesToCompareEveryVectorAndToUseAnIndexAtOnce() {
        Outcome probed = lake.run("search", "frames", "--like", "1", "--exact", "--nprobes", "5");
        assertThat(probed.exitCode()).isEqualTo(2);
        assertThat(probed.stderr())
                .isEqualTo("joust: Cannot search table 'frames': --exact compares every vector without an index, and"
                        + " --nprobes 5 says how to use one; leave out --exact, or --nprobes\n");
        Outcome refined = lake.run(
                "search", "frames", "--like", "1", "--fts", "rainy", "--exact", "--nprobes", "5", "--refine", "2");
        assertThat(refined.exitCode()).isEqualTo(2);
        assertThat(refined.stderr())
                .isEqualTo("joust: Cannot search table 'frames': --exact compares every vector without an index, and"
                        + " --nprobes 5 and --refine 2 say how to use one; leave out --exact, or --nprobes and"
                        + " --refine\n");
    }

    @Test
    void findsTheRowByItsDeclaredKey() {
        try (Lake opened = Joust.open(lake.folder())) {
            opened.createTable("scenes", Scene.class)
                    .append(List.of(
                            new Scene("a", new float[] {0, 1}),
                            new Scene("b's", new float[] {5, 1}),
                            new Scene("c", new float[] {6, 1})));
        }

        assertThat(lake.json("search", "scenes", "--like", "b's", "--select", "name", "--limit", "1")
                        .json()
                        .findValuesAsText("name"))
                .containsExactly("c");
        assertThat(lake.run("search", "scenes", "--like", "x").stderr())
                .isEqualTo("joust: Cannot search table 'scenes' for rows like 'x': no row has it as its 'name'; check"
                        + " the value\n");
        assertThat(lake.run("search", "frames", "--like", "x").stderr())
                .isEqualTo("joust: Cannot search table 'frames' for rows like 'x': it declares no key, and this is not"
                        + " a whole number; give a row id, which joust query --row-id shows\n");
    }

    @Test
    void speaksOfOptionsAndCommands() {
        assertThat(lake.run("query", "frames", "--limit", "-1").stderr())
                .isEqualTo("joust: Cannot use option '--limit': it must not be negative but was -1; give another"
                        + " value\n");
        assertThat(lake.run("search", "frames", "--like", "1", "--vector-column", "weather")
                        .stderr())
                .isEqualTo("joust: Cannot search table 'frames' for similar rows: column 'weather' is utf8, no"
                        + " vectors; choose with --vector-column from 'direction'\n");
        assertThat(lake.run("sql", "frames", "SELECT * FROM frames").stderr())
                .isEqualTo("joust: Cannot run SQL on table 'frames': there is no table 'frames' in its SQL, where the"
                        + " table itself is called t; write FROM t\n");
    }

    @Test
    void refusesAnEmptySelection() {
        Outcome outcome = lake.run("query", "frames", "--select", "");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot select '': it names no column; give columns with commas between them, or"
                        + " alias=SQL\n");
    }

    /** A row with a declared key. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Scene(@Key String name, @Vector(2) float[] direction) {}
}
