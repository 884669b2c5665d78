// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.NotFoundException;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A table and the views that depend on it, each after what it reads: a view after its source, and whatever has joined
 * features after the tables that these read. Otherwise views of views come last, and those beside each other in the
 * order of their names. A view whose definition cannot be read, as one of another program, is not among them. Where
 * tables read each other in a circle, the first one by this order begins.
 *
 * @param start the table that it begins with
 * @param places all of them in order
 */
record SyncOrder(String start, List<Place> places) {
    /**
     * A table or view.
     *
     * @param reads which of the others it reads
     */
    record Place(String name, Set<String> reads) {
        Place {
            reads = Set.copyOf(reads);
        }
    }

    SyncOrder {
        places = List.copyOf(places);
    }

    static SyncOrder of(Table table) {
        List<View> views = new LakeViews(table.lake()).readable();
        Set<String> names = new LinkedHashSet<>();
        List<Place> byDepth = new ArrayList<>();
        Set<String> level = Set.of(table.name());
        while (!level.isEmpty()) {
            names.addAll(level);
            Set<String> next = new LinkedHashSet<>();
            for (View view : views) {
                if (level.contains(view.definition().source()) && !names.contains(view.name())) {
                    next.add(view.name());
                }
            }
            level = next;
        }
        for (String name : names) {
            Set<String> reads;
            try {
                reads = joined(name.equals(table.name()) ? table : table.lake().openTable(name));
            } catch (NotFoundException e) {
                // A view that was dropped since it was listed.
                continue;
            }
            views.stream()
                    .filter(view -> view.name().equals(name) && !name.equals(table.name()))
                    .forEach(view -> reads.add(view.definition().source()));
            reads.retainAll(names);
            reads.remove(name);
            byDepth.add(new Place(name, reads));
        }
        return new SyncOrder(table.name(), sorted(byDepth));
    }

    /** The tables that joined features of a table read. */
    private static Set<String> joined(Table table) {
        Set<String> sources = new HashSet<>();
        try (Snapshot now = table.handle().latest()) {
            Registrations.of(now)
                    .all()
                    .forEach(feature -> Relation.of(table.name(), feature.identity())
                            .flatMap(Relation::source)
                            .ifPresent(sources::add));
        }
        return sources;
    }

    private static List<Place> sorted(List<Place> places) {
        List<Place> sorted = new ArrayList<>();
        List<Place> left = new ArrayList<>(places);
        Set<String> done = new HashSet<>();
        while (!left.isEmpty()) {
            Place next = left.stream()
                    .filter(place -> done.containsAll(place.reads()))
                    .findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            done.add(next.name());
            sorted.add(next);
        }
        return sorted;
    }

    /** Those that read a table or view directly. */
    List<String> readersOf(String name) {
        return places.stream()
                .filter(place -> place.reads().contains(name))
                .map(Place::name)
                .toList();
    }
}
