// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.error.FeaturesFailedException;
import dev.joust.error.JoustException;
import dev.joust.feature.FeatureCatalog;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The features of a table that one backfill has to compute so that no cell is missing or stale: those that have such
 * cells, and those that read one of them.
 *
 * @param ready those that can be computed, each after the ones that it reads
 * @param refused why others cannot be: their function is unknown or another one, or they read such a feature and have
 *     cells to compute
 */
public record PendingFeatures(List<String> ready, Map<String, JoustException> refused) {
    /** Copies both. */
    public PendingFeatures {
        ready = List.copyOf(ready);
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    /**
     * Looks at the newest version of a table.
     *
     * @param catalog the functions that the program has
     */
    public static PendingFeatures of(LanceTable table, FeatureCatalog catalog) {
        try (Snapshot now = table.latest()) {
            Registrations registrations = Registrations.of(now);
            Freshness freshness = new Freshness(now);
            FeatureResolver resolver = new FeatureResolver(catalog);
            Set<String> ready = new LinkedHashSet<>();
            Map<String, JoustException> refused = new LinkedHashMap<>();
            for (List<Registration> level : registrations.levels(registrations.all())) {
                for (Registration feature : level) {
                    List<String> read = readBy(feature, registrations);
                    Optional<String> unfit =
                            read.stream().filter(refused::containsKey).findFirst();
                    boolean isPending =
                            read.stream().anyMatch(ready::contains) || isIncomplete(now, freshness, feature);
                    if (isPending && unfit.isPresent()) {
                        refused.put(feature.name(), FeatureErrors.readsFailed(feature.name(), List.of(unfit.get())));
                    } else if (isPending) {
                        try {
                            resolver.resolve(feature);
                            ready.add(feature.name());
                        } catch (JoustException e) {
                            refused.put(feature.name(), e);
                        }
                    }
                }
            }
            return new PendingFeatures(List.copyOf(ready), refused);
        }
    }

    /** Why a feature was not computed that reads others of the same backfill, one of which failed. */
    public static JoustException readsFailed(String feature, FeaturesFailedException failure) {
        return FeatureErrors.readsFailed(feature, failure.failed());
    }

    private static List<String> readBy(Registration feature, Registrations registrations) {
        List<String> read = new ArrayList<>();
        for (Registration other : registrations.all()) {
            boolean isRead = other.columnNames().stream()
                    .anyMatch(column -> registrations.readersOf(column).contains(feature));
            if (isRead) {
                read.add(other.name());
            }
        }
        return read;
    }

    private static boolean isIncomplete(Snapshot now, Freshness freshness, Registration feature) {
        return now.fragments().stream()
                .map(fragment -> freshness.of(fragment, feature))
                .anyMatch(
                        states -> !states.missing().isEmpty() || !states.stale().isEmpty());
    }
}
