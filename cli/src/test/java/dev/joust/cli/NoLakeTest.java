// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.cli.TinyLake.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a lake that is empty or not there. */
class NoLakeTest {
    @TempDir
    Path folder;

    private TinyLake empty;
    private TinyLake missing;

    @BeforeEach
    void makeAnEmptyFolder() throws IOException {
        empty = new TinyLake(Files.createDirectory(folder.resolve("empty")));
        missing = new TinyLake(folder.resolve("missing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "versions t",
                "tag list t",
                "tag t now",
                "schema t",
                "count t",
                "query t",
                "sql t SELECT",
                "search t --fts x",
                "blob t 1 --column c --out x",
                "delete t --where true",
                "update t --set a=1 --where true",
                "index list t",
                "index update t",
                "index create t --column c --type btree",
                "features list t",
                "features show t f",
                "features add t dhash",
                "backfill t f",
                "restore t --version 1",
                "optimize t",
                "loader t",
                "view create v --from t"
            })
    void refusesATable(String line) {
        Outcome outcome = empty.run(line.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot find table 't': the lake at '" + empty.folder() + "' has no tables yet; bring"
                        + " one in with joust ingest or joust copy, or give another lake with --lake\n");
        assertThat(outcome.stdout()).isEmpty();

        Outcome nowhere = missing.json(line.split(" "));
        assertThat(nowhere.exitCode()).isEqualTo(3);
        assertThat(nowhere.stderr())
                .isEqualTo("joust: Cannot open table 't' in lake '" + missing.folder() + "': there is no such folder;"
                        + " give another one with --lake, or begin one with joust ingest or joust copy\n");
        assertThat(nowhere.json().at("/error/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(missing.folder()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"view show v", "view refresh v", "view drop v"})
    void refusesAView(String line) {
        Outcome outcome = empty.run(line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.stderr())
                .isEqualTo("joust: Cannot find view 'v': the lake at '" + empty.folder() + "' has no views yet; create"
                        + " one with joust view create, or give another lake with --lake\n");
        assertThat(missing.run(line.split(" ")).exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tables", "view list", "pin list", "jobs", "jobs list"})
    void listsNothing(String line) {
        assertThat(empty.json(line.split(" ")).stdout()).isEqualTo("[]\n");
        assertThat(empty.run(line.split(" ")).stdout()).contains("'" + empty.folder() + "' yet");
        assertThat(missing.run(line.split(" ")).exitCode()).isEqualTo(3);
        assertThat(missing.folder()).doesNotExist();
    }
}
