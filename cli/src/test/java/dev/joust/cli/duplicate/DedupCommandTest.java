// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.TinyLake;
import dev.joust.cli.TinyLake.Outcome;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DedupCommandTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Shot(String imageId, byte[] imageBytes) {}

    @TempDir
    Path folder;

    private TinyLake lake;

    @BeforeEach
    void makeALake() throws IOException {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        byte[] street = blocks(1);
        try (Lake opened = Joust.open(lake.folder())) {
            opened.createTable("shots", Shot.class)
                    .append(List.of(
                            new Shot("street", street),
                            new Shot("bridge", blocks(2)),
                            new Shot("street again", street),
                            new Shot("tunnel", blocks(3)),
                            new Shot("street once more", street)));
        }
    }

    private static byte[] blocks(long seed) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(90, 80, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int block = 0; block < 72; block++) {
            int grey = random.nextInt(256);
            graphics.setColor(new Color(grey, grey, grey));
            graphics.fillRect(block % 9 * 10, block / 9 * 10, 10, 10);
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void addsAndFillsWhatItNeeds() {
        Outcome outcome = lake.run("dedup", "shots");

        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        assertThat(outcome.stdout().replaceAll("; .*, version \\d+", "; T, version N"))
                .isEqualTo("""
                        2 of 5 rows are duplicates, in 1 group (hashes within 5 bits); T, version N
                        see pairs as pictures with: joust dedup shots --html FILE
                        """);
        assertThat(lake.json("query", "shots", "--where", "is_duplicate", "--select", "image_id,duplicate_of")
                        .json()
                        .toString())
                .isEqualTo("[{\"image_id\":\"street again\",\"duplicate_of\":\"street\"},"
                        + "{\"image_id\":\"street once more\",\"duplicate_of\":\"street\"}]");
    }

    @Test
    void speaksOfOneRowAndOfOneDuplicateAsOne() throws IOException {
        try (Lake opened = Joust.open(lake.folder())) {
            Table one = opened.createTable("one", Shot.class);
            one.append(List.of(new Shot("street", blocks(1))));

            assertThat(summary("one")).isEqualTo("0 of 1 row is a duplicate, in 0 groups");
            one.append(List.of(new Shot("bridge", blocks(2))));
            assertThat(summary("one")).isEqualTo("0 of 2 rows are duplicates, in 0 groups");
            one.append(List.of(new Shot("street again", blocks(1))));
            assertThat(summary("one")).isEqualTo("1 of 3 rows is a duplicate, in 1 group");
        }
    }

    private String summary(String table) {
        Outcome outcome = lake.run("dedup", table);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout().substring(0, outcome.stdout().indexOf(" (hashes"));
    }

    @Test
    void tellsProgramsWhatItFound() {
        JsonNode json = lake.json("dedup", "shots", "--threshold", "1").json();

        assertThat(json.get("rows").asInt()).isEqualTo(5);
        assertThat(json.get("duplicates").asInt()).isEqualTo(2);
        assertThat(json.get("groups").asInt()).isEqualTo(1);
        assertThat(json.get("threshold").asInt()).isEqualTo(1);
        assertThat(json.get("seconds").isNumber()).isTrue();
        JsonNode versions = lake.json("versions", "shots").json();
        assertThat(json.get("version").asInt())
                .isEqualTo(versions.get(versions.size() - 1).get("version").asInt());
    }

    @Test
    void keepsTheThresholdThatTheTableHas() {
        lake.run("dedup", "shots", "--threshold", "3");

        assertThat(lake.json("dedup", "shots").json().get("threshold").asInt()).isEqualTo(3);
        JsonNode again = lake.json("dedup", "shots").json();
        assertThat(again.get("rows_computed").asInt()).isZero();
        assertThat(lake.json("dedup", "shots", "--threshold", "7")
                        .json()
                        .get("rows_computed")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void takesHashesOfAnyColumn() {
        // The hashes are 0 to 5: 1, 2 and 4 are a bit from 0, and 3 and 5 are two bits from it and from each other.
        JsonNode json = lake.json("dedup", "frames", "--hash", "id", "--name", "caption", "--threshold", "1")
                .json();

        assertThat(json.get("duplicates").asInt()).isEqualTo(3);
        assertThat(json.get("groups").asInt()).isEqualTo(1);
    }

    @Test
    void writesPairsAsPictures() throws IOException {
        Path page = folder.resolve("duplicates.html");

        Outcome outcome = lake.run("dedup", "shots", "--html", page.toString());

        assertThat(outcome.stdout()).contains("pairs of duplicates as pictures: " + page);
        assertThat(Files.readString(page))
                .contains("Near-duplicates in shots")
                .contains("street again")
                .contains("0 bits from street, group of 3")
                .contains("data:image/jpeg;base64,");
    }

    @Test
    void flagsOfAViewAreThoseOfItsSourceOrItsOwn() {
        lake.run("view", "create", "own", "--from", "shots");
        lake.run("view", "refresh", "own");
        lake.run("view", "create", "names", "--from", "shots", "--select", "image_id");
        assertThat(lake.json("dedup", "own").json().get("duplicates").asInt()).isEqualTo(2);
        lake.run("dedup", "shots");
        lake.run("view", "create", "copy", "--from", "shots");

        Outcome copied = lake.run("dedup", "copy");
        assertThat(copied.exitCode()).isEqualTo(2);
        assertThat(copied.stderr())
                .isEqualTo(
                        "joust: Cannot flag duplicates of view 'copy': its column 'is_duplicate' is a copy of that of"
                                + " its source 'shots'; flag those of the source and refresh the view: joust dedup shots, then"
                                + " joust view refresh copy\n");
        assertThat(lake.run("dedup", "names").stderr())
                .isEqualTo("joust: Cannot flag duplicates of view 'names': it has neither images nor the column"
                        + " 'dhash_bits'; flag those of the source and refresh the view: joust dedup shots, then joust"
                        + " view refresh names\n");
    }

    @Test
    void refusesAPageThatCannotBeMadeBeforeItFlags() {
        Path nowhere = folder.resolve("nowhere").resolve("pairs.html");

        Outcome missing = lake.run("dedup", "shots", "--html", nowhere.toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.stderr())
                .isEqualTo("joust: Cannot write file '" + nowhere + "': there is no folder '" + nowhere.getParent()
                        + "'; create it or name another\n");
        Outcome blind = lake.run(
                "dedup",
                "frames",
                "--hash",
                "id",
                "--name",
                "caption",
                "--html",
                folder.resolve("x.html").toString());
        assertThat(blind.exitCode()).isEqualTo(2);
        assertThat(blind.stderr())
                .isEqualTo(
                        "joust: Cannot show duplicates of table 'frames' as pictures: it has no column 'image_bytes';"
                                + " leave the page out\n");
        assertThat(lake.run("schema", "frames").stdout()).doesNotContain("is_duplicate");
        assertThat(lake.run("schema", "shots").stdout()).doesNotContain("is_duplicate");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        Outcome far = lake.run("dedup", "shots", "--threshold", "33");
        assertThat(far.exitCode()).isEqualTo(2);
        assertThat(far.stderr())
                .contains("Cannot flag duplicates of table 'shots': the threshold is 33; give a number of bits from 0"
                        + " to 32");
        assertThat(lake.run("dedup", "shats").exitCode()).isEqualTo(3);
        assertThat(lake.run("dedup", "frames").exitCode()).isEqualTo(2);
        assertThat(lake.run("dedup", "frames", "--hash", "weather", "--name", "caption")
                        .exitCode())
                .isEqualTo(2);
    }
}
