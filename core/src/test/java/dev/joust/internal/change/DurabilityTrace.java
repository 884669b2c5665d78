// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.disk.Durability;
import dev.joust.schema.Column;
import dev.joust.schema.Types;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What {@code benchmarks/durability/strace.sh} runs: each kind of commit once, and the cost of syncing. */
final class DurabilityTrace {
    private static final int APPENDS = 50;

    private DurabilityTrace() {}

    /** Arguments: folder, {@code trace} or {@code cost}. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        if (arguments[1].equals("cost")) {
            for (int round = 0; round < 3; round++) {
                for (Durability durability : Durability.values()) {
                    cost(folder.resolve(durability + "-" + round), durability);
                }
            }
        } else {
            trace(folder);
        }
    }

    private static void trace(Path folder) {
        try (TestLake lake = new TestLake(folder)) {
            mark("create");
            LanceTable table =
                    lake.create("t", TestLake.key(Column.required("id", Types.INT64)), Column.of("n", Types.INT32));
            mark("append");
            lake.append(table, WriterProcess.rows(0, 10, 1));
            mark("delete");
            Deletes.delete(table, "id = 3", Map.of());
            mark("update");
            Updates.update(table, Map.of("n", "n + 1"), "id < 3", IndexKeeper.none(), Map.of());
            mark("upsert");
            Upserts.upsert(table, lake.reader(table, WriterProcess.rows(8, 4, 5)), Set.of(), Map.of());
            mark("end");
        }
    }

    /** Leaves a line in the trace: a rename of a file that does not exist. */
    private static void mark(String name) {
        if (new File("== " + name).renameTo(new File("=="))) {
            throw new IllegalStateException("There is a file named '== " + name + "'");
        }
    }

    private static void cost(Path folder, Durability durability) {
        if (!folder.toFile().mkdirs()) {
            throw new IllegalStateException("Cannot make " + folder);
        }
        double[] millis = new double[APPENDS];
        try (TestLake lake = new TestLake(folder, durability)) {
            LanceTable table = lake.create("t", Column.required("id", Types.INT64), Column.of("n", Types.INT32));
            for (int i = 0; i < APPENDS; i++) {
                long start = System.nanoTime();
                lake.append(table, WriterProcess.rows(i * 10, 10, 1));
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-8s %d appends: median %.1f ms, 9 of 10 below %.1f ms, all %.0f ms%n",
                durability,
                APPENDS,
                millis[APPENDS / 2],
                millis[APPENDS * 9 / 10],
                Arrays.stream(millis).sum());
    }
}
