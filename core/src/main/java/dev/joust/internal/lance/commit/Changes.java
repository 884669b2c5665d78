// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.files.NewRows;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.operation.Append;

/** Appends rows, and repeats what another writer prevented. */
public final class Changes {
    /** The transaction property that says what a person would call the operation. */
    public static final String OPERATION = "joust.operation";

    /** The transaction property that names the job that made it. */
    public static final String JOB = "joust.job";

    private static final int ATTEMPTS = 20;

    private Changes() {}

    /**
     * Appends all batches of a reader in one commit, or nothing. The reader is closed; what it throws arrives as it is.
     *
     * @param rows its schema is a subset of the table's columns
     * @return the version that holds them; the newest one if there were no rows
     * @throws dev.joust.error.SchemaMismatchException if the rows do not fit the table, or not any more when all are
     *     written
     * @throws CommitConflictException if one of their columns was created again while they were written
     */
    public static long append(LanceTable table, ArrowReader rows, Map<String, String> properties) {
        try (Snapshot base = table.latest()) {
            return append(base, rows, properties);
        }
    }

    /**
     * The same for rows that were fitted to a version.
     *
     * @param base the version
     */
    public static long append(Snapshot base, ArrowReader rows, Map<String, String> properties) {
        NewRows written = NewFragments.write(base, rows);
        if (written.rows() == 0) {
            return base.version();
        }
        requireFit(base.table(), written);
        Append append = Append.builder().fragments(written.metadata()).build();
        try {
            return base.table().commit(base, append, named("append", properties));
        } catch (JoustException e) {
            discard(base, written, e);
            throw e;
        }
    }

    /** Lance adds rows to a newer version without a look at its columns. */
    private static void requireFit(LanceTable table, NewRows written) {
        try (Snapshot now = table.latest()) {
            written.requireFit(now);
        } catch (JoustException e) {
            written.discard();
            throw e;
        }
    }

    /** Removes the files of rows whose commit failed, where it is certain that no version shows them. */
    public static void discard(Snapshot base, NewRows rows, JoustException failure) {
        if (failure instanceof CommitConflictException || failure instanceof NotFoundException || base.isNewest()) {
            rows.discard();
        }
    }

    /** The properties with the operation's name, unless they have one. */
    public static Map<String, String> named(String operation, Map<String, String> properties) {
        Map<String, String> named = new HashMap<>(properties);
        named.putIfAbsent(OPERATION, operation);
        return named;
    }

    /**
     * Runs an attempt on the newest version until no other writer comes first.
     *
     * @throws CommitConflictException if other writers were first twenty times in a row
     */
    public static <T> T retried(LanceTable table, Function<Snapshot, T> attempt) {
        for (int number = 1; ; number++) {
            try (Snapshot now = table.latest()) {
                return attempt.apply(now);
            } catch (CommitConflictException e) {
                if (number == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
