// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.cli.frame.Session;
import dev.joust.cli.print.RowPrinter;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints the rows of an answer as they come. */
final class RowOutput {
    /** After so many rows it looks whether somebody still reads them. */
    private static final int ROWS_BETWEEN_CHECKS = 1000;

    private RowOutput() {}

    /**
     * Prints all rows and closes them.
     *
     * @return how many rows there were
     */
    static long print(Session session, RowStream<Row> rows) {
        try (rows) {
            if (!rows.hasNext()) {
                printNone(session);
                return 0;
            }
            Row row = rows.next();
            List<String> columns = ordered(session, row.names());
            long count = 0;
            try (RowPrinter printer = session.output().beginRows(columns)) {
                while (true) {
                    printer.add(values(row, columns));
                    count++;
                    boolean isUnread = count % ROWS_BETWEEN_CHECKS == 0
                            && session.terminal().stdout().checkError();
                    if (isUnread || !rows.hasNext()) {
                        break;
                    }
                    row = rows.next();
                }
            }
            return count;
        }
    }

    /** Prints rows that are there already. */
    static void print(Session session, List<Row> rows) {
        if (rows.isEmpty()) {
            printNone(session);
            return;
        }
        List<String> columns = ordered(session, rows.get(0).names());
        try (RowPrinter printer = session.output().beginRows(columns)) {
            rows.forEach(row -> printer.add(values(row, columns)));
        }
    }

    private static void printNone(Session session) {
        if (session.isJson()) {
            session.output().beginRows(List.of()).close();
        } else {
            session.output().say("No rows");
        }
    }

    /** For people, ids and scores come first: there may be no room for the last columns. */
    private static List<String> ordered(Session session, List<String> names) {
        if (session.isJson()) {
            return names;
        }
        return Stream.concat(
                        names.stream().filter(name -> name.startsWith("_")),
                        names.stream().filter(name -> !name.startsWith("_")))
                .toList();
    }

    private static List<@Nullable Object> values(Row row, List<String> columns) {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        columns.forEach(column -> values.add(row.value(column)));
        return values;
    }
}
