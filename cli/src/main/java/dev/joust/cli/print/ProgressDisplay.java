// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

/** One way to show progress; called by one thread at a time. */
sealed interface ProgressDisplay permits BarProgress, JsonProgress, LineProgress {
    /** Shows where a stage is. */
    void show(ProgressSnapshot now);

    /** Shows that the rows done so far survive a crash. */
    void checkpoint(ProgressSnapshot now);

    /** Shows that the rows done so far are committed. */
    void commit(ProgressSnapshot now, long version);

    /** Shows how a stage ended. */
    void end(ProgressSnapshot last);
}
