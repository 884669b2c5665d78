// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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
            report.row(child(folder.resolve("ingest-" + kind), kind));
            ImageEncodings.delete(folder.resolve("ingest-" + kind));
        }
    }

    private static String[] child(Path lake, String kind) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "ingest-child",
                        lake.toString(),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the ingest of " + kind + " failed; its messages are above");
        }
        return line.split("\t", -1);
    }
}
