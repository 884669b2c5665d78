// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    @Test
    void createsListsUpdatesAndDropsAnIndex() {
        Outcome created = lake.json("index", "create", "frames", "--column", "weather", "--type", "bitmap");
        assertThat(created.exitCode()).isZero();
        assertThat(created.json().get("name").asText()).isEqualTo("weather_idx");

        lake.append(6, 9);
        assertThat(lake.json("index", "list", "frames").json())
                .hasToString("[{\"name\":\"weather_idx\",\"type\":\"bitmap\",\"columns\":[\"weather\"],"
                        + "\"rows_indexed\":6,\"rows_unindexed\":3,\"suspect\":false}]");

        assertThat(lake.run("index", "update", "frames").stdout()).startsWith("Updated weather_idx; version ");
        assertThat(lake.run("index", "update", "frames").stdout())
                .isEqualTo("Every index of 'frames' covers all rows\n");
        assertThat(lake.run("index", "list", "frames").stdout()).isEqualTo("""
                        name         type    columns  rows indexed  unindexed
                        weather_idx  bitmap  weather             9          0
                        """);

        assertThat(lake.json("index", "drop", "frames", "weather_idx").fields()).containsExactly("index", "version");
        assertThat(lake.run("index", "list", "frames").stdout()).isEqualTo("Table 'frames' has no indexes\n");
    }

    @Test
    void createsIndexesOnVectorsWithTheirSettings() {
        Outcome created = lake.json(
                "index",
                "create",
                "frames",
                "--column",
                "direction",
                "--type",
                "ivf_flat",
                "--metric",
                "cosine",
                "--partitions",
                "1",
                "--name",
                "near");

        assertThat(created.json().get("name").asText()).isEqualTo("near");
        assertThat(created.json().get("type").asText()).isEqualTo("ivf_flat");
    }

    @Test
    void createsGraphsAndPiecesOfWords() {
        assertThat(lake.json(
                                "index",
                                "create",
                                "frames",
                                "--column",
                                "direction",
                                "--type",
                                "ivf_hnsw_sq",
                                "--m",
                                "8",
                                "--ef-construction",
                                "50")
                        .json()
                        .get("type")
                        .asText())
                .isEqualTo("ivf_hnsw_sq");
        assertThat(lake.json(
                                "index",
                                "create",
                                "frames",
                                "--column",
                                "caption",
                                "--type",
                                "fts",
                                "--ngrams",
                                "2-6",
                                "--no-stem",
                                "--stop-words",
                                "number,day")
                        .exitCode())
                .isZero();
        assertThat(lake.run("index", "list", "frames").stdout()).isEqualTo("""
                        name           type         columns    rows indexed  unindexed
                        caption_idx    fts          caption               6          0
                        direction_idx  ivf_hnsw_sq  direction             6          0
                        """);
        assertThat(lake.json("search", "frames", "--fts", "rai", "--match", "all")
                        .json())
                .hasSize(3);
        assertThat(lake.json("search", "frames", "--like", "2", "--ef", "50").json())
                .hasSize(5);
        assertThat(lake.run("index", "create", "frames", "--column", "weather", "--type", "fts", "--prefix-only")
                        .stderr())
                .isEqualTo("joust: Cannot create an index of type 'fts': --prefix-only needs --ngrams, such as --ngrams"
                        + " 2-8; add it\n");
        assertThat(lake.run("index", "create", "frames", "--column", "weather", "--type", "fts", "--ngrams", "2")
                        .stderr())
                .isEqualTo("joust: Cannot create an index of type 'fts': '2' is no range of lengths; give the shortest"
                        + " and the longest, such as --ngrams 2-4\n");
        assertThat(lake.run("index", "create", "frames", "--column", "direction", "--type", "ivf_sq", "--m", "2")
                        .stderr())
                .isEqualTo("joust: Cannot create an index of type 'ivf_sq': --m is for ivf_hnsw_pq and ivf_hnsw_sq;"
                        + " leave it out\n");
    }

    @Test
    void refusesSettingsOfOtherTypes() {
        Outcome outcome =
                lake.run("index", "create", "frames", "--column", "weather", "--type", "btree", "--metric", "l2");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot create an index of type 'btree': --metric is for vectors; leave it out\n");
    }

    @Test
    void refusesWrongTypesColumnsAndNames() {
        assertThat(lake.run("index", "create", "frames", "--column", "weather", "--type", "magic")
                        .stderr())
                .contains(
                        "'magic' is none of btree, bitmap, label_list, fts, ivf_flat, ivf_pq, ivf_sq, ivf_rq, ivf_hnsw_pq,"
                                + " ivf_hnsw_sq");
        assertThat(lake.run("index", "create", "frames", "--column", "direction", "--type", "ivf_hnsw_flat")
                        .stderr())
                .contains("Lance refuses graphs of whole vectors, 'ivf_hnsw_flat'; use ivf_hnsw_sq, or ivf_flat to keep"
                        + " them whole");
        assertThat(lake.run("index", "create", "frames", "--column", "wether", "--type", "btree")
                        .exitCode())
                .isIn(2, 3);
        assertThat(lake.run("index", "create", "frames", "--column", "id", "--type", "fts")
                        .exitCode())
                .isEqualTo(2);
        assertThat(lake.run("index", "drop", "frames", "none").exitCode()).isEqualTo(3);
    }

    @Test
    void tellsProgramsOfTheCommit() {
        assertThat(lake.json("index", "create", "frames", "--column", "weather", "--type", "btree")
                        .stderr())
                .contains("{\"event\":\"commit\",\"stage\":\"index\"")
                .contains("\"version\":3}");
        assertThat(lake.run("index", "create", "frames", "--column", "weather", "--type", "btree")
                        .stderr())
                .isEqualTo("joust: Cannot create index 'weather_idx' on table 'frames': there is one of this name on"
                        + " column 'weather'; replace it with --replace, or give this one another name with --name\n");
    }
}
