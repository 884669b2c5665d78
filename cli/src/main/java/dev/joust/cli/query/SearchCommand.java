// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import static java.util.Objects.requireNonNull;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.arguments.Selection;
import dev.joust.cli.frame.Session;
import dev.joust.index.DistanceMetric;
import dev.joust.query.HybridSearch;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.query.TextSearch;
import dev.joust.query.VectorSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches by words, or for the neighbours of a row in a vector column. */
@Command(
        name = "search",
        description = "Search by words, for rows like a given one, or for both at once; best first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  joust search bdd100k --fts \"rainy night\" --where \"has_person\" --select image_id,scene_description",
            "  joust search bdd100k --like 17 --vector-column dhash --select image_id",
            "  joust search bdd100k --like 17 --vector-column dhash --fts \"rainy night\" --select image_id",
            "  joust search bdd100k --fts \"rainny street\" --fuzzy --match all --must-not night"
        })
public final class SearchCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Option(names = "--fts", paramLabel = "WORDS", description = "Words to look for, ranked by BM25.")
    private @Nullable String words;

    @Option(
            names = "--like",
            paramLabel = "KEY",
            description = "Look for rows whose vectors are near this row's: a value of the declared key, or a row id.")
    private @Nullable String like;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this is true.")
    private @Nullable String where;

    @Option(names = "--postfilter", description = "Search first and filter the rows that were found.")
    private boolean postfilter;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "10", description = "Rows at most: ${DEFAULT-VALUE}.")
    private long limit;

    @Option(names = "--offset", paramLabel = "N", description = "Leave out so many of the best rows.")
    private long offset;

    @Option(
            names = "--select",
            paramLabel = "X",
            description = "Columns with commas between them, or alias=SQL; may be given several times.")
    private List<String> select = List.of();

    @ArgGroup(exclusive = false, heading = "With --fts:%n")
    private @Nullable WordOptions wordOptions;

    @ArgGroup(exclusive = false, heading = "With --like:%n")
    private @Nullable VectorOptions vectorOptions;

    SearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (words == null && like == null) {
            throw new IllegalArgumentException(
                    "Cannot search table '" + table + "': give --fts, --like or both to say what for");
        }
        try (Lake lake = session.openLake()) {
            Table opened = lake.openTable(table);
            RowOutput.print(session, rows(opened));
        }
    }

    private RowStream<Row> rows(Table opened) {
        if (words != null && like != null) {
            return byBoth(opened, words, like);
        }
        return words != null ? byWords(opened, words) : byVector(opened, requireNonNull(like, "like"));
    }

    private RowStream<Row> byBoth(Table opened, String sought, String row) {
        SimilarRows similar = similar(opened, row);
        HybridSearch search = vectorOptions().apply(similar.search()).and(words(opened, sought));
        search = Selection.apply(search, select);
        if (where != null) {
            search = search.where(where);
        }
        if (postfilter) {
            search = search.postfilter();
        }
        return search.withRowId().limit(limit).offset(offset).stream();
    }

    private SimilarRows similar(Table opened, String row) {
        String view = vectorOptions().from;
        return view == null
                ? SimilarRows.to(opened, SimilarRows.rowId(opened, row), vectorOptions().column)
                : SimilarRows.to(opened, opened.lake().openView(view), row, vectorOptions().column);
    }

    private VectorOptions vectorOptions() {
        return vectorOptions == null ? new VectorOptions() : vectorOptions;
    }

    private RowStream<Row> byWords(Table opened, String sought) {
        if (vectorOptions != null) {
            throw new IllegalArgumentException("Cannot search table '" + table
                    + "' for words: --vector-column, --metric, --nprobes, --refine, --ef, --from and --exact are for --like;"
                    + " leave them out");
        }
        TextSearch search = Selection.apply(words(opened, sought), select);
        if (where != null) {
            search = search.where(where);
        }
        if (postfilter) {
            search = search.postfilter();
        }
        return search.withRowId().limit(limit).offset(offset).stream();
    }

    private TextSearch words(Table opened, String sought) {
        return opened.searchText((wordOptions == null ? new WordOptions() : wordOptions).query(sought));
    }

    private RowStream<Row> byVector(Table opened, String sought) {
        if (wordOptions != null) {
            throw new IllegalArgumentException("Cannot search table '" + table + "' for rows like " + sought
                    + ": --fts-column, --match, --fuzzy, --slop, --must and --must-not are for --fts; leave them"
                    + " out");
        }
        SimilarRows similar = similar(opened, sought);
        VectorSearch search = vectorOptions().apply(Selection.apply(similar.search(), select));
        if (where != null) {
            search = search.where(where);
        }
        if (postfilter) {
            search = search.postfilter();
        }
        return search.withRowId().limit(limit).offset(offset).stream();
    }

    /** How neighbours are looked for. */
    static final class VectorOptions {
        @Option(
                names = "--vector-column",
                paramLabel = "C",
                description = "The column of vectors; needed unless there is only one.")
        private @Nullable String column;

        @Option(
                names = "--metric",
                paramLabel = "M",
                description = "l2, cosine or dot; default: that of the index, or l2.")
        private @Nullable DistanceMetric metric;

        @Option(names = "--nprobes", paramLabel = "N", description = "How many parts of the index to look at.")
        private @Nullable Integer probes;

        @Option(
                names = "--refine",
                paramLabel = "N",
                description = "How many times the limit of candidates to compare exactly.")
        private @Nullable Integer refine;

        @Option(
                names = "--ef",
                paramLabel = "N",
                description = "How many candidates an ivf_hnsw_... index keeps while it follows links.")
        private @Nullable Integer ef;

        @Option(
                names = "--from",
                paramLabel = "VIEW",
                description = "The view that has the row of --like, instead of the table itself.")
        private @Nullable String from;

        @Option(names = "--exact", description = "Compare every vector, without index.")
        private boolean exact;

        VectorSearch apply(VectorSearch search) {
            VectorSearch result = search;
            if (metric != null) {
                result = result.metric(metric);
            }
            if (probes != null) {
                result = result.probes(probes);
            }
            if (refine != null) {
                result = result.refine(refine);
            }
            if (ef != null) {
                result = result.ef(ef);
            }
            return exact ? result.exact() : result;
        }
    }
}
