// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.util.Optional;

/**
 * A search for words in a column of text, ranked by BM25.
 *
 * <p>The answer has the column {@code _score} (float32), the highest first, and at most
 * {@value QuerySpec#DEFAULT_SEARCH_LIMIT} rows unless told otherwise. Filters apply before the search. Rows that the
 * column's index does not cover yet are searched too.
 */
public final class TextSearch extends RowQuery<TextSearch> {
    private TextSearch(QueryEngine engine, QuerySpec spec) {
        super(engine, spec);
    }

    /** Returns the search for texts that hold any of these words, which the engine answers. */
    public static TextSearch of(QueryEngine engine, String words) {
        return new TextSearch(
                engine,
                QuerySpec.EVERYTHING
                        .limit(QuerySpec.DEFAULT_SEARCH_LIMIT)
                        .rankedBy(new Ranking.Text(Optional.empty(), words, Ranking.Match.ANY)));
    }

    @Override
    TextSearch with(QuerySpec changed) {
        return new TextSearch(engine(), changed);
    }

    /** Looks in this column; needed unless exactly one column has a full text index. */
    public TextSearch in(String column) {
        Ranking.Text text = text();
        return with(spec().rankedBy(new Ranking.Text(Optional.of(column), text.text(), text.match())));
    }

    /** Finds only texts that hold all of the words, in any order. */
    public TextSearch allWords() {
        return matching(Ranking.Match.ALL);
    }

    /**
     * Finds only texts that hold the words side by side, in this order.
     *
     * <p>Needs an index with positions that covers all rows; otherwise asking for the answer throws
     * {@link dev.joust.error.InvalidRequestException}.
     */
    public TextSearch phrase() {
        return matching(Ranking.Match.PHRASE);
    }

    /** Finds first and filters then: faster with weak filters, but fewer rows than the limit may be left. */
    public TextSearch postfilter() {
        return with(spec().postfiltered());
    }

    private TextSearch matching(Ranking.Match match) {
        Ranking.Text text = text();
        return with(spec().rankedBy(new Ranking.Text(text.column(), text.text(), match)));
    }

    private Ranking.Text text() {
        return (Ranking.Text) spec().ranking().orElseThrow();
    }
}
