// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.internal.lance.LanceTable;
import java.util.Collection;

/**
 * Keeps search right around a change of values in place.
 *
 * <p>A full text, vector, bitmap or label list index whose rows keep their ids while their values change finds them
 * under old values, until it is built anew. So such indexes are dropped before the change and rebuilt after it: a crash
 * in between makes search slower, never wrong.
 */
@FunctionalInterface
public interface IndexKeeper {
    /**
     * Drops the indexes on some columns that keep values which are replaced: all but B-trees.
     *
     * @param columns top-level columns; indexes on what is nested in them are meant too
     * @return builds them again, on the newest version; does nothing if none was dropped
     */
    Runnable drop(LanceTable table, Collection<String> columns);

    /**
     * Remembers which rows the indexes on some columns cover before values in them change, or come where there were
     * none.
     *
     * @param columns top-level columns; indexes on what is nested in them are meant too
     * @return lets the indexes cover these rows again, on the newest version
     */
    default Runnable covering(LanceTable table, Collection<String> columns) {
        return () -> {};
    }

    /** Builds again, on the newest version, what processes dropped that were killed before they could. */
    default void restore(LanceTable table) {}

    /** For tables that have no such index. */
    static IndexKeeper none() {
        return (table, columns) -> () -> {};
    }
}
