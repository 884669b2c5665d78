// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a stage is at one moment.
 *
 * @param rowsTotal empty where it is not known
 * @param seconds since the stage began
 */
record ProgressSnapshot(String stage, long rowsDone, OptionalLong rowsTotal, double seconds) {
    ProgressSnapshot {
        requireNonNull(stage, "stage");
        requireNonNull(rowsTotal, "rowsTotal");
    }

    /** The mean rate since the stage began; zero at its begin. */
    double rowsPerSecond() {
        return seconds > 0 ? rowsDone / seconds : 0;
    }

    /** The seconds that remain at the mean rate; empty while the total or the rate is not known. */
    OptionalDouble etaSeconds() {
        if (rowsTotal.isEmpty() || rowsDone == 0 || seconds <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(0, rowsTotal.getAsLong() - rowsDone) / rowsPerSecond());
    }

    /** The part that is done, 0 to 1; empty where the total is not known or zero. */
    OptionalDouble fraction() {
        if (rowsTotal.isEmpty() || rowsTotal.getAsLong() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.min(1, (double) rowsDone / rowsTotal.getAsLong()));
    }

    /** Whether there is nothing to say of rows: none is done, and how many there will be is not known. */
    boolean isWithoutRows() {
        return rowsDone == 0 && rowsTotal.isEmpty();
    }

    /** The rows done and, where it is known, the total: {@code 1,200 of 3,000 rows}. */
    String rows() {
        return rowsTotal.isPresent()
                ? HumanFormat.count(rowsDone) + " of " + HumanFormat.count(rowsTotal.getAsLong(), "row")
                : HumanFormat.count(rowsDone, "row");
    }
}
