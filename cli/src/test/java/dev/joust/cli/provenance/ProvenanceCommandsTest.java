// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import dev.joust.schema.Key;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceCommandsTest {
    record Clip(@Key String name, @Nullable String weather, int frames) {}

    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    /** Numbers of jobs, their times and the start of hashes differ from run to run. */
    private static String stable(Outcome outcome) {
        return outcome.stdout()
                .replaceAll("job \\d{8}-\\d{6}-\\d{3}-[0-9a-f]{6}", "job J")
                .replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:]*Z", "TIME");
    }

    private void fillFeatures() {
        lake.run("features", "add", "frames", "--sql", "words=length(caption)");
        lake.run("features", "add", "frames", "--sql", "twice=words * 2");
        lake.run("backfill", "frames", "words", "twice");
        lake.run("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy'", "--select", "id,words");
        lake.run("view", "create", "long_rain", "--from", "rain", "--where", "words > 2");
    }

    @Test
    void showsWhereATableComesFromAndWhatUsesItAsTrees() {
        fillFeatures();

        Outcome outcome = lake.run("lineage", "frames");

        assertThat(stable(outcome)).isEqualTo("""
                        table frames, version 6, 6 rows
                        comes from
                        ├─ filled by feature words (sql version 1, hash 19f67c1e3506, expression=length(caption)), 6 of 6 rows computed
                        │  ├─ reads frames.caption: utf8
                        │  └─ 6 rows computed by job J (backfill, done, TIME)
                        └─ filled by feature twice (sql version 1, hash abec68749f8a, expression=words * 2), 6 of 6 rows computed
                           ├─ reads frames.words: int32
                           │  └─ filled by feature words (see above)
                           └─ 6 rows computed by job J (backfill, done, TIME)
                        columns that were written as they are: id, weather, caption, people, image, direction
                        is used by
                        └─ rows in view rain, version 1, 0 rows, where weather = 'rainy', never refreshed
                           └─ rows in view long_rain, version 1, 0 rows, where words > 2, never refreshed
                        """);
    }

    @Test
    void showsWhatAColumnDependsOnAndWhatDependsOnIt() {
        fillFeatures();

        assertThat(stable(lake.run("lineage", "frames", "caption"))).isEqualTo("""
                        frames.caption: utf8
                        comes from nothing that is recorded
                        is used by
                        └─ read by feature words (sql version 1, hash 19f67c1e3506, expression=length(caption)), 6 of 6 rows computed
                           └─ fills frames.words: int32
                              ├─ read by feature twice (sql version 1, hash abec68749f8a, expression=words * 2), 6 of 6 rows computed
                              │  └─ fills frames.twice: int64
                              └─ selected as rain.words: int32
                                 ├─ selected as long_rain.words: int32
                                 └─ filters view long_rain, version 1, 0 rows, where words > 2, never refreshed
                        """);
        assertThat(stable(lake.run("lineage", "long_rain", "words"))).isEqualTo("""
                        long_rain.words: int32
                        comes from
                        ├─ selects rain.words: int32
                        │  └─ selects frames.words: int32
                        │     └─ filled by feature words (sql version 1, hash 19f67c1e3506, expression=length(caption)), 6 of 6 rows computed
                        │        ├─ reads frames.caption: utf8
                        │        └─ 6 rows computed by job J (backfill, done, TIME)
                        └─ a column of view long_rain, version 1, 0 rows, where words > 2, never refreshed
                           ├─ rows of view rain, version 1, 0 rows, where weather = 'rainy', never refreshed
                           │  ├─ rows of table frames, version 6, 6 rows
                           │  └─ filtered by frames.weather: utf8
                           └─ filtered by rain.words: int32 (see above)
                        is used by nothing that is recorded
                        """);
    }

    @Test
    void saysThatTheSourceOfAViewIsGone() {
        lake.run("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy'", "--select", "id");
        try (Lake opened = Joust.open(lake.folder())) {
            opened.dropTable("frames");
        }

        assertThat(stable(lake.run("lineage", "rain")))
                .contains("comes from table frames, which is not in the lake any more\n");
    }

    @Test
    void givesTheGraphAsNodesAndEdges() {
        fillFeatures();

        JsonNode json = lake.json("lineage", "frames", "words").json();

        assertThat(json.get("nodes"))
                .allSatisfy(node -> assertThat(node.fieldNames()).toIterable().startsWith("id", "kind"));
        assertThat(json.get("nodes").findValuesAsText("kind"))
                .contains("column", "table", "feature", "view", "job")
                .doesNotContain("pin", "source");
        assertThat(json.get("edges").toString())
                .contains("{\"from\":\"column:frames.caption\",\"to\":\"feature:frames.words\",\"kind\":\"reads\"}")
                .contains("{\"from\":\"feature:frames.words\",\"to\":\"column:frames.words\",\"kind\":\"fills\"}")
                .contains("{\"from\":\"column:rain.words\",\"to\":\"table:long_rain\",\"kind\":\"filters\"}");
    }

    @Test
    void namesAPinWithTheVersionThatItKeeps() {
        lake.run("pin", "create", "model-7", "frames");

        assertThat(lake.run("lineage", "frames").stdout()).endsWith("""
                        is used by
                        └─ version 2 kept by pin model-7
                        """);
    }

    @Test
    void refusesALineageOfWhatIsNotThere() {
        Outcome column = lake.run("lineage", "frames", "captoin");

        assertThat(column.exitCode()).isEqualTo(2);
        assertThat(column.stderr())
                .isEqualTo(
                        "joust: Cannot read table 'frames': there is no column 'captoin'; did you mean 'caption'?\n");
        assertThat(lake.run("lineage", "frmes").exitCode()).isEqualTo(3);
    }

    private void changeClips() {
        try (Lake opened = Joust.open(lake.folder())) {
            Table clips = opened.createTable("clips", Clip.class);
            clips.append(List.of(new Clip("a", "rainy", 10), new Clip("b", "clear", 20), new Clip("c", null, 30)));
            clips.upsert(List.of(new Clip("a", "foggy", 10), new Clip("d", "clear", 40)));
            clips.delete("name = 'b'");
            clips.tag("monday", 2);
        }
    }

    @Test
    void listsRowsByTheirKeys() {
        changeClips();

        assertThat(lake.run("diff", "clips", "monday", "4").stdout()).isEqualTo("""
                        clips, version 2 to 4: 1 row added, 1 removed, 1 changed (weather in 1)

                        column   change   before  after  rows changed
                        weather  changed  utf8    utf8              1

                        row      name  column   before  after
                        added    d
                        removed  b
                        changed  a     weather  rainy   foggy
                        """);
        assertThat(lake.run("diff", "clips", "2", "4", "--limit", "0").stdout())
                .doesNotContain("foggy")
                .startsWith("clips, version 2 to 4: 1 row added, 1 removed, 1 changed (weather in 1)\n");
    }

    @Test
    void givesTheDifferencesAsOneDocumentAndTheOtherWayRound() {
        changeClips();

        JsonNode json = lake.json("diff", "clips", "4", "2").json();

        assertThat(json)
                .hasToString("{\"table\":\"clips\",\"before\":4,\"after\":2,\"key\":[\"name\"],"
                        + "\"rows_before\":3,\"rows_after\":3,\"rows_added\":1,\"rows_removed\":1,\"rows_changed\":1,"
                        + "\"columns\":[{\"name\":\"weather\",\"change\":\"changed\",\"name_before\":\"weather\","
                        + "\"type_before\":\"utf8\",\"type_after\":\"utf8\",\"rows_changed\":1}],\"features\":[],"
                        + "\"rows\":[{\"change\":\"added\",\"key\":{\"name\":\"b\"},\"values\":{}},"
                        + "{\"change\":\"removed\",\"key\":{\"name\":\"d\"},\"values\":{}},"
                        + "{\"change\":\"changed\",\"key\":{\"name\":\"a\"},"
                        + "\"values\":{\"weather\":{\"before\":\"foggy\",\"after\":\"rainy\"}}}],"
                        + "\"summary\":\"1 row added, 1 removed, 1 changed (weather in 1)\"}");
    }

    @Test
    void countsRowsWithoutAKeyAndNamesFunctions() {
        lake.run("features", "add", "frames", "--sql", "words=length(caption)");
        lake.run("backfill", "frames", "words");
        lake.append(6, 9);

        assertThat(lake.run("diff", "frames", "2", "5").stdout()).isEqualTo("""
                        frames, version 2 to 5: 3 rows added, feature 'words' added

                        column  change  before  after  rows changed
                        words   added   -       int32             0

                        feature  change  before  after  rows before  rows after
                        words    added   -       sql 1  -            6 by sql 1
                        """);
    }

    @Test
    void refusesVersionsThatAreNotThere() {
        Outcome number = lake.run("diff", "frames", "1", "9");
        Outcome tag = lake.run("diff", "frames", "monday", "2");

        assertThat(number.exitCode()).isEqualTo(3);
        assertThat(number.stderr())
                .isEqualTo(
                        "joust: Cannot open version 9 of table 'frames': its versions are 1-2; choose one of these\n");
        assertThat(tag.exitCode()).isEqualTo(3);
        assertThat(tag.stderr())
                .isEqualTo("joust: Cannot find tag 'monday' in table 'frames': it has none; create it first\n");
        assertThat(lake.run("diff", "frmes", "1", "2").exitCode()).isEqualTo(3);
        assertThat(lake.run("diff", "frames", "1").exitCode()).isEqualTo(2);
        Outcome limit = lake.run("diff", "frames", "1", "2", "--limit", "-3");
        assertThat(limit.exitCode()).isEqualTo(2);
        assertThat(limit.stderr())
                .isEqualTo("joust: Cannot compare versions of table 'frames': --limit must not be negative but was -3;"
                        + " give 0 to list no rows\n");
    }
}
