// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.millis;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.benchmarks.Duel.Side;
import dev.joust.index.Index;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What searches cost through Joust over the same searches by lance-core alone: the same indexes, settings and columns.
 *
 * <p>Joust looks for a newer version, checks names, types and what other writers did to the index, and makes rows of
 * the answer; the other side keeps one version open and reads the same two columns out of Arrow.
 */
final class Search {
    private static final int QUESTIONS = 100;
    private static final int WARM_UPS = 20;
    private static final int ROUNDS = 7;
    private static final OptionalInt REFINE_OF_COMPRESSED = OptionalInt.of(20);

    private final Report report;
    private final Table table;
    private final Path path;
    private final ClusteredVectors points = new ClusteredVectors(QUESTIONS);

    private Search(Report report, Lake lake, Path folder) {
        this.report = report;
        this.table = SearchTable.create(lake, points);
        this.path = folder.resolve(SearchTable.NAME + ".lance");
    }

    static void run(Path folder) throws Exception {
        Report report = Report.begin("Searches for ten rows among 100,000, against lance-core alone");
        report.header("search", "lance-core p50", "Joust p50", "ratio", "lance-core p95", "Joust p95", "ratio");
        try (Lake lake = Joust.open(folder)) {
            Search search = new Search(report, lake, folder);
            search.words();
            search.nearest("ivf_flat", SearchTable.FLAT, OptionalInt.empty());
            search.nearest("ivf_pq", SearchTable.COMPRESSED, REFINE_OF_COMPRESSED);
        }
    }

    private void words() throws Exception {
        try (BareSearch bare = new BareSearch(path, OptionalInt.empty())) {
            measure("two words", i -> Question.words(SearchTable.question(i)), bare);
            measure(
                    "two words, filter of 10%",
                    i -> Question.words(SearchTable.question(i)).filtered(), bare);
        }
    }

    private void nearest(String name, Index index, OptionalInt refine) throws Exception {
        SearchTable.index(table, index);
        try (BareSearch bare = new BareSearch(path, refine)) {
            measure("nearest, " + name, i -> Question.nearest(points.query(i)), bare);
            measure(
                    "nearest, " + name + ", filter of 10%",
                    i -> Question.nearest(points.query(i)).filtered(),
                    bare);
        }
    }

    private void measure(String name, IntFunction<Question> question, BareSearch bare) throws Exception {
        List<Question> questions =
                IntStream.range(0, QUESTIONS).mapToObj(question).toList();
        Side joust = Duel.timed(one -> one.askJoust(table));
        Duel duel = Duel.of(questions, WARM_UPS, ROUNDS, joust, Duel.timed(bare::ask));
        requireAlike(name, duel);
        report.row(
                name,
                millis(duel.secondsOfOther(50)),
                millis(duel.seconds(50)),
                "**" + decimal(duel.ratio(50)) + "**",
                millis(duel.secondsOfOther(95)),
                millis(duel.seconds(95)),
                "**" + decimal(duel.ratio(95)) + "**");
    }

    private static void requireAlike(String name, Duel duel) {
        int alike = 0;
        int all = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            List<Long> others = duel.foundByOther().get(i);
            alike += (int) duel.found().get(i).stream().filter(others::contains).count();
            all += others.size();
        }
        // Of the rows whose score is that of the last one, each side may find others.
        if (alike < all * 4 / 5) {
            throw new IllegalStateException(
                    "'" + name + "': only " + alike + " of " + all + " rows are found by both sides");
        }
    }
}
