// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PermutationCommandsTest {
    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void aTable() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
    }

    private Outcome create(String... options) {
        String[] command = new String[5 + options.length];
        System.arraycopy(new String[] {"permutation", "create", "frames", "--name", "plan"}, 0, command, 0, 5);
        System.arraycopy(options, 0, command, 5, options.length);
        return lake.json(command);
    }

    @Test
    void createsShowsListsLoadsAndDrops() {
        Outcome created = create("--split", "train=4,val=2", "--seed", "7");
        assertThat(created.exitCode()).as(created.stderr()).isZero();
        assertThat(created.fields())
                .containsExactly("name", "table", "version", "splits", "order_hash", "split_order_hashes");
        JsonNode json = created.json();
        assertThat(json.get("splits")).hasToString("{\"train\":4,\"val\":2}");
        assertThat(lake.json("permutation", "show", "plan").json()).isEqualTo(json);
        assertThat(lake.json("permutation", "list").json()).hasToString("[" + json + "]");
        assertThat(lake.json("tables").stdout()).contains("\"kind\":\"permutation\"");

        lake.append(6, 9);
        JsonNode train =
                lake.json("loader", "plan", "--split", "train", "--batch", "2").json();
        assertThat(train.get("rows").asInt()).isEqualTo(4);
        assertThat(train.get("seed").asInt()).isEqualTo(7);
        assertThat(train.get("order_hash")).isEqualTo(json.at("/split_order_hashes/train"));
        assertThat(train.get("version")).isEqualTo(json.get("version"));
        assertThat(lake.json("loader", "plan", "--split", "train", "--seed", "8")
                        .json()
                        .get("order_hash"))
                .isNotEqualTo(train.get("order_hash"));

        assertThat(lake.json("permutation", "drop", "plan").json()).isEqualTo(json);
        assertThat(lake.json("permutation", "list").stdout()).isEqualTo("[]\n");
        assertThat(lake.json("tag", "list", "frames").stdout()).doesNotContain("plan");
    }

    @Test
    void dividesBySharesByHashAndInOrder() {
        assertThat(create("--split", "train=0.5,val=0.5", "--sequential").json().get("splits"))
                .hasToString("{\"train\":3,\"val\":3}");
        lake.run("permutation", "drop", "plan");
        assertThat(create("--hash-by", "weather", "--split", "a=0.5,b=0.5").exitCode())
                .isZero();
        lake.run("permutation", "drop", "plan");
        assertThat(create("--where", "id < 4").json().get("splits")).hasToString("{\"all\":4}");
        assertThat(lake.run("permutation", "show", "plan").stdout())
                .startsWith("Permutation 'plan': 4 rows of version 2 of 'frames'\n");
    }

    @Test
    void saysWhatIsWrong() {
        String tooMuch = "Cannot divide the rows: the shares in --split add up to 1.1; give some that add up to at most"
                + " 1, or whole numbers of rows";
        assertRefused(2, tooMuch, create("--split", "a=0.9,b=0.2"));
        assertRefused(2, tooMuch, create("--split", "a=0.9,b=0.2", "--hash-by", "weather"));
        assertRefused(
                2,
                "Cannot divide the rows: the share of split 'a' must be above 0 and at most 1 but was -0.5; change"
                        + " --split",
                create("--split", "a=-0.5,b=0.5"));
        assertRefused(2, "Cannot divide the rows: a split must have a name; change --split", create("--split", "=5"));
        assertRefused(
                2,
                "Cannot divide the rows: a split must have a name; change --split",
                create("--split", "=5", "--hash-by", "weather"));
        assertRefused(2, "'a' in --split is not a new name and its size, such as train=0.9", create("--split", "a"));
        assertRefused(2, "'a=x' in --split has no number, such as train=0.9", create("--split", "a=x"));
        assertRefused(
                2,
                "--hash-by and --sequential say how rows are divided; give the splits with --split",
                create("--sequential"));
        assertRefused(2, "split 'b' asks for 5 rows, and 1 of 6 are left; ask for fewer", create("--split", "a=5,b=5"));
        assertRefused(2, "no row of version 2 matches id > 100", create("--where", "id > 100"));
        assertRefused(3, "the nearest is 'frames'", lake.json("permutation", "create", "frame", "--name", "p"));

        create("--split", "train=4,val=2");
        assertRefused(2, "it has the splits 'train', 'val'; name one with --split", lake.json("loader", "plan"));
        assertRefused(3, "Cannot find split 'trian'", lake.json("loader", "plan", "--split", "trian"));
        assertRefused(2, "it is no permutation", lake.json("loader", "frames", "--split", "train"));
        assertRefused(3, "the nearest is 'plan'", lake.json("permutation", "show", "plans"));
        assertRefused(2, "it is a table or view", lake.json("permutation", "show", "frames"));
        assertRefused(
                2,
                "its rows are what they were when it was made",
                lake.json("delete", "plan", "--where", "row_id = 1"));
    }

    private static void assertRefused(int exitCode, String message, Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isEqualTo(exitCode);
        assertThat(outcome.stdout() + outcome.stderr()).contains(message);
    }
}
