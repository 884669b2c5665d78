// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.feature.LakeDependencies;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.permutation.StoredPermutation;
import dev.joust.internal.view.ViewEngine;
import java.util.List;

/**
 * What stands against a change of a table.
 *
 * <p>Tables whose names start with {@value #OWN} are Joust's own records: of jobs and of rows that failed. Whoever
 * reads them trusts that only Joust wrote them, so everything that would change their rows or columns is refused here,
 * for the command line and for programs alike; reading, indexes, tags and {@code optimize} are free.
 *
 * <p>Each rule throws an {@link InvalidRequestException}, whose message begins with the verb of the change, such as
 * {@code append to}.
 */
record WriteRules(Lake lake, LanceTable table) {
    private static final String OWN = "_joust_";

    private static final String PIN_TAG = "_joust_pin_";

    /** It is none of Joust's own. */
    static void requireNotOwn(String verb, String table) {
        if (table.startsWith(OWN)) {
            throw new InvalidRequestException("Cannot " + verb + " table '" + table
                    + "': it is one of Joust's own, which only Joust writes; it can be read and copied");
        }
    }

    /** A tag of this name is free for users. */
    static void requireFreeTag(String tag) {
        if (tag.startsWith(PIN_TAG)) {
            throw new InvalidRequestException("Cannot use the tag name '" + tag + "': names that start with '" + PIN_TAG
                    + "' are those of pins; choose another name");
        }
    }

    /**
     * Its rows and columns can be changed: it is none of Joust's own, lies in a folder, and is at its newest version.
     */
    void requireWritable(String verb) {
        requireNotOwn(verb, table.name());
        requireNewest(verb);
    }

    /** It lies in a folder, and is at its newest version. */
    void requireNewest(String verb) {
        lake.requireWritable(verb + " table '" + table.name() + "'");
        if (table.isCheckout()) {
            try (Snapshot now = table.latest()) {
                throw new InvalidRequestException("Cannot " + verb + " table '" + table.name() + "' at version "
                        + now.version() + ": a checkout is read-only; open the table or restore the version");
            }
        }
    }

    /** It is no branch: what others know of a table by its name, they do not know of its branches. */
    void requireNoBranch(String verb) {
        if (table.isBranch()) {
            String name = table.name();
            throw new InvalidRequestException("Cannot " + verb + " '" + name + "': it is a branch; do it with table '"
                    + name.substring(0, name.indexOf('@')) + "', or copy the branch into a table");
        }
    }

    /** It is writable and no view, whose rows are its source's. */
    void requireTable(String verb, String verbOfRows) {
        try (Snapshot now = table.latest()) {
            requireTable(now, verb, verbOfRows);
        }
    }

    /** The same, where the newest version is at hand. */
    void requireTable(Snapshot now, String verb, String verbOfRows) {
        requireWritable(verb);
        if (StoredPermutation.isOne(now.schema())) {
            throw new InvalidRequestException("Cannot " + verbOfRows + " permutation '" + table.name()
                    + "': its rows are what they were when it was made; make another one");
        }
        if (ViewEngine.isView(now.schema())) {
            throw new InvalidRequestException("Cannot " + verbOfRows + " view '" + table.name()
                    + "': only a refresh writes a view; change its source, then refresh it");
        }
    }

    /** No view reads these columns, nor are they of the definition of one. */
    void requireInNoView(List<String> columns, String verb) {
        new LakeViews(lake).requireUnread(table.name(), columns, verb);
        try (Snapshot now = table.latest()) {
            if (ViewEngine.isView(now.schema())) {
                List<String> fixed =
                        ViewEngine.definition(table.name(), now.schema()).columns();
                if (columns.stream().anyMatch(c -> fixed.contains(c) || c.equals(ViewEngine.SOURCE_ROW_ID))) {
                    throw new InvalidRequestException("Cannot " + verb + " view '" + table.name()
                            + "': its columns are fixed by its definition; create a view with other columns");
                }
            }
        }
    }

    /** No joined feature of another table reads these columns. */
    void requireNotJoined(List<String> columns, String verb) {
        LakeDependencies.requireUnread(table, columns, verb);
    }
}
