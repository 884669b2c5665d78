// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import dev.joust.loader.LoaderEngine;
import dev.joust.query.Query;
import java.util.List;
import java.util.Map;

/** What permutations need of the table that they are of. Threads: safe for use by several threads. */
public interface PermutationEngine {
    /** Finds the rows of the splits, in their order. */
    Permutation build(PermutationDefinition definition);

    /** Stores a permutation as a table of the lake. */
    void save(Permutation permutation, String name);

    /** Opens loaders over the table. */
    LoaderEngine loaders();

    /**
     * Begins a query for rows of a version in the order of their ids, of which one may come several times.
     *
     * @param columns by the names that they are read under; empty means all
     */
    Query rows(long version, List<Long> rowIds, Map<String, String> columns);

    /** The newest version of the table. */
    long newestVersion();

    /** The name of the table. */
    String table();
}
