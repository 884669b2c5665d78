// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.internal.query.ScoredSearch.Scored;
import dev.joust.query.QuerySpec;
import dev.joust.query.Ranking;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A page of a search, such that pages of any size fit together: the best row first, rows of equal score by their ids.
 *
 * <p>Which rows of equal score Lance finds, and in which order, depends on how many are asked for. So more are asked
 * for than the page has, until one is worse than the last row of the page. Words have many rows of equal score: their
 * ids and scores are found first, which takes as long for few as for hundreds. Vectors have hardly any.
 */
final class PagedAnswer {
    private static final int FIRST_WITH_WORDS = 256;
    private static final int GROWTH = 64;

    /** Finds so many of the best rows of a query, whatever its limit and offset. */
    interface Search {
        ArrowReader best(QuerySpec query, long count);
    }

    private final Snapshot snapshot;
    private final QuerySpec query;
    private final ScoredRows answer;
    private final String score;
    private final Comparator<Scored> order;
    private final Search search;

    /** Prepares the answer to a search of one kind. */
    PagedAnswer(Snapshot snapshot, QuerySpec query, String what, Search search) {
        this.snapshot = snapshot;
        this.query = query;
        this.answer = ScoredRows.of(snapshot, query, what);
        this.score = answer.score();
        Comparator<Scored> byScore = Comparator.comparingDouble(Scored::score);
        boolean isNearestFirst = query.ranking().orElseThrow() instanceof Ranking.Vector;
        this.order = (isNearestFirst ? byScore : byScore.reversed()).thenComparingLong(Scored::rowId);
        this.search = search;
    }

    ArrowReader read() {
        long rows = Math.max(1, snapshot.count());
        long wanted = ScoredSearch.wanted(query, rows);
        if (query.ranking().orElseThrow() instanceof Ranking.Text) {
            return readByIds(wanted, Math.min(rows, Math.max(FIRST_WITH_WORDS, 2 * wanted)), rows);
        }
        long asked = Math.min(rows, wanted + 1);
        boolean isAtOnce = asked <= WholeBlobs.BATCH_ROWS && !answer.isOfIdsOnly();
        return (isAtOnce ? readAtOnce(wanted, asked, rows) : Optional.<ArrowReader>empty())
                .orElseGet(() -> readByIds(wanted, asked, rows));
    }

    /** Empty if rows that were not read may belong into the page. */
    private Optional<ArrowReader> readAtOnce(long wanted, long asked, long rows) {
        ArrowReader found = search.best(query.includingRowId(), asked);
        boolean isChosen = false;
        try {
            List<Scored> all = found.loadNextBatch() ? scored(found.getVectorSchemaRoot()) : List.of();
            if (isEnough(all, wanted, asked, rows)) {
                List<Integer> page = IntStream.range(0, all.size())
                        .boxed()
                        .sorted(Comparator.comparing(all::get, order))
                        .limit(wanted)
                        .skip(query.offset())
                        .toList();
                ArrowReader picked = PickedRows.of(
                        snapshot.table().store().allocator(),
                        found,
                        page,
                        RankedRows.columns(snapshot, query, List.of(score)));
                isChosen = true;
                return Optional.of(picked);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be read", e);
        } finally {
            if (!isChosen) {
                AutoCloseables.closeNoChecked(found);
            }
        }
    }

    /** Whether no other row can be among those that are wanted. */
    private static boolean isEnough(List<Scored> found, long wanted, long asked, long rows) {
        return found.size() < asked
                || asked == rows
                || found.get((int) wanted - 1).score()
                        != found.get(found.size() - 1).score();
    }

    private List<Scored> scored(VectorSchemaRoot batch) {
        UInt8Vector ids = (UInt8Vector) batch.getVector(TableColumns.ROW_ID);
        Float4Vector scores = (Float4Vector) batch.getVector(score);
        return IntStream.range(0, batch.getRowCount())
                .mapToObj(row -> new Scored(ids.get(row), scores.get(row)))
                .toList();
    }

    /** Of rows whose fragment is gone Lance finds the ids too, and leaves them out only where it reads a column. */
    private ArrowReader readByIds(long wanted, long first, long rows) {
        return answer.readIfPresent(best(wanted, first, rows, found -> found))
                .orElseGet(() -> answer.read(best(wanted, first, Integer.MAX_VALUE, this::present)));
    }

    private List<Scored> present(List<Scored> found) {
        Set<Long> present =
                RowIdQuery.present(snapshot, found.stream().map(Scored::rowId).toList());
        return found.stream().filter(one -> present.contains(one.rowId())).toList();
    }

    /**
     * The best rows in order.
     *
     * @param most more are never found
     * @param kept those of the rows of a batch that count
     */
    private List<Scored> best(long wanted, long first, long most, UnaryOperator<List<Scored>> kept) {
        long asked = first;
        while (true) {
            Optional<List<Scored>> best = bestOf(wanted, asked, most, kept);
            if (best.isPresent()) {
                return best.get();
            }
            asked = Math.min(most, asked * GROWTH);
        }
    }

    /** The best rows in order; empty if rows that were not asked for may be among them. */
    private Optional<List<Scored>> bestOf(long wanted, long asked, long most, UnaryOperator<List<Scored>> kept) {
        PriorityQueue<Scored> best = new PriorityQueue<>(order.reversed());
        long found = 0;
        float last = Float.NaN;
        try (ArrowReader reader = search.best(ScoredSearch.idsOf(query), asked)) {
            while (reader.loadNextBatch()) {
                List<Scored> batch = scored(reader.getVectorSchemaRoot());
                found += batch.size();
                last = batch.isEmpty() ? last : batch.get(batch.size() - 1).score();
                for (Scored one : kept.apply(batch)) {
                    best.add(one);
                    if (best.size() > wanted) {
                        best.remove();
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be read", e);
        }
        boolean isEnough = found < asked
                || asked == most
                || (best.size() == wanted && last != best.element().score());
        return isEnough ? Optional.of(best.stream().sorted(order).toList()) : Optional.empty();
    }
}
