// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joust.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs classes of the tests in processes of their own. */
final class Children {
    private Children() {}

    /** The command that runs a main class with the class path of this process. */
    static List<String> command(Class<?> main, Object... arguments) {
        return Child.java(List.of("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")), main, arguments);
    }

    /** Starts all commands, waits for them, and returns what each printed; each must end well. */
    static List<String> run(List<List<String>> commands) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (List<String> command : commands) {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectErrorStream(true);
            processes.add(builder.start());
        }
        List<String> outputs = new ArrayList<>();
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            outputs.add(output);
        }
        return outputs;
    }
}
