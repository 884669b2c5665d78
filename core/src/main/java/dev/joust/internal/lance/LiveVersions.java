// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The versions that snapshots and readers in this process hold, so that no cleanup takes their files away. */
public final class LiveVersions {
    private static final Set<SharedDataset> OPEN = ConcurrentHashMap.newKeySet();

    private LiveVersions() {}

    static void add(SharedDataset dataset) {
        OPEN.add(dataset);
    }

    static void remove(SharedDataset dataset) {
        OPEN.remove(dataset);
    }

    /** The versions of a table that somebody reads, through whichever handle. */
    public static Set<Long> of(LanceTable table) {
        return OPEN.stream()
                .filter(open -> open.isInUse() && open.table().place().equals(table.place()))
                .map(SharedDataset::version)
                .collect(Collectors.toSet());
    }

    /** What somebody still reads through this store, in words and in the order of the names. */
    static List<String> names(LanceStore store) {
        return OPEN.stream()
                .filter(open -> open.isInUse() && open.table().store() == store)
                .map(open -> "version " + open.version() + " of table '"
                        + open.table().name() + "'")
                .distinct()
                .sorted()
                .toList();
    }
}
