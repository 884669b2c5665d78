// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.Joust;
import dev.joust.Lake;
import java.nio.file.Path;

/** A process that ingests a folder of footage, in small portions. */
final class IngestProcess {
    private IngestProcess() {}

    /** Arguments: lake, footage, bytes of a portion. Prints how many rows it added and found. */
    public static void main(String[] arguments) {
        try (Lake lake = Joust.open(Path.of(arguments[0]))) {
            IngestResult result = FootageIngest.into(lake, "bdd100k")
                    .commitEvery(PortionLimits.defaults().withCommitBytes(Long.parseLong(arguments[2])))
                    .bdd100k(Path.of(arguments[1]));
            System.out.println(
                    "counts " + result.rowsAdded() + " " + result.rowsPresent() + " " + result.rowsSkipped());
        }
    }
}
