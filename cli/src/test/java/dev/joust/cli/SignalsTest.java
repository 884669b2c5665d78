// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends real signals to real processes in the middle of their work. */
class SignalsTest {
    private static final int FRAGMENTS = 20;
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    /** Takes some 15 ms for each row. */
    private static final String SLOW = "sha512(repeat(caption, 500000))";

    @TempDir
    Path folder;

    private TinyLake lake;

    private record Ended(int exitCode, String stdout, List<String> stderr) {
        String lastWords() {
            return stderr.get(stderr.size() - 1);
        }
    }

    @BeforeEach
    void makeALakeOfManyFragments() {
        lake = TinyLake.withFrames(folder.resolve("lake"));
        for (int fragment = 1; fragment < FRAGMENTS; fragment++) {
            lake.append(fragment * TinyLake.FRAMES, (fragment + 1) * TinyLake.FRAMES);
        }
    }

    @Test
    void leavesNoTableOfACopyAndNothingInItsPlace() throws Exception {
        String source = lake.folder() + "/frames.lance";

        Ended ended = interrupt("\"stage\":\"copy\"", "copy", source, "slow", "--select", "h=" + SLOW);

        assertThat(ended.exitCode()).isEqualTo(128 + signal());
        assertThat(ended.lastWords())
                .isEqualTo("joust: Interrupted; nothing was copied, and there is no table 'slow'; run the same command"
                        + " again");
        assertThat(ended.stdout())
                .isEqualTo(
                        "{\"error\":{\"code\":\"INTERRUPTED\",\"message\":\"Interrupted; nothing was copied, and there"
                                + " is no table 'slow'; run the same command again\"}}\n");
        assertThat(filesOfTheLake()).containsExactly("frames.lance");
        assertThat(lake.run("copy", source, "slow", "--select", "id").stdout())
                .startsWith("120 rows copied to 'slow'\n");
    }

    @Test
    void keepsWhatABackfillCommitted() throws Exception {
        lake.run("features", "add", "frames", "--sql", "h=" + SLOW);

        Ended ended = interrupt("\"event\":\"commit\"", "backfill", "frames", "h", "--commit-fragments", "1");

        assertThat(ended.exitCode()).isEqualTo(128 + signal());
        int kept = lake.json("features", "list", "frames")
                .json()
                .get(0)
                .get("fresh")
                .asInt();
        assertThat(kept).isBetween(TinyLake.FRAMES, (FRAGMENTS - 1) * TinyLake.FRAMES);
        assertThat(ended.lastWords())
                .isEqualTo("joust: Interrupted; " + kept + " of 120 rows are committed, others may be kept in"
                        + " checkpoints; run the same command again to go on");
        assertThat(lake.json("jobs").json().get(0).get("state").asText()).isEqualTo("cancelled");
        assertThat(lake.json("backfill", "frames", "h", "--fragments", "1")
                        .json()
                        .get("rows_computed")
                        .asInt())
                .isEqualTo(TinyLake.FRAMES);
        assertThat(lake.json("features", "list", "frames")
                        .json()
                        .get(0)
                        .get("fresh")
                        .asInt())
                .isEqualTo(kept + TinyLake.FRAMES);
    }

    @Test
    void leavesAViewAsItWas() throws Exception {
        lake.run("view", "create", "v", "--from", "frames", "--select", "h=" + SLOW);

        Ended ended = interrupt("\"stage\":\"refresh\"", "view", "refresh", "v");

        assertThat(ended.exitCode()).isEqualTo(128 + signal());
        assertThat(ended.lastWords())
                .isEqualTo("joust: Interrupted; view 'v' is as it was; run the same command again");
        assertThat(lake.json("versions", "v").json()).hasSize(1);
        assertThat(dataFilesOf("v")).isEmpty();
        lake.run("delete", "frames", "--where", "id >= 2");
        assertThat(lake.json("view", "refresh", "v").json().get("added").asInt())
                .isEqualTo(2);
    }

    @Test
    void leavesASyncThatTheSameCommandFinishes() throws Exception {
        lake.run("features", "add", "frames", "--sql", "h=" + SLOW);
        lake.run("view", "create", "v", "--from", "frames", "--where", "h IS NOT NULL", "--select", "id");

        Ended ended = interrupt("\"stage\":\"backfill h\"", "sync", "frames");

        assertThat(ended.exitCode()).isEqualTo(128 + signal());
        assertThat(ended.lastWords())
                .isEqualTo("joust: Interrupted; what is committed stays, and no view is half refreshed; run the same"
                        + " command again to go on");
        assertThat(lake.json("versions", "v").json()).hasSize(1);
        JsonNode finished = lake.json("sync", "frames").json();
        assertThat(finished.at("/failed")).isEmpty();
        assertThat(finished.at("/views/0/rows_after").asInt()).isEqualTo(FRAGMENTS * TinyLake.FRAMES);
        assertThat(lake.run("sync", "frames").stdout()).startsWith("Nothing to do: 'frames'");
    }

    @Test
    void leavesAnIndexWholeOrNotThere() throws Exception {
        Ended ended =
                interrupt("\"stage\":\"index\"", "index", "create", "frames", "--column", "caption", "--type", "fts");

        // It is a matter of luck which of the two comes first, the signal or the index.
        boolean isThere = lake.json("index", "list", "frames").json().size() == 1;
        if (ended.stdout().startsWith("{\"error\"")) {
            assertThat(ended.exitCode()).isEqualTo(128 + signal());
            assertThat(ended.lastWords())
                    .isEqualTo(
                            "joust: Interrupted; the rows of 'frames' are as they were, and the index is whole or not"
                                    + " there; joust index list frames shows it, and the same command makes it");
        } else {
            assertThat(isThere).isTrue();
        }
        assertThat(lake.run("count", "frames").stdout()).isEqualTo("120 rows\n");
        assertThat(lake.run("index", "create", "frames", "--column", "caption", "--type", "fts", "--replace")
                        .exitCode())
                .isZero();
    }

    /** Runs a command, and sends a signal as soon as a line on stderr holds some words. */
    private Ended interrupt(String words, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--json",
                "--lake",
                lake.folder().toString()));
        command.addAll(List.of(arguments));
        Path stdout = folder.resolve("stdout");
        Process process =
                new ProcessBuilder(command).redirectOutput(stdout.toFile()).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader stderr = process.errorReader(StandardCharsets.UTF_8)) {
            boolean isSent = false;
            for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
                lines.add(line);
                if (!isSent && line.contains(words)) {
                    isSent = true;
                    send(process);
                }
            }
            assertThat(isSent).as(String.join("\n", lines)).isTrue();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(stdout), lines);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void send(Process process) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal(), Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    /** An interrupt, or a request to terminate where interrupts are ignored: so it is behind a shell's {@code &}. */
    private static int signal() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return INTERRUPT;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        boolean isIgnored = (Long.parseUnsignedLong(ignored, 16) >> (INTERRUPT - 1) & 1) == 1;
        return isIgnored ? TERMINATE : INTERRUPT;
    }

    private List<String> filesOfTheLake() throws IOException {
        try (Stream<Path> files = Files.list(lake.folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<Path> dataFilesOf(String table) throws IOException {
        Path data = lake.folder().resolve(table + ".lance/data");
        if (!Files.exists(data)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.toList();
        }
    }
}
