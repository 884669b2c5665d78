// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.joust.cli.TinyLake;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingests in processes of their own that end early; so many images that a signal comes long before the last one. */
class EndedIngestTest {
    private static final int IMAGES = 400;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path images;
    private TinyLake lake;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        for (int i = 0; i < IMAGES; i++) {
            Files.write(images.resolve(String.format("%03d.jpg", i)), bytes.toByteArray());
        }
        lake = new TinyLake(folder.resolve("lake"));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.joust.cli.Main",
                        "--lake",
                        lake.folder().toString(),
                        "ingest",
                        "images",
                        "--root",
                        images.toString(),
                        "--table",
                        "images",
                        "--commit-bytes",
                        "1",
                        "--json")
                .start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void keepsWhatIsCommittedWhenItsProcessIsKilled() throws IOException, InterruptedException {
        try (BufferedReader stderr = stderr()) {
            long committed = readToCommit(3, stderr);

            assertThat(process.toHandle().destroyForcibly()).isTrue();

            assertThat(process.waitFor()).isEqualTo(128 + 9);
            assertTheRestFollows(rows(), committed);
        }
    }

    @Test
    void keepsWhatIsCommittedWhenItIsInterrupted() throws IOException, InterruptedException {
        assumeThat(ignoresInterrupts()).isFalse();
        try (BufferedReader stderr = stderr()) {
            long committed = readToCommit(3, stderr);

            Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();

            assertThat(kill.waitFor()).isZero();
            List<String> told = stderr.lines().toList();
            String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isEqualTo(130);
            String message = "Interrupted; " + rows() + " rows are committed; run the same command again for the rest";
            assertThat(told).last().isEqualTo("joust: " + message);
            assertThat(stdout).isEqualTo("{\"error\":{\"code\":\"INTERRUPTED\",\"message\":\"" + message + "\"}}\n");
            assertTheRestFollows(rows(), committed);
        }
    }

    private BufferedReader stderr() {
        return new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }

    /** Reads until so many commits are told, and returns the rows that they added. */
    private static long readToCommit(int commits, BufferedReader stderr) throws IOException {
        int seen = 0;
        for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
            JsonNode event = JSON.readTree(line);
            if (event.get("event").asText().equals("commit")) {
                seen++;
                assertThat(event.get("rows_done").asInt()).isEqualTo(seen);
                assertThat(event.get("version").asInt()).isEqualTo(1 + seen);
                if (seen == commits) {
                    return seen;
                }
            }
        }
        throw new AssertionError("the ingest ended after " + seen + " commits");
    }

    /** A shell starts what it runs in the background so. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private void assertTheRestFollows(long rows, long committed) {
        assertThat(rows).isBetween(committed, IMAGES - 1L);

        JsonNode rest = lake.json("ingest", "images", "--root", images.toString(), "--table", "images")
                .json();

        assertThat(rest.get("rows_present").asLong()).isEqualTo(rows);
        assertThat(rest.get("rows_added").asLong()).isEqualTo(IMAGES - rows);
        assertThat(rest.get("rows_total").asInt()).isEqualTo(IMAGES);
        Set<String> ids = new HashSet<>();
        lake.json("query", "images", "--select", "image_id")
                .json()
                .forEach(row -> ids.add(row.get("image_id").asText()));
        assertThat(ids).hasSize(IMAGES);
    }

    private long rows() {
        return lake.json("count", "images").json().get("count").asLong();
    }
}
