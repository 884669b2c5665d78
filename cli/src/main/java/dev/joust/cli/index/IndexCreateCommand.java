// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.index.Index;
import dev.joust.index.IndexStatus;
import dev.joust.index.IndexType;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates an index. */
@Command(
        name = "create",
        description = "Create an index on a column.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  joust index create bdd100k --column timeofday --type bitmap",
            "  joust index create bdd100k --column clip_embedding --type ivf_pq --metric cosine",
            "  joust index create bdd100k --column scene_description --type fts --ngrams 2-4 --prefix-only"
        })
public final class IndexCreateCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(names = "--column", paramLabel = "C", required = true, description = "The column.")
    private String column = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            required = true,
            converter = IndexTypeConverter.class,
            description = "btree (comparisons, ranges), bitmap (few different values), label_list (lists of words),"
                    + " fts (words in text); for nearest vectors ivf_flat (whole), ivf_sq, ivf_rq, ivf_pq (compressed),"
                    + " ivf_hnsw_sq, ivf_hnsw_pq (compressed, in a graph).")
    private IndexType type = IndexType.BTREE;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name; default: the column's and _idx.")
    private @Nullable String name;

    @Option(names = "--replace", description = "Take the place of an index of the same name.")
    private boolean replace;

    @Mixin
    private IndexSettings settings;

    IndexCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Index index = settings.index(type, column, name, replace);
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            session.beginUncancellable("the rows of '" + table + "' are as they were, and the index is whole or not"
                    + " there; joust index list " + table + " shows it, and the same command makes it");
            long start = System.nanoTime();
            long version = create(opened, index);
            double seconds = (System.nanoTime() - start) / 1e9;
            IndexStatus status = opened.indexes().stream()
                    .filter(there -> there.name().equals(index.name()))
                    .findFirst()
                    .orElseThrow();
            session.output()
                    .print(
                            json -> IndexListCommand.write(json, status)
                                    .put("version", version)
                                    .put("seconds", JsonFields.seconds(seconds)),
                            text -> text.line("Index '" + status.name() + "' (" + status.kind() + ") covers "
                                    + HumanFormat.count(status.rowsIndexed(), "row") + " of '" + table + "'; "
                                    + HumanFormat.seconds(seconds)));
        }
    }

    private long create(Table opened, Index index) {
        long rows = opened.count();
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("index", OptionalLong.of(rows));
            long version = opened.createIndex(index);
            progress.reach(rows);
            progress.commit(version);
            return version;
        }
    }
}
