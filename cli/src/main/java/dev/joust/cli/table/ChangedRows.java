// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.ChangeResult;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;

/** Says what a change of rows did. */
final class ChangedRows {
    private ChangedRows() {}

    /** Says that rows change all at once. */
    static void beginIn(Session session, String table) {
        session.beginUncancellable(
                "all of the rows are changed or none is: joust versions " + table + " tells, and joust"
                        + " index list " + table
                        + " whether an index is to be created again; then run the same command again if"
                        + " nothing was changed");
    }

    static void print(Session session, String verb, ChangeResult result) {
        if (result.rows() > 0) {
            session.tellCommit(verb.substring(0, verb.length() - 1), result.rows(), result.version());
        }
        session.output()
                .print(
                        json -> json.put("rows", result.rows()).put("version", result.version()),
                        text -> text.line(HumanFormat.count(result.rows(), "row") + " " + verb + "; version "
                                + result.version()));
    }
}
