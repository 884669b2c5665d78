// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsCommandsTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void aTableAndAView() throws IOException {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        lake.run("view", "create", "rainy", "--from", "frames", "--where", "weather = 'rainy'");
        lake.run("view", "refresh", "rainy");
        Files.writeString(folder.resolve("weights.pt"), "abc");
    }

    private Path file(String json) {
        try {
            return Files.writeString(folder.resolve("checkpoint.json"), json.replace('\'', '"'));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Outcome add(String json) {
        return lake.json("checkpoints", "add", "--file", file(json).toString());
    }

    @Test
    void addsListsVerifiesReproducesAndDrops() throws IOException {
        String hash = lake.json("loader", "rainy", "--seed", "7")
                .json()
                .get("order_hash")
                .asText();
        Outcome added =
                add("{'id': 'm', 'model': 'weights.pt', 'views': ['rainy'], 'seed': 7, 'step': 30," + " 'order_hash': '"
                        + hash + "', 'metrics': {'map': 0.5}, 'code': 'abc', 'libraries': {'torch': '2'}}");
        assertThat(added.exitCode()).as(added.stderr()).isZero();
        assertThat(added.fields())
                .containsExactly(
                        "id",
                        "created",
                        "model_sha256",
                        "views",
                        "permutation",
                        "split",
                        "shuffle_seed",
                        "order_hash",
                        "seed",
                        "step",
                        "metrics",
                        "code",
                        "libraries",
                        "pin");
        JsonNode checkpoint = added.json();
        assertThat(checkpoint.get("model_sha256").asText()).isEqualTo(ABC);
        assertThat(checkpoint.get("order_hash").asText()).isEqualTo(hash);
        assertThat(checkpoint.get("metrics")).hasToString("{\"map\":0.5}");
        assertThat(checkpoint.at("/views/0/version").asLong()).isEqualTo(2);
        assertThat(lake.json("checkpoints").json()).hasToString("[" + checkpoint + "]");
        assertThat(lake.json("checkpoints", "show", "m").json()).isEqualTo(checkpoint);

        lake.append(6, 9);
        lake.run("view", "refresh", "rainy");
        lake.run("optimize", "rainy", "--keep-days", "0");
        lake.run("optimize", "frames", "--keep-days", "0");

        Outcome verified = lake.json("checkpoints", "verify", "m");
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.json().get("ok").asBoolean()).isTrue();
        assertThat(lake.run("checkpoints", "verify", "m").stdout())
                .contains("Checkpoint 'm': its data are what it was trained on, in the same order");
        Path order = folder.resolve("order.csv");
        JsonNode reproduced = lake.json("checkpoints", "reproduce", "m", "--out", order.toString())
                .json();
        assertThat(reproduced)
                .hasToString("{\"id\":\"m\",\"epoch\":0,\"rows\":3,\"order_hash\":\"" + hash + "\",\"ok\":true}");
        List<String> lines = Files.readAllLines(order);
        assertThat(lines).hasSize(4).startsWith("view,row_id");
        assertThat(lines.subList(1, 4)).containsExactlyInAnyOrder("rainy,0", "rainy,1", "rainy,2");

        assertThat(lake.run("checkpoints", "drop", "m").exitCode()).isZero();
        assertThat(lake.json("checkpoints", "list").json()).hasToString("[]");
        assertThat(lake.json("checkpoints", "show", "m").exitCode()).isEqualTo(3);
    }

    @Test
    void addsAgainWhatShowPrints() {
        JsonNode added = add("{'model_sha256': '" + ABC + "', 'views': [{'name': 'rainy', 'version': 2}]}")
                .json();
        assertThat(added.get("id").asText()).isEqualTo(ABC.substring(0, 12));
        lake.run("checkpoints", "drop", ABC.substring(0, 12));

        JsonNode again = add(added.toString()).json();
        assertThat(again.get("views")).isEqualTo(added.get("views"));
        assertThat(again.get("order_hash")).isEqualTo(added.get("order_hash"));
    }

    @Test
    void plansWhatATrainingReadsAndAddsThatWithTheModel() {
        Outcome planned = lake.json("checkpoints", "plan", "rainy", "frames", "--seed", "3");
        assertThat(planned.exitCode()).as(planned.stderr()).isZero();
        assertThat(planned.fields())
                .containsExactly("views", "permutation", "split", "shuffle_seed", "order_hash", "seed");
        assertThat(lake.json("pin", "list").json()).hasToString("[]");

        ObjectNode plan = (ObjectNode) planned.json();
        JsonNode added =
                add(plan.put("model_sha256", ABC).put("id", "m").toString()).json();
        assertThat(added.get("order_hash")).isEqualTo(plan.get("order_hash"));
        assertThat(added.get("views")).isEqualTo(plan.get("views"));
        assertThat(lake.run("checkpoints", "plan").stderr())
                .contains("Cannot plan a training: no view is named; name what it reads, or a --permutation");
        assertThat(lake.run("checkpoints", "plan", "rainy", "--split", "train").stderr())
                .contains("Cannot plan a training: --split is of a permutation; name it with --permutation");
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertRefused("[]", "it is no JSON object; see joust checkpoints add --help for its keys");
        assertRefused("{'stepp': 1}", "'stepp' is no key of a checkpoint; did you mean 'step'?");
        assertRefused("{'step': '1'}", "'step' must be a whole number of 64 bits but is \"1\"");
        assertRefused("{'code': 1}", "'code' must be a text but is 1");
        assertRefused("{'metrics': {'a': 'b'}}", "'metrics' must be an object of numbers but is {\"a\":\"b\"}");
        assertRefused(
                "{'views': 'rainy'}", "'views' must be a list of names, or of objects with a name but is \"rainy\"");
        assertRefused(
                "{'split': 'train'}", "it has a 'split' and no 'permutation'; name the permutation whose split it is");
        assertRefused("{", "line 1, column 2: it ends in the middle of its JSON; write one JSON object");
        assertRefused(
                "{'step': 1,\n 'seed' 2}", "line 2, column 9: '2' is out of place in its JSON; write one JSON object");
        assertThat(lake.json(
                        "checkpoints",
                        "add",
                        "--file",
                        folder.resolve("none.json").toString()))
                .satisfies(missing -> assertThat(missing.exitCode()).isEqualTo(2))
                .satisfies(missing -> assertThat(missing.stderr())
                        .contains("Cannot add a checkpoint from '" + folder.resolve("none.json") + "': there is no '"
                                + folder.resolve("none.json") + "'; check the path"));
        assertThat(lake.json("checkpoints").json()).hasToString("[]");
    }

    private void assertRefused(String json, String why) {
        Outcome refused = add(json);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr())
                .contains("Cannot add a checkpoint from '" + folder.resolve("checkpoint.json") + "': " + why);
    }

    @Test
    void refusesViewsAndEpochsThatAreNotThere() {
        Outcome missing = add("{'model_sha256': '" + ABC + "', 'views': ['rain']}");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(lake.json("pin", "list").json()).hasToString("[]");
        add("{'id': 'm', 'model_sha256': '" + ABC + "', 'views': ['rainy']}");
        assertThat(lake.run("checkpoints", "reproduce", "m", "--epoch", "-1").stderr())
                .contains("Cannot reproduce checkpoint 'm': epoch -1 is before the first; use one from 0");
        assertThat(lake.run("pin", "drop", "checkpoint-m").exitCode()).isEqualTo(2);
    }
}
