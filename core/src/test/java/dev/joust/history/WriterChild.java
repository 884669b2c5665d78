// SPDX-License-Identifier: Apache-2.0
package dev.joust.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A process of its own with some of the writers; prints their models. */
final class WriterChild {
    private WriterChild() {}

    /** Arguments: folder, first writer, writers of this process, all writers, steps, seed. */
    public static void main(String[] arguments) throws Exception {
        int first = Integer.parseInt(arguments[1]);
        int own = Integer.parseInt(arguments[2]);
        List<Writer> writers = new ArrayList<>();
        for (int i = first; i < first + own; i++) {
            writers.add(new Writer(
                    Path.of(arguments[0]),
                    i,
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Long.parseLong(arguments[5])));
        }
        for (Frame frame : Writers.together(writers).values()) {
            System.out.println("ROW\t" + frame.id() + "\t" + frame.writer() + "\t" + frame.n() + "\t" + frame.text());
        }
    }

    static Map<Long, Frame> rows(List<String> lines) {
        Map<Long, Frame> rows = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals("ROW")) {
                Frame frame = new Frame(
                        Long.parseLong(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), parts[4]);
                rows.put(frame.id(), frame);
            }
        }
        return rows;
    }

    static List<String> command(Path folder, int first, int own, int all, int steps, long seed) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriterChild.class.getName(),
                folder.toString()));
        for (long argument : new long[] {first, own, all, steps, seed}) {
            command.add(Long.toString(argument));
        }
        return command;
    }
}
