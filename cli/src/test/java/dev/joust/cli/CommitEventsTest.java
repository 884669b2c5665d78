// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs hear on stderr of commands that commit. */
class CommitEventsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    private List<String> commits(String... arguments) {
        Outcome outcome = lake.json(arguments);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.commits();
    }

    @Test
    void tellsOfEachCommitOfABackfillWithTheRowsDone() {
        lake.append(6, 9);
        lake.append(9, 10);
        lake.run("features", "add", "frames", "--sql", "twice=id * 2");

        Outcome outcome = lake.json("backfill", "frames", "twice", "--concurrency", "1", "--commit-fragments", "1");

        List<JsonNode> commits = outcome.events("commit");
        assertThat(commits).hasSize(3).allSatisfy(commit -> {
            assertThat(commit.get("stage").asText()).isEqualTo("backfill twice");
            assertThat(commit.get("rows_total").asInt()).isEqualTo(10);
            assertThat(commit.get("rows_per_second").asDouble()).isPositive();
            assertThat(commit.get("eta_seconds").asDouble()).isGreaterThanOrEqualTo(0);
        });
        assertThat(commits.get(0).get("rows_done").asInt()).isBetween(1, 10);
        assertThat(commits.get(2).get("rows_done").asInt()).isEqualTo(10);
        assertThat(commits).extracting(commit -> commit.get("version").asInt()).containsExactly(6, 7, 8);
        JsonNode last =
                outcome.events("progress").get(outcome.events("progress").size() - 1);
        assertThat(last.get("rows_done").asInt()).isEqualTo(10);
        assertThat(last.get("eta_seconds").asDouble()).isZero();
    }

    @Test
    void tellsOfChangesOfRows() {
        assertThat(commits("update", "frames", "--set", "weather='foggy'", "--where", "id < 2"))
                .containsExactly("update 2/2 3");
        assertThat(commits("delete", "frames", "--where", "id = 0")).containsExactly("delete 1/1 4");
        assertThat(commits("delete", "frames", "--where", "false")).isEmpty();
        assertThat(commits("update", "frames", "--set", "weather='x'", "--where", "false"))
                .isEmpty();
        assertThat(commits("restore", "frames", "--version", "2")).containsExactly("restore 0/0 5");
        assertThat(commits("tag", "frames", "now")).isEmpty();
    }

    @Test
    void tellsOfCopies() {
        String source = lake.folder() + "/frames.lance";

        assertThat(commits("copy", source, "whole")).containsExactly("copy 6/6 2");
        assertThat(commits("copy", source, "two", "--limit", "2")).containsExactly("copy 2/2 2");
        assertThat(commits("copy", source, "rain", "--where", "weather = 'rainy'"))
                .containsExactly("copy 3/null 2");
    }

    @Test
    void tellsOfIndexes() {
        assertThat(commits("index", "create", "frames", "--column", "weather", "--type", "btree"))
                .containsExactly("index 6/6 3");
        assertThat(commits("index", "update", "frames")).isEmpty();
        lake.append(6, 9);
        assertThat(commits("index", "update", "frames")).containsExactly("index 9/9 5");
        assertThat(commits("index", "drop", "frames", "weather_idx")).containsExactly("drop 0/0 6");
    }

    @Test
    void tellsOfFeatures() {
        assertThat(commits("features", "add", "frames", "--sql", "twice=id * 2"))
                .containsExactly("add 0/0 3");
        assertThat(commits("features", "alter", "frames", "twice", "--sql", "id + id"))
                .containsExactly("alter 0/0 4");
        assertThat(commits("features", "drop", "frames", "twice")).containsExactly("drop 0/0 5");
    }

    @Test
    void tellsOfViewsThatChanged() {
        assertThat(commits("view", "create", "rain", "--from", "frames", "--where", "weather = 'rainy'"))
                .containsExactly("create 0/0 1");
        assertThat(commits("view", "refresh", "rain")).containsExactly("refresh 3/null 2");
        assertThat(commits("view", "refresh", "rain")).isEmpty();
        assertThat(commits("view", "refresh", "rain", "--rebuild")).containsExactly("refresh 0/null 3");
    }

    @Test
    void tellsOfAnOptimizationThatDidSomething() {
        lake.append(6, 9);

        assertThat(commits("optimize", "frames")).containsExactly("optimize 9/9 5");
        assertThat(commits("optimize", "frames")).isEmpty();
    }
}
