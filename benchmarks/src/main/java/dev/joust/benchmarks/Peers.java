// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import static dev.joust.benchmarks.Report.decimal;
import static dev.joust.benchmarks.Report.millis;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.benchmarks.PeerProcess.Filtered;
import dev.joust.index.Index;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Searches of one table by Joust and by LanceDB's own client: times, and which part of what is nearest they find. */
final class Peers {
    private static final int QUESTIONS = 100;
    private static final int WARM_UPS = 20;
    private static final int ROUNDS = 7;
    private static final OptionalInt REFINE_OF_COMPRESSED = OptionalInt.of(20);

    private final Report report;
    private final String script;
    private final Path folder;
    private final Table table;
    private final ClusteredVectors points = new ClusteredVectors(QUESTIONS);
    private final List<Set<Long>> nearest = points.nearest(1);
    private final List<Set<Long>> nearestFiltered = points.nearest(SearchTable.BUCKETS);

    private Peers(Report report, String script, Lake lake, Path folder) {
        this.report = report;
        this.script = script;
        this.folder = folder;
        this.table = SearchTable.create(lake, points);
    }

    /**
     * Measures.
     *
     * @param script what Node runs, which answers for LanceDB
     */
    static void run(Path folder, String script) throws Exception {
        Report report = Report.begin("Searches for ten rows among 100,000, beside LanceDB's client");
        report.header(
                "search",
                "LanceDB p50",
                "Joust p50",
                "ratio",
                "LanceDB p95",
                "Joust p95",
                "ratio",
                "recall of LanceDB",
                "recall of Joust");
        try (Lake lake = Joust.open(folder)) {
            Peers peers = new Peers(report, script, lake, folder);
            peers.words();
            peers.nearest("ivf_flat", SearchTable.FLAT, OptionalInt.empty());
            peers.nearest("ivf_pq", SearchTable.COMPRESSED, REFINE_OF_COMPRESSED);
        }
    }

    private void words() throws Exception {
        try (PeerProcess peer = start(OptionalInt.empty(), Filtered.AS_JOUST)) {
            Duel all = duel(i -> Question.words(SearchTable.question(i)), peer);
            row("two words", all, alike(all.found(), all.foundByOther()), "");
            Duel some = duel(i -> Question.words(SearchTable.question(i)).filtered(), peer);
            row("two words, filter of 10%", some, alike(some.found(), some.foundByOther()), "");
        }
    }

    private void nearest(String name, Index index, OptionalInt refine) throws Exception {
        SearchTable.index(table, index);
        try (PeerProcess peer = start(refine, Filtered.AS_JOUST)) {
            Duel all = duel(i -> Question.nearest(points.query(i)), peer);
            row("nearest, " + name, all, recall(all.foundByOther(), nearest), recall(all.found(), nearest));
            filtered("nearest, " + name + ", filter of 10%", peer);
        }
        try (PeerProcess peer = start(refine, Filtered.BY_DEFAULT)) {
            filtered("the same, LanceDB by its defaults", peer);
        }
    }

    private void filtered(String name, PeerProcess peer) throws Exception {
        Duel duel = duel(i -> Question.nearest(points.query(i)).filtered(), peer);
        row(name, duel, recall(duel.foundByOther(), nearestFiltered), recall(duel.found(), nearestFiltered));
    }

    private PeerProcess start(OptionalInt refine, Filtered filtered) throws IOException {
        return PeerProcess.start(script, folder, refine, filtered);
    }

    private Duel duel(IntFunction<Question> question, PeerProcess peer) throws Exception {
        List<Question> questions =
                IntStream.range(0, QUESTIONS).mapToObj(question).toList();
        return Duel.of(questions, WARM_UPS, ROUNDS, Duel.timed(one -> one.askJoust(table)), peer::ask);
    }

    private void row(String name, Duel duel, String itsRecall, String ourRecall) {
        report.row(
                name,
                millis(duel.secondsOfOther(50)),
                millis(duel.seconds(50)),
                "**" + decimal(duel.ratio(50)) + "**",
                millis(duel.secondsOfOther(95)),
                millis(duel.seconds(95)),
                "**" + decimal(duel.ratio(95)) + "**",
                itsRecall,
                ourRecall);
    }

    /** Words have no truth of their own: how many rows both sides found. */
    private static String alike(List<List<Long>> found, List<List<Long>> others) {
        return share(found, others.stream().map(Set::copyOf).toList()) + " the same";
    }

    private static String recall(List<List<Long>> found, List<Set<Long>> wanted) {
        return share(found, wanted);
    }

    private static String share(List<List<Long>> found, List<Set<Long>> wanted) {
        long right = 0;
        long all = 0;
        for (int i = 0; i < found.size(); i++) {
            right += found.get(i).stream().filter(wanted.get(i)::contains).count();
            all += wanted.get(i).size();
        }
        return String.format(Locale.ROOT, "%.3f", (double) right / all);
    }
}
