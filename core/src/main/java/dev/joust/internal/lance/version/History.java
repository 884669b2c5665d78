// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.guard.LanceErrors;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.lance.Transaction;
import org.lance.operation.Operation;
import org.lance.operation.Restore;
import org.lance.operation.Update;

/** What happened to a table, as its transactions tell, and how to note something there. */
public final class History {
    /** Operations after which every row has the id and values that it had. */
    private static final Set<String> KEEPS_ROWS = Set.of("Rewrite", "ReserveFragments", "CreateIndex", "UpdateConfig");

    private static final Set<String> CHANGES_COLUMNS = Set.of("Merge", "Project");

    private History() {}

    /** One commit. */
    public record Entry(long version, Map<String, String> properties) {}

    /**
     * The commit whose properties fulfil a condition and whose rows a version still has: between the two lie only
     * commits that left every row as it was, or added and filled columns. A restore continues at the version that it
     * restored.
     *
     * @return empty if there is none, or if that cannot be known
     */
    public static Optional<Entry> newest(Snapshot from, Predicate<Map<String, String>> condition) {
        LanceTable table = from.table();
        long version = from.version();
        while (Versions.has(table, version)) {
            try (Snapshot at = table.at(version)) {
                Step step = transaction(at, Step::of).orElse(Step.UNKNOWN);
                if (condition.test(step.properties())) {
                    return Optional.of(new Entry(version, step.properties()));
                }
                if (!step.keepsRows()) {
                    return Optional.empty();
                }
                version = step.restored().orElse(version - 1);
            } catch (NotFoundException e) {
                // A cleanup has just taken it.
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** What one transaction did to the rows that were there. */
    private record Step(boolean keepsRows, OptionalLong restored, Map<String, String> properties) {
        static final Step UNKNOWN = new Step(false, OptionalLong.empty(), Map.of());

        static Step of(Transaction transaction) {
            Map<String, String> properties = transaction.transactionProperties().orElse(Map.of());
            Operation operation = transaction.operation();
            if (operation instanceof Restore restore) {
                return new Step(true, OptionalLong.of(restore.version()), properties);
            }
            boolean fillsColumns = operation instanceof Update && properties.containsKey(Changes.JOB);
            boolean keeps = operation != null
                    && (fillsColumns
                            || KEEPS_ROWS.contains(operation.name())
                            || CHANGES_COLUMNS.contains(operation.name()));
            return new Step(keeps, OptionalLong.empty(), properties);
        }
    }

    /** The properties of the commit that made a version. */
    public static Map<String, String> properties(Snapshot at) {
        return transaction(at, Step::of).orElse(Step.UNKNOWN).properties();
    }

    /**
     * Whether it is known that all commits after one version, up to another, left every row as it was: they compacted,
     * indexed or configured.
     */
    public static boolean keepsRows(LanceTable table, long after, long upTo) {
        for (long version = after + 1; version <= upTo; version++) {
            if (!Versions.has(table, version)) {
                return false;
            }
            try (Snapshot at = table.at(version)) {
                Optional<String> operation = transaction(at, t -> Optional.ofNullable(t.operation()))
                        .flatMap(o -> o)
                        .map(Operation::name);
                if (operation.filter(KEEPS_ROWS::contains).isEmpty()) {
                    return false;
                }
            } catch (NotFoundException e) {
                return false;
            }
        }
        return true;
    }

    /** When a version was committed. */
    public static Instant time(Snapshot at) {
        return LanceErrors.call(
                "read the manifest of table '" + at.table().name() + "'",
                () -> at.dataset().getVersion().getDataTime().toInstant());
    }

    static <T> Optional<T> transaction(Snapshot at, java.util.function.Function<Transaction, T> read) {
        Optional<Transaction> found;
        try {
            found = at.transaction();
        } catch (Exception e) {
            // Some operations of newer writers cannot be read by this binding; then nothing is known about them.
            return Optional.empty();
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Transaction transaction = found.get()) {
            return Optional.ofNullable(read.apply(transaction));
        }
    }
}
