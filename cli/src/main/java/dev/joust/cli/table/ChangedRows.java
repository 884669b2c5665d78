// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.ChangeResult;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;

/** Says what a change of rows did. */
final class ChangedRows {
    private ChangedRows() {}

    static void print(Session session, String verb, ChangeResult result) {
        session.output()
                .print(
                        json -> json.put("rows", result.rows()).put("version", result.version()),
                        text -> text.line(HumanFormat.count(result.rows(), "row") + " " + verb + "; version "
                                + result.version()));
    }
}
