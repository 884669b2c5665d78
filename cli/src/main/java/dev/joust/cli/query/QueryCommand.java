// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Lake;
import dev.joust.cli.arguments.BranchName;
import dev.joust.cli.arguments.Selection;
import dev.joust.cli.arguments.VersionNumber;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.query.Query;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Show rows of a table. */
@Command(
        name = "query",
        description = "Show rows of a table.",
        footerHeading = Help.EXAMPLE,
        footer =
                "  joust query bdd100k --where \"has_rider\" --select image_id,width --select \"night=timeofday = 'night'\" --limit 5")
public final class QueryCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this is true.")
    private @Nullable String where;

    @Option(
            names = "--select",
            paramLabel = "X",
            description = "Columns with commas between them, or alias=SQL; may be given several times.")
    private List<String> select = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
    private @Nullable Long limit;

    @Option(names = "--offset", paramLabel = "N", description = "Leave out so many rows at the beginning.")
    private long offset;

    @Option(
            names = "--order-by",
            paramLabel = "C",
            description = "Sort by this column, or by \"C desc\" with the largest first; may be given several times.")
    private List<String> orderBy = List.of();

    @Option(
            names = "--version",
            paramLabel = "V",
            converter = VersionNumber.Converter.class,
            description = "The table as it was at this version.")
    private @Nullable Long version;

    @Option(names = "--branch", paramLabel = "NAME", description = "This branch of the table.")
    private @Nullable String branch;

    @Option(names = "--row-id", description = "Also the row ids, as _rowid.")
    private boolean rowId;

    QueryCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            long rows = RowOutput.print(session, query(lake).stream());
            if (rows > 0) {
                session.output().say(session.output().style().dim(HumanFormat.count(rows, "row")));
            }
        }
    }

    private Query query(Lake lake) {
        Query query = Selection.apply(BranchName.open(lake, table, branch).query(), select);
        if (where != null) {
            query = query.where(where);
        }
        for (String list : orderBy) {
            List<String> keys = Selection.names(list);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException(
                        "Cannot sort by '" + list + "': it names no column; give columns with commas between them");
            }
            for (String key : keys) {
                query = sorted(query, key);
            }
        }
        if (limit != null) {
            query = query.limit(limit);
        }
        if (version != null) {
            query = query.atVersion(version);
        }
        if (rowId) {
            query = query.withRowId();
        }
        return query.offset(offset);
    }

    private static Query sorted(Query query, String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.endsWith(" desc")) {
            return query.orderByDescending(
                    key.substring(0, key.length() - " desc".length()).strip());
        }
        boolean isSpelledOut = lower.endsWith(" asc");
        return query.orderBy(
                isSpelledOut ? key.substring(0, key.length() - " asc".length()).strip() : key);
    }
}
