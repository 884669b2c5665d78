// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.Neighbours;
import dev.joust.internal.relation.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What joined features of one table need of others. */
public final class LakeDependencies {
    private LakeDependencies() {}

    /**
     * Refuses to take columns away that a feature of another table of the lake reads.
     *
     * @param what what is to be done with them, such as {@code drop columns of}
     * @throws InvalidRequestException naming the feature
     */
    public static void requireUnread(LanceTable table, List<String> columns, String what) {
        for (String name : Neighbours.names(table)) {
            try (LanceTable other = Neighbours.open(table, name);
                    Snapshot now = other.latest()) {
                for (Registration feature : Registrations.of(now).all()) {
                    Optional<Relation> relation = Relation.of(name, feature.identity())
                            .filter(r -> r.source().equals(Optional.of(table.name())));
                    if (relation.isPresent() && columns.stream().anyMatch(column -> reads(relation.get(), column))) {
                        throw new InvalidRequestException("Cannot " + what + " table '" + table.name() + "': feature '"
                                + feature.name() + "' of table '" + name + "' reads it; drop that feature first");
                    }
                }
            } catch (NotFoundException dropped) {
                // A table that was dropped since it was listed reads nothing.
            }
        }
    }

    private static boolean reads(Relation relation, String column) {
        return relation.sourceKeys().contains(column) || relation.content().contains(column);
    }

    /** The features on the way from a joined feature through other tables back to itself; empty if there is none. */
    static List<String> wayBack(LanceTable table, Registrations after, Registration feature) {
        Way way = new Way(table, feature);
        way.known.put(table.name(), after);
        return way.leads(table.name(), feature) ? way.names : List.of();
    }

    private static final class Way {
        private final LanceTable table;
        private final Registration goal;
        private final Map<String, Registrations> known = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private final List<String> names = new ArrayList<>();

        Way(LanceTable table, Registration goal) {
            this.table = table;
            this.goal = goal;
        }

        boolean leads(String at, Registration from) {
            Optional<Relation> relation = Relation.of(at, from.identity());
            Optional<String> source = relation.flatMap(Relation::source);
            if (source.isPresent()) {
                for (String column : relation.get().content()) {
                    if (reaches(source.get(), column)) {
                        return true;
                    }
                }
                for (String column : relation.get().sourceKeys()) {
                    if (reaches(source.get(), column)) {
                        return true;
                    }
                }
            }
            return from.identity().inputs().stream().anyMatch(column -> reaches(at, column));
        }

        private boolean reaches(String at, String column) {
            Optional<Registration> filling =
                    seen.add(at + '/' + column) ? registrations(at).find(column) : Optional.empty();
            if (filling.isEmpty()) {
                return false;
            }
            names.add(filling.get().name());
            boolean isGoal = at.equals(table.name()) && filling.get().equals(goal);
            if (isGoal || leads(at, filling.get())) {
                return true;
            }
            names.remove(names.size() - 1);
            return false;
        }

        private Registrations registrations(String name) {
            return known.computeIfAbsent(name, other -> {
                try (LanceTable opened = Neighbours.open(table, other);
                        Snapshot now = opened.latest()) {
                    return Registrations.of(now);
                } catch (NotFoundException e) {
                    return Registrations.of(other, List.of());
                }
            });
        }
    }
}
