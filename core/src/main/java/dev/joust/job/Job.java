// SPDX-License-Identifier: Apache-2.0
package dev.joust.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * One run of an operation that takes its time.
 *
 * @param id its id, in the order of time
 * @param kind such as {@code backfill}
 * @param table the table that it works on
 * @param columns the columns that it fills
 * @param started when it started
 * @param seconds how long it took so far
 * @param version the newest version that it committed, or read if it committed none
 * @param jdk the Java that it ran on
 * @param os the operating system and architecture
 * @param joust the version of Joust
 * @param udfJars the jars that held the functions, each with the SHA-256 of its content
 * @param message why it ended before it was done; empty if it did not
 */
public record Job(
        String id,
        String kind,
        String table,
        List<String> columns,
        JobState state,
        long rowsTotal,
        long rowsDone,
        long rowsFailed,
        Instant started,
        double seconds,
        long version,
        String jdk,
        String os,
        String joust,
        List<String> udfJars,
        String message) {
    /** Checks and copies. */
    public Job {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(table, "table");
        columns = List.copyOf(columns);
        udfJars = List.copyOf(udfJars);
        requireNonNull(state, "state");
        requireNonNull(started, "started");
        requireNonNull(message, "message");
    }

    /** The same job with another message. */
    public Job withMessage(String text) {
        return new Job(
                id,
                kind,
                table,
                columns,
                state,
                rowsTotal,
                rowsDone,
                rowsFailed,
                started,
                seconds,
                version,
                jdk,
                os,
                joust,
                udfJars,
                text);
    }
}
