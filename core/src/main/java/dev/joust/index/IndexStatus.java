// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An index that a table has.
 *
 * @param type what kind it is
 * @param kind the kind by the short name that the command line uses, also for kinds that Joust does not create
 * @param columns what it covers
 * @param rowsIndexed how many live rows it covers
 * @param rowsUnindexed how many live rows were added since; searches look at them one by one
 * @param isSuspect whether another program changed rows in a way that makes it give wrong answers: vector searches go
 *     without it, and the next update builds it anew
 */
public record IndexStatus(
        String name,
        IndexType type,
        String kind,
        List<String> columns,
        long rowsIndexed,
        long rowsUnindexed,
        boolean isSuspect) {
    public IndexStatus {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(kind, "kind");
        columns = List.copyOf(columns);
    }
}
