// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lance.Transaction;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;
import org.lance.operation.Restore;
import org.lance.operation.Rewrite;
import org.lance.operation.RewriteGroup;

/** Which fragments compactions replaced by which, as the transactions tell, whoever made them. */
public final class FragmentMoves {
    private static final int MAX_VERSIONS = 512;

    private FragmentMoves() {}

    /**
     * One group of a compaction.
     *
     * @param version the version that it made
     * @param replaced the fragments as they were right before
     * @param written those that have their live rows now
     */
    public record Move(long version, List<FragmentFacts> replaced, List<FragmentFacts> written) {
        /** Copies the lists. */
        public Move {
            replaced = List.copyOf(replaced);
            written = List.copyOf(written);
        }
    }

    /**
     * Returns the compactions after a version, oldest first.
     *
     * @return empty if they cannot be known, because versions are gone or too many, or the table was set back
     */
    public static Optional<List<Move>> since(Snapshot now, long version) {
        if (now.version() - version > MAX_VERSIONS) {
            return Optional.empty();
        }
        LanceTable table = now.table();
        List<Move> moves = new ArrayList<>();
        for (long next = version + 1; next <= now.version(); next++) {
            if (!Versions.has(table, next)) {
                return Optional.empty();
            }
            try (Snapshot at = table.at(next)) {
                if (!add(at, moves)) {
                    return Optional.empty();
                }
            } catch (NotFoundException e) {
                // A cleanup has just taken it.
                return Optional.empty();
            }
        }
        return Optional.of(moves);
    }

    /**
     * Returns the compactions after a version, oldest first, as far back as all versions are there.
     *
     * @return empty if the table was set back meanwhile, or there are too many
     */
    public static Optional<List<Move>> latest(Snapshot now, long version) {
        long known = now.version();
        while (known > version && Versions.has(now.table(), known)) {
            known--;
        }
        return since(now, known);
    }

    private static boolean add(Snapshot at, List<Move> moves) {
        Optional<Transaction> found;
        try {
            found = at.transaction();
        } catch (Exception e) {
            // Some operations of newer writers cannot be read by this binding; then nothing is known about them.
            return false;
        }
        if (found.isEmpty()) {
            return false;
        }
        try (Transaction transaction = found.get()) {
            Operation operation = transaction.operation();
            if (operation instanceof Restore || operation instanceof Overwrite) {
                return false;
            }
            if (operation instanceof Rewrite rewrite) {
                for (RewriteGroup group : rewrite.groups()) {
                    moves.add(new Move(
                            at.version(),
                            group.oldFragments().stream().map(Snapshot::facts).toList(),
                            group.newFragments().stream().map(Snapshot::facts).toList()));
                }
            }
            return true;
        }
    }
}
