// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Ingest of 20,000 frames of 80 KB by a process with a heap of 512 MB: seconds, and the most memory that the process
 * ever had resident, native memory included.
 *
 * <p>The frames are made as they are asked for, so the time includes making them. Linux only: the peak is {@code VmHWM}
 * of {@code /proc/self/status}, which counts the mapped parts of the native library as well.
 */
final class Ingest {
    private Ingest() {}

    static void run(Path folder) throws Exception {
        Report report = Report.begin("Ingest of 20,000 frames of 80 KB with -Xmx512m");
        report.header("rows as", "seconds", "MB/s", "peak resident memory");
        for (String kind : List.of("records", "maps")) {
            report.row(child("ingest-child", folder.resolve("ingest-" + kind), kind, Map.of()));
            ImageEncodings.delete(folder.resolve("ingest-" + kind));
        }
    }

    /** Runs a benchmark in a process of its own, and returns the cells of the line that it prints. */
    static String[] child(String name, Path lake, String kind, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        name,
                        lake.toString(),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        environment.forEach((variable, value) -> {
            if (!value.isEmpty()) {
                builder.environment().put(variable, value);
            }
        });
        Process process = builder.start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(name + " of " + kind + " failed; its messages are above");
        }
        return line.split("\t", -1);
    }
}
