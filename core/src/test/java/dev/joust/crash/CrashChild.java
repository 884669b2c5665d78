// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.job.JobEvent;
import java.nio.file.Path;

/** The process that is killed. */
final class CrashChild {
    static final String DONE = "DONE";

    private CrashChild() {}

    /** Arguments: folder, kind of life, moment, how many times. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Trap trap = new Trap(folder, Moment.valueOf(arguments[2]), Integer.parseInt(arguments[3]));
        try (Lake lake = Joust.open(folder)) {
            Table table = lake.openTable("t");
            trap.set();
            Life.valueOf(arguments[1])
                    .run(
                            table,
                            folder,
                            event -> {
                                if (event instanceof JobEvent.Committed) {
                                    trap.at(Moment.AFTER_COMMIT);
                                }
                            },
                            trap);
            WatchedFiles.watch((operation, path) -> {});
        }
        System.out.println(DONE);
    }
}
