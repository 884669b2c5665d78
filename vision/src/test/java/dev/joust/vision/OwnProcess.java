// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main method in a JVM of its own, for what belongs to a whole process. */
final class OwnProcess {
    private OwnProcess() {}

    /** Runs it and returns what it printed; what it wrote to {@code stderr} is in a file of that name. */
    static String run(Path folder, Class<?> main, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path stderr = folder.resolve("stderr");
        Process process =
                new ProcessBuilder(command).redirectError(stderr.toFile()).start();
        try {
            String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(Files.readString(stderr)).isZero();
            return stdout.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
