// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.arguments.NewName;
import dev.joust.cli.arguments.Selection;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.Cancellation;
import dev.joust.query.Query;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a table from anywhere into the lake. */
@Command(
        name = "copy",
        description = "Copy a Lance table, or some of it, into the lake as a new table.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  joust copy other/lake/frames.lance night --where \"timeofday = 'night'\"",
            "  joust copy hf://datasets/owner/name/data/train.lance sample --limit 100"
        })
public final class CopyCommand implements Runnable {
    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE_URI",
            description = "The table's folder or URI; .lance at its end may be left out.")
    private String source;

    @Parameters(index = "1", paramLabel = "NAME", description = "The new table.")
    private String name;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this is true.")
    private @Nullable String where;

    @Option(
            names = "--select",
            paramLabel = "X",
            description = "Columns with commas between them, or alias=SQL; may be given several times. Default: all.")
    private List<String> select = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
    private @Nullable Long limit;

    CopyCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        NewName.require("table", name);
        CopySource from = CopySource.of(source);
        try (Lake other = Joust.open(from.lake());
                Lake lake = session.openLake()) {
            Query query = Selection.apply(other.openTable(from.table()).query(), select);
            if (where != null) {
                query = query.where(where);
            }
            if (limit != null) {
                query = query.limit(limit);
            }
            OptionalLong rowsTotal = where == null ? OptionalLong.of(rowsOf(query)) : OptionalLong.empty();
            Query copied = query;
            Table copy = session.runCancellable(
                    "nothing was copied, and there is no table '" + name + "'; run the same command again",
                    cancellation -> create(lake, copied, rowsTotal, cancellation));
            long rows = copy.count();
            session.output()
                    .print(
                            json -> json.put("table", name).put("rows", rows).put("version", copy.version()),
                            text -> text.line(HumanFormat.count(rows, "row") + " copied to '" + name + "'")
                                    .hint("see its columns with: joust schema " + name));
        }
    }

    private long rowsOf(Query query) {
        long rows = query.count();
        return limit == null ? rows : Math.min(limit, rows);
    }

    private Table create(Lake lake, Query query, OptionalLong rowsTotal, Cancellation cancellation) {
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("copy", rowsTotal);
            Table copy = lake.createTable(name, query, rows -> {
                cancellation.check();
                progress.reach(rows);
            });
            progress.commit(copy.version());
            return copy;
        }
    }
}
