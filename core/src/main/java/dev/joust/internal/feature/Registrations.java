// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.internal.lance.Snapshot;
import dev.joust.schema.Column;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The features that a table records, at one version. */
public final class Registrations {
    private final String table;
    private final List<Registration> features;
    private final Set<String> columns;

    private Registrations(String table, List<Registration> features, Set<String> columns) {
        this.table = table;
        this.features = features;
        this.columns = columns;
    }

    /** Reads them from the metadata of the columns. */
    public static Registrations of(Snapshot snapshot) {
        return of(snapshot.table().name(), snapshot.tableSchema().columns());
    }

    static Registrations of(String table, List<Column> columns) {
        Map<String, TreeMap<Integer, Column>> groups = new LinkedHashMap<>();
        Map<String, RegistrationJson.Entry> entries = new LinkedHashMap<>();
        for (Column column : columns) {
            String recorded = column.metadata().get(RegistrationJson.KEY);
            if (recorded != null) {
                RegistrationJson.Entry entry = RegistrationJson.read(column.name(), recorded);
                groups.computeIfAbsent(entry.feature(), name -> new TreeMap<>()).put(entry.output(), column);
                entries.put(entry.feature(), entry);
            }
        }
        List<Registration> features = new ArrayList<>();
        groups.forEach((name, group) -> {
            RegistrationJson.Entry entry = java.util.Objects.requireNonNull(entries.get(name));
            features.add(new Registration(List.copyOf(group.values()), entry.identity(), entry.acceptsNull()));
        });
        return new Registrations(
                table, features, columns.stream().map(Column::name).collect(Collectors.toUnmodifiableSet()));
    }

    /** The columns that features fill, those of other programs included. */
    public static Set<String> columns(TableSchema schema) {
        return schema.columns().stream()
                .filter(column -> column.metadata().containsKey(RegistrationJson.VIRTUAL))
                .map(Column::name)
                .collect(Collectors.toSet());
    }

    /** All features, in the order of their columns. */
    public List<Registration> all() {
        return List.copyOf(features);
    }

    /** Finds the feature that fills this column. */
    public Optional<Registration> find(String column) {
        return features.stream()
                .filter(feature -> feature.columnNames().contains(column))
                .findFirst();
    }

    /**
     * Returns the feature that fills this column.
     *
     * @throws dev.joust.error.NotFoundException naming the nearest ones, if there is none
     */
    public Registration require(String column) {
        return find(column).orElseThrow(() -> {
            List<String> names = features.stream().map(Registration::name).toList();
            List<String> filled = features.stream()
                    .filter(feature -> feature.identity().udf().equals(column))
                    .flatMap(feature -> feature.columnNames().stream())
                    .toList();
            if (!filled.isEmpty() && !columns.contains(column)) {
                return FeatureErrors.isFunction(table, column, filled);
            }
            return columns.contains(column)
                    ? FeatureErrors.plainColumn(table, column, names)
                    : Names.notFound("feature", column, "table '" + table + "'", names);
        });
    }

    /** The features that read this column, or a field inside it. */
    public List<Registration> readersOf(String column) {
        return features.stream()
                .filter(feature -> feature.identity().inputs().stream()
                        .anyMatch(input -> InputPaths.column(input, columns).equals(column)))
                .toList();
    }

    /**
     * Checks that no feature fills or reads a column.
     *
     * @param verb what is to be done with it, such as {@code drop}
     * @throws dev.joust.error.InvalidRequestException naming the feature
     */
    public void requireUnused(String verb, String column) {
        find(column).ifPresent(feature -> {
            throw FeatureErrors.isFilled(verb, column, table, feature.name());
        });
        List<String> readers =
                readersOf(column).stream().map(Registration::name).toList();
        if (!readers.isEmpty()) {
            throw FeatureErrors.isInput(verb, column, table, readers);
        }
    }

    /** Orders features so that each comes after those that it reads, in levels that do not read each other. */
    public List<List<Registration>> levels(Collection<Registration> chosen) {
        List<List<Registration>> levels = new ArrayList<>();
        Set<Registration> waiting = new LinkedHashSet<>(chosen);
        while (!waiting.isEmpty()) {
            List<Registration> level = waiting.stream()
                    .filter(feature ->
                            waiting.stream().noneMatch(other -> !other.equals(feature) && reaches(feature, other)))
                    .toList();
            if (level.isEmpty()) {
                throw new IllegalStateException("The features " + waiting + " read each other");
            }
            levels.add(level);
            level.forEach(waiting::remove);
        }
        return levels;
    }

    /** The features on the way from a feature back to itself through what it reads; empty if there is none. */
    List<String> wayBack(Registration feature) {
        List<String> way = new ArrayList<>();
        return wayTo(feature, feature, new LinkedHashSet<>(), way) ? way : List.of();
    }

    private boolean wayTo(Registration from, Registration goal, Set<String> seen, List<String> way) {
        for (String input : from.identity().inputs()) {
            Optional<Registration> source =
                    seen.add(input) ? find(InputPaths.column(input, columns)) : Optional.empty();
            if (source.isPresent()) {
                way.add(source.get().name());
                if (source.get().equals(goal) || wayTo(source.get(), goal, seen, way)) {
                    return true;
                }
                way.remove(way.size() - 1);
            }
        }
        return false;
    }

    /** Whether a feature reads another one, itself or through others. */
    private boolean reaches(Registration reader, Registration read) {
        return wayTo(reader, read, new LinkedHashSet<>(), new ArrayList<>());
    }
}
