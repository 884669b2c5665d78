// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;
import org.lance.operation.Restore;

/** Which version a version was made from: mostly the one before, after a restore the one that was restored. */
public final class Ancestry {
    private Ancestry() {}

    /**
     * Whether two versions come from one, and this holds for all versions on the way from there to both, for the one
     * that they come from and for both themselves. False where that cannot be known, because versions are gone.
     */
    public static boolean allHold(LanceTable table, long first, long second, Predicate<Snapshot> condition) {
        long one = first;
        long other = second;
        while (true) {
            long newer = Math.max(one, other);
            if (!Versions.has(table, newer)) {
                return false;
            }
            try (Snapshot at = table.at(newer)) {
                if (!condition.test(at)) {
                    return false;
                } else if (one == other) {
                    return true;
                }
                OptionalLong parent = parent(at);
                if (parent.isEmpty()) {
                    return false;
                }
                one = one == newer ? parent.getAsLong() : one;
                other = other == newer ? parent.getAsLong() : other;
            }
        }
    }

    private static OptionalLong parent(Snapshot at) {
        return History.transaction(at, transaction -> parent(at, transaction.operation()))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong parent(Snapshot at, Operation operation) {
        if (operation instanceof Restore restore) {
            return OptionalLong.of(restore.version());
        }
        return operation instanceof Overwrite ? OptionalLong.empty() : OptionalLong.of(at.version() - 1);
    }
}
