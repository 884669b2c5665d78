// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.error.CommitConflictException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.FragmentMetadata;
import org.lance.operation.Append;

/** The commits that add rows. */
public final class Changes {
    private static final int ATTEMPTS = 20;

    private Changes() {}

    /**
     * Appends all batches of a reader in one commit, or nothing. The reader is closed.
     *
     * @param rows its schema is a subset of the table's columns, with the table's field definitions
     * @return the version that holds them
     */
    public static long append(LanceTable table, ArrowReader rows, Map<String, String> properties) {
        try (Snapshot base = table.latest()) {
            List<FragmentMetadata> fragments = NewFragments.write(base, rows);
            return table.commit(base, Append.builder().fragments(fragments).build(), properties);
        }
    }

    /** Runs an attempt on the newest version until no other writer comes first. */
    static <T> T retried(LanceTable table, Function<Snapshot, T> attempt) {
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
