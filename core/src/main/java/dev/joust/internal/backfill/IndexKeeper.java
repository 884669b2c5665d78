// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.internal.lance.LanceTable;
import java.util.List;

/** Keeps searches right when values change that an index knows. */
@FunctionalInterface
public interface IndexKeeper {
    /**
     * Called before the first commit that changes values of these columns that are not NULL: drops their full text and
     * vector indexes, which would answer with old values.
     */
    void beforeRewrite(LanceTable table, List<String> columns);

    /** Keeps nothing; for tables without indexes. */
    static IndexKeeper none() {
        return (table, columns) -> {};
    }
}
