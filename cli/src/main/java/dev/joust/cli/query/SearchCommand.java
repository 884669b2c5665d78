// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import static java.util.Objects.requireNonNull;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.cli.arguments.BranchName;
import dev.joust.cli.arguments.OutputFile;
import dev.joust.cli.arguments.Selection;
import dev.joust.cli.frame.Session;
import dev.joust.driving.report.ResultPage;
import dev.joust.query.HybridSearch;
import dev.joust.query.Row;
import dev.joust.query.RowQuery;
import dev.joust.query.RowStream;
import dev.joust.query.TextSearch;
import dev.joust.query.VectorSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches by words, and by what a text says, an image shows, or another row holds, in a column of vectors. */
@Command(
        name = "search",
        description = "Search by words, by what a text means or an image shows, for rows like a given one, or by words"
                + " and one of these at once; best first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  joust search bdd100k --fts \"rainy night\" --where \"has_person\" --select image_id,scene_description",
            "  joust search bdd100k --fts \"rainny street\" --fuzzy --match all --must-not night",
            "  joust search bdd100k --text \"a person far away at night\" --where \"timeofday = 'night'\" --html hits.html",
            "  joust search bdd100k --image frame.jpg --vector-column clip_embedding --select image_id",
            "  joust search bdd100k --like 17 --vector-column dhash --fts \"rainy night\" --select image_id"
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
            description =
                    "Look for rows whose vectors are near this row's: a value of the declared key, or a row id. In a"
                            + " view, the key is that of its source; a row that the view lacks is looked for in the source.")
    private @Nullable String like;

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            description = "Look for rows that are what this says, by the model that filled the vectors.")
    private @Nullable String text;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "Look for rows like this JPEG or PNG, by the model that filled the vectors.")
    private @Nullable Path image;

    @Option(names = "--branch", paramLabel = "NAME", description = "This branch of the table.")
    private @Nullable String branch;

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

    @Option(
            names = "--html",
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            description = "Write a page with the rows as pictures, with boxes and scores.")
    private @Nullable Path html;

    @ArgGroup(exclusive = false, heading = "With --fts:%n")
    private @Nullable WordOptions wordOptions;

    @ArgGroup(exclusive = false, heading = "With --text, --image or --like:%n")
    private @Nullable VectorOptions vectorOptions;

    SearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        long vectors = Stream.of(text, image, like).filter(Objects::nonNull).count();
        if (words == null && vectors == 0) {
            throw new IllegalArgumentException(
                    "Cannot search table '" + table + "': give --fts, --text, --image or --like to say what for");
        }
        if (vectors > 1) {
            throw new IllegalArgumentException(
                    "Cannot search table '" + table + "': --text, --image and --like exclude each other; give one");
        }
        if (html != null) {
            OutputFile.requireWritable(html);
        }
        try (Lake lake = session.openLake()) {
            Table opened = BranchName.open(lake, table, branch);
            if (html == null) {
                RowOutput.print(session, rows(opened));
            } else {
                printWithPage(opened, html);
            }
        }
    }

    /** The rows are few: they are kept for the page, which is made first. */
    private void printWithPage(Table opened, Path file) {
        ResultPage page = ResultPage.of(opened, sought());
        List<Row> found = new ArrayList<>();
        try (RowStream<Row> rows = rows(opened)) {
            rows.forEachRemaining(found::add);
        }
        page.toHtml(found, file);
        RowOutput.print(session, found);
        if (!session.isJson()) {
            session.output().say("as pictures: " + file);
        }
    }

    /** What is looked for, for people. */
    private String sought() {
        List<String> parts = new ArrayList<>();
        if (words != null) {
            parts.add("words \u201c" + words + "\u201d");
        }
        if (text != null) {
            parts.add("\u201c" + text + "\u201d");
        }
        if (image != null) {
            parts.add("like " + image.getFileName());
        }
        if (like != null) {
            parts.add("like row " + like);
        }
        return String.join(" and ", parts) + (where == null ? "" : " where " + where);
    }

    private RowStream<Row> rows(Table opened) {
        if (words == null) {
            return byVector(opened);
        }
        return text == null && image == null && like == null ? byWords(opened, words) : byBoth(opened, words);
    }

    private RowStream<Row> byBoth(Table opened, String sought) {
        return answer(vectorOptions().apply(near(opened), table).and(words(opened, sought)), HybridSearch::postfilter);
    }

    private <Q extends RowQuery<Q>> RowStream<Row> answer(Q search, UnaryOperator<Q> afterwards) {
        Q asked = Selection.apply(search, select);
        if (where != null) {
            asked = asked.where(where);
        }
        if (postfilter) {
            asked = afterwards.apply(asked);
        }
        return asked.withRowId().limit(limit).offset(offset).stream();
    }

    private VectorSearch near(Table opened) {
        VectorOptions options = vectorOptions();
        if (like == null && options.from() != null) {
            throw new IllegalArgumentException(
                    "Cannot search table '" + table + "': --from names the view of the row of --like; leave it out");
        }
        if (like != null && options.model() != null) {
            throw new IllegalArgumentException(
                    "Cannot search table '" + table + "': --model is for --text and --image; leave it out");
        }
        if (text != null) {
            return MeantRows.byText(opened, text, options.column(), options.model());
        }
        return image != null
                ? MeantRows.byImage(opened, image, options.column(), options.model())
                : similar(opened, requireNonNull(like, "like"));
    }

    private VectorSearch similar(Table opened, String row) {
        VectorOptions options = vectorOptions();
        SimilarRows similar = options.from() == null
                ? SimilarRows.in(opened, row, options.column())
                : SimilarRows.in(opened, opened.lake().openView(options.from()), row, options.column());
        similar.note().ifPresent(session.output()::say);
        return similar.search();
    }

    private VectorOptions vectorOptions() {
        return vectorOptions == null ? new VectorOptions() : vectorOptions;
    }

    private RowStream<Row> byWords(Table opened, String sought) {
        if (vectorOptions != null) {
            throw new IllegalArgumentException("Cannot search table '" + table
                    + "' for words: --vector-column, --metric, --nprobes, --refine, --ef, --from, --model and --exact are"
                    + " for --text, --image and --like; leave them out");
        }
        return answer(words(opened, sought), TextSearch::postfilter);
    }

    private TextSearch words(Table opened, String sought) {
        return opened.searchText((wordOptions == null ? new WordOptions() : wordOptions).query(sought));
    }

    private RowStream<Row> byVector(Table opened) {
        if (wordOptions != null) {
            throw new IllegalArgumentException("Cannot search table '" + table
                    + "' by vectors: --fts-column, --match, --fuzzy, --slop, --must and --must-not are for --fts; leave"
                    + " them out");
        }
        return answer(vectorOptions().apply(near(opened), table), VectorSearch::postfilter);
    }
}
