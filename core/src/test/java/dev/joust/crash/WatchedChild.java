// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a process whose operations on files are watched.
 *
 * @param lines all that it printed
 */
record WatchedChild(int exitCode, List<String> lines) {
    /** Of a process that was killed. */
    private static final int KILLED = 137;

    private static final String NOTHING_IS_DEADLY = "\0";

    WatchedChild {
        lines = List.copyOf(lines);
    }

    /** Runs a class, which nobody kills. */
    static WatchedChild runToTheEnd(Class<?> main, Path temporary, Object... arguments)
            throws IOException, InterruptedException {
        return run(main, temporary, NOTHING_IS_DEADLY, arguments);
    }

    /**
     * Runs a class until it ends or is killed.
     *
     * @param temporary its folder for temporary files
     * @param deadly the beginning of the line at which it is killed
     */
    static WatchedChild run(Class<?> main, Path temporary, String deadly, Object... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(main, temporary, arguments));
        builder.environment().put("LANCE_LOG", "error");
        Process child = builder.redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith(deadly)) {
                    child.toHandle().destroyForcibly();
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process may break.
            lines.add(e.toString());
        }
        return new WatchedChild(child.waitFor(), lines);
    }

    private static List<String> command(Class<?> main, Path temporary, Object... arguments) {
        return Child.java(
                List.of(
                        "-Djava.nio.file.spi.DefaultFileSystemProvider=" + WatchedFiles.class.getName(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Xshare:auto"),
                main,
                arguments);
    }

    boolean isKilled() {
        return exitCode == KILLED;
    }

    String lastLine() {
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n" + String.join("\n", lines);
    }
}
