// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.pin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void aTableAndAView() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        lake.run(
                "view",
                "create",
                "rainy",
                "--from",
                "frames",
                "--where",
                "weather = 'rainy'",
                "--select",
                "id,weather");
        lake.run("view", "refresh", "rainy");
    }

    @Test
    void createsVerifiesListsAndDrops() {
        Outcome created = lake.json("pin", "create", "model-7", "rainy", "frames");
        assertThat(created.exitCode()).as(created.stderr()).isZero();
        assertThat(created.fields()).containsExactly("pin", "created", "tables");
        JsonNode rainy = created.json().at("/tables/0");
        assertThat(rainy.get("name").asText()).isEqualTo("rainy");
        assertThat(rainy.get("version").asLong()).isEqualTo(2);
        assertThat(rainy.get("rows").asLong()).isEqualTo(3);
        assertThat(rainy.get("fingerprint").asText()).matches("[0-9a-f]{64}");
        assertThat(rainy.get("columns")).hasToString("[\"__source_row_id\",\"id\",\"weather\"]");
        assertThat(rainy.get("source")).hasToString("{\"name\":\"frames\",\"version\":2}");
        assertThat(created.json().at("/tables/1/source").isNull()).isTrue();

        assertThat(lake.json("pin", "list").json()).hasToString("[" + created.json() + "]");
        lake.append(6, 9);
        lake.run("view", "refresh", "rainy");
        lake.run("optimize", "rainy", "--keep-days", "0");
        lake.run("optimize", "frames", "--keep-days", "0");

        Outcome verified = lake.json("pin", "verify", "model-7");
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.fields()).containsExactly("pin", "ok", "created", "tables");
        assertThat(verified.json().get("ok").asBoolean()).isTrue();
        assertThat(verified.json().at("/tables/0/ok").asBoolean()).isTrue();
        assertThat(verified.json().at("/tables/0/problem").isNull()).isTrue();
        assertThat(verified.json().at("/tables/0/fingerprint")).isEqualTo(rainy.get("fingerprint"));

        assertThat(lake.json("pin", "drop", "model-7").json()).isEqualTo(created.json());
        assertThat(lake.json("pin", "list").stdout()).isEqualTo("[]\n");
    }

    @Test
    void tellsPeople() {
        Outcome created = lake.run("pin", "create", "model-7", "rainy");
        String fingerprint = lake.json("pin", "list")
                .json()
                .at("/0/tables/0/fingerprint")
                .asText()
                .substring(0, 16);

        assertThat(created.stdout()).isEqualTo("""
                        Pin 'model-7' keeps:
                        name   version  rows  fingerprint
                        rainy        2     3  %s...
                        prove later that it is the same with: joust pin verify model-7
                        """.formatted(fingerprint));
        assertThat(lake.run("pin", "verify", "model-7").stdout()).isEqualTo("""
                        name   version  fingerprint          state
                        rainy        2  %s...  ok
                        Pin 'model-7' is what it was: 1 table, 3 rows
                        """.formatted(fingerprint));
        assertThat(lake.run("pin", "list").stdout())
                .startsWith("pin      created               name   version  rows\nmodel-7  20")
                .endsWith("Z  rainy        2     3\n");
        assertThat(lake.run("tag", "list", "rainy").stdout()).isEqualTo("""
                        tag          version
                        pin:model-7        2
                        """);
        assertThat(lake.json("versions", "rainy").json().at("/1/tags")).hasToString("[\"pin:model-7\"]");
        assertThat(lake.run("pin", "drop", "model-7").stdout())
                .isEqualTo("Pin 'model-7' is gone; its versions go when their tables are optimized\n");
        assertThat(lake.run("pin", "list").stdout()).isEqualTo("There are no pins in '" + lake.folder() + "' yet\n");
    }

    @Test
    void keepsAnOlderVersion() {
        lake.append(6, 9);
        lake.run("view", "refresh", "rainy");

        Outcome created = lake.json("pin", "create", "before", "rainy@2", "frames");

        assertThat(created.exitCode()).as(created.stderr()).isZero();
        assertThat(created.json().at("/tables/0/version").asLong()).isEqualTo(2);
        assertThat(created.json().at("/tables/0/rows").asLong()).isEqualTo(3);
        assertThat(created.json().at("/tables/1/version").asLong()).isEqualTo(3);
        assertThat(lake.run("pin", "create", "later", "rainy@9").exitCode()).isEqualTo(3);
        Outcome none = lake.run("pin", "create", "later", "rainy@newest");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.stderr()).contains("'newest' is not a version, a whole number from 1");
    }

    @Test
    void endsWithOneIfAnythingIsWrong() throws IOException {
        lake.run("pin", "create", "model-7", "frames", "rainy");
        Path file;
        try (Stream<Path> files = Files.list(lake.folder().resolve("rainy.lance/data"))) {
            file = files.toList().get(0);
        }
        Files.delete(file);

        Outcome verified = lake.json("pin", "verify", "model-7");

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.json().get("ok").asBoolean()).isFalse();
        assertThat(verified.json().at("/tables/0/ok").asBoolean()).isTrue();
        assertThat(verified.json().at("/tables/1/problem").asText()).isEqualTo("file '" + file + "' is missing");
        Outcome told = lake.run("pin", "verify", "model-7");
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.stdout()).contains("is missing").endsWith("Pin 'model-7' is not what it was\n");
    }

    @Test
    void refusesWhatCannotBe() {
        lake.run("pin", "create", "model-7", "rainy");

        assertThat(lake.run("pin", "create", "model-7", "rainy").exitCode()).isZero();
        assertThat(lake.run("pin", "create", "model-7", "frames").exitCode()).isEqualTo(2);
        assertThat(lake.run("pin", "create", "model-8", "raini").exitCode()).isEqualTo(3);
        assertThat(lake.run("pin", "create", "model-8").exitCode()).isEqualTo(2);
        assertThat(lake.run("pin", "create", "a/b", "rainy").exitCode()).isEqualTo(2);
        assertThat(lake.run("pin", "verify", "model-9").exitCode()).isEqualTo(3);
        assertThat(lake.run("pin", "drop", "model-9").exitCode()).isEqualTo(3);
        assertThat(lake.run("tag", "drop", "rainy", "pin:model-7").stderr())
                .isEqualTo("joust: Cannot drop tag 'pin:model-7' of table 'rainy': pin 'model-7' needs it; drop the pin"
                        + " with joust pin drop model-7\n");
        Outcome dropped = lake.run("view", "drop", "rainy");
        assertThat(dropped.exitCode()).isEqualTo(2);
        assertThat(dropped.stderr())
                .isEqualTo(
                        "joust: Cannot drop view 'rainy': pin 'model-7' keeps a version of it; drop the pin first\n");
        assertThat(lake.json("pin", "list").json()).hasSize(1);
    }

    @Test
    void endsEarlyWithoutAPin() {
        Outcome outcome = lake.interrupted("pin", "create", "model-7", "frames");

        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(lake.json("pin", "list").stdout()).isEqualTo("[]\n");
        assertThat(lake.folder().resolve("_joust/pins")).isEmptyDirectory();
    }
}
