// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command line that runs in a process of its own; closing ends it. */
public final class CliProcess implements AutoCloseable {
    private final Process process;
    private final Path stdout;
    private final BufferedReader stderr;
    private final List<String> lines = new ArrayList<>();

    private CliProcess(Process process, Path stdout) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = process.errorReader(StandardCharsets.UTF_8);
    }

    /** Starts a command line on a lake. */
    public static CliProcess start(Path folder, TinyLake lake, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                Main.class.getName(),
                "--lake",
                lake.folder().toString()));
        command.addAll(List.of(arguments));
        Path stdout = folder.resolve("stdout");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(stdout.toFile());
        // Not on the command line, with which ONNX Runtime would refuse to start.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new CliProcess(builder.start(), stdout);
    }

    /** Waits for a line on stderr that holds these words. */
    public void awaitStderr(String words) throws IOException {
        for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
            lines.add(line);
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError(words + " is not in: " + String.join("\n", lines));
    }

    /** Waits for the end. */
    public int exitCode() throws IOException, InterruptedException {
        stderr.lines().forEach(lines::add);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** All lines on stderr, after the end. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The last line on stderr, after the end. */
    public String lastWords() {
        return lines.get(lines.size() - 1);
    }

    /** All that it printed, after the end. */
    public String stdout() throws IOException {
        return Files.readString(stdout);
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        stderr.close();
    }
}
