// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import dev.joust.query.Row;
import dev.joust.query.VectorSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Answers to searches for the nearest rows: which part of what was wanted they have, and in which time. */
final class RecallAnswers {
    private final String id;
    private final List<Long> nanos = new ArrayList<>();
    private long found;
    private long wanted;

    /** Begins; a column of the answers has the number of the row. */
    RecallAnswers(String id) {
        this.id = id;
    }

    void add(VectorSearch search, Set<Long> nearest) {
        long start = System.nanoTime();
        List<Row> rows = search.rows();
        nanos.add(System.nanoTime() - start);
        found +=
                rows.stream().filter(row -> nearest.contains(row.longValue(id))).count();
        wanted += nearest.size();
    }

    String recall() {
        return String.format(Locale.ROOT, "%.3f", (double) found / wanted);
    }

    String p50() {
        return Report.millis(nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e9);
    }
}
