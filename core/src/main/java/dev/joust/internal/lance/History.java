// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.lance.Transaction;
import org.lance.Version;
import org.lance.operation.Operation;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/** What happened to a table, as its transactions tell, and how to note something there. */
public final class History {
    /** Operations after which every row has the id and values that it had. */
    private static final Set<String> KEEPS_ROWS = Set.of("Rewrite", "ReserveFragments", "CreateIndex", "UpdateConfig");

    private History() {}

    /** One commit. */
    public record Entry(long version, Map<String, String> properties) {}

    /** The newest commit whose properties fulfil a condition, if its version is still there. */
    public static Optional<Entry> newest(LanceTable table, Predicate<Map<String, String>> condition) {
        List<Long> versions = Versions.numbers(table);
        for (int i = versions.size() - 1; i >= 0; i--) {
            try (Snapshot at = table.at(versions.get(i))) {
                Map<String, String> properties = transaction(
                                at, t -> t.transactionProperties().orElse(Map.of()))
                        .orElse(Map.of());
                if (condition.test(properties)) {
                    return Optional.of(new Entry(versions.get(i), properties));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether it is known that all commits after one version, up to another, left every row as it was: they compacted,
     * indexed or configured.
     */
    public static boolean keepsRows(LanceTable table, long after, long upTo) {
        List<Long> present = new ArrayList<>(Versions.numbers(table));
        for (long version = after + 1; version <= upTo; version++) {
            if (!present.contains(version)) {
                return false;
            }
            try (Snapshot at = table.at(version)) {
                Optional<String> operation = transaction(at, t -> Optional.ofNullable(t.operation()))
                        .flatMap(o -> o)
                        .map(Operation::name);
                if (operation.filter(KEEPS_ROWS::contains).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** When a version was committed, if it is still there. */
    public static Optional<Instant> time(LanceTable table, long version) {
        try (Snapshot now = table.latest()) {
            return Versions.all(now).stream()
                    .filter(v -> v.getId() == version)
                    .map(Version::getDataTime)
                    .map(java.time.ZonedDateTime::toInstant)
                    .findFirst();
        }
    }

    /** Commits nothing but properties, and a setting of this name so that there is something to commit. */
    public static long note(Snapshot base, String setting, String value, Map<String, String> properties) {
        UpdateMap updates = UpdateMap.builder()
                .updates(Map.of(setting, value))
                .replace(false)
                .build();
        return base.table()
                .commit(base, UpdateConfig.builder().configUpdates(updates).build(), properties);
    }

    private static <T> Optional<T> transaction(Snapshot at, java.util.function.Function<Transaction, T> read) {
        Optional<Transaction> found;
        try {
            found = at.dataset().readTransaction();
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
