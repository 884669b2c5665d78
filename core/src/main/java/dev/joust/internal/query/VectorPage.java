// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.NearestVectors;
import dev.joust.internal.lance.read.EnoughRows;
import dev.joust.query.QuerySpec;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import dev.joust.query.Selected;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A page of a vector search that looks at more parts of an index the further down a page is.
 *
 * <p>The order of all rows that pages are cut from is the same for all pages of one size: first what the fewest parts
 * have, then what more parts have and the fewest did not give, and so on. So no row comes twice and none is left out,
 * whatever the first parts missed. Pages change over to more parts where one ends.
 *
 * @param query the search, with a limit
 * @param steps in how many parts it looks, the fewest first and all at last
 */
record VectorPage(QuerySpec query, List<ProbedParts> steps) {
    VectorPage {
        steps = List.copyOf(steps);
    }

    /**
     * Where rows are looked for.
     *
     * @param parts in how many parts of the index
     * @param others rows that are left out
     */
    record Part(int parts, Set<Long> others) {}

    /** Reads a page of a query, in order. */
    interface Search {
        ArrowReader page(QuerySpec query, Part part);
    }

    /** Reads the page; a page of the first rows takes one search, unless the fewest parts have too few rows. */
    ArrowReader read(Snapshot snapshot, Search search) {
        long there = Math.max(0, Math.min(rows(), snapshot.count() - query.offset()));
        if (step() > 0 || there == 0) {
            return readAfterOthers(search);
        }
        return EnoughRows.of(
                snapshot.table().store().allocator(),
                search.page(query, new Part(steps.get(0).parts(), Set.of())),
                there,
                () -> readAfterOthers(search));
    }

    private long rows() {
        return query.limit().orElseThrow();
    }

    private ArrowReader readAfterOthers(Search search) {
        Set<Long> before = new LinkedHashSet<>();
        for (ProbedParts step : steps.subList(0, steps.size() - 1)) {
            Part part = new Part(step.parts(), Set.copyOf(before));
            List<Long> more = ids(search, part, step.last() - before.size());
            long found = (long) before.size() + more.size();
            if (query.offset() + rows() <= found) {
                return readIn(search, part);
            }
            more.stream().limit(Math.max(0, ended(found) - before.size())).forEach(before::add);
        }
        return readIn(search, new Part(steps.get(steps.size() - 1).parts(), before));
    }

    private List<Long> ids(Search search, Part part, long rows) {
        List<Long> ids = new ArrayList<>();
        QuerySpec first = with(List.of(new Selected.Stored(TableColumns.ROW_ID)), rows, 0);
        try (RowStream<Row> found = BatchRows.rows(search.page(first, part))) {
            found.forEachRemaining(row -> ids.add(row.longValue(TableColumns.ROW_ID)));
        }
        return ids;
    }

    /** How many of the first rows are in pages of this size that end by then, where this page is one of them. */
    private long ended(long found) {
        long first = query.offset() % rows();
        return found < first ? 0 : found - (found - first) % rows();
    }

    private ArrowReader readIn(Search search, Part part) {
        return search.page(
                with(query.select(), rows(), query.offset() - part.others().size()), part);
    }

    private QuerySpec with(List<Selected> select, long limit, long offset) {
        return new QuerySpec(
                query.filters(),
                select,
                query.order(),
                OptionalLong.of(limit),
                offset,
                query.version(),
                query.withRowId(),
                Optional.empty(),
                query.ranking(),
                query.isPostfiltered());
    }

    private int step() {
        int step = 0;
        while (query.offset() + rows() > steps.get(step).last()) {
            step++;
        }
        return step;
    }

    /** In how many parts the page is looked for, where each step has as many rows as it may give. */
    @Override
    public String toString() {
        int step = step();
        int parts = steps.get(step).parts();
        String shown = parts < NearestVectors.ALL_PARTS ? parts + " parts" : "all parts";
        return step == 0
                ? shown
                : shown + " after the first " + ended(steps.get(step - 1).last()) + " rows of fewer";
    }
}
