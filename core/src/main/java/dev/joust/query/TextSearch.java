// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import java.util.Optional;

/**
 * A search for words in columns of text, ranked by BM25.
 *
 * <p>The answer has the column {@code _score} (float32), the highest first, and at most
 * {@value QuerySpec#DEFAULT_SEARCH_LIMIT} rows unless told otherwise; rows of equal score come in the order of their
 * ids, so that pages fit together. Filters apply before the search. Rows that an index does not cover yet are searched
 * too, and a column without an index is searched as if it had {@code Index.fullText}: both cost time that an index
 * saves.
 */
public final class TextSearch extends RowQuery<TextSearch> {
    private TextSearch(QueryEngine engine, QuerySpec spec) {
        super(engine, spec);
    }

    /** Returns the search for texts that hold any of these words, which the engine answers. */
    public static TextSearch of(QueryEngine engine, String words) {
        return of(engine, TextQuery.match(words));
    }

    /** Returns the search for texts that a query finds, which the engine answers. */
    public static TextSearch of(QueryEngine engine, TextQuery query) {
        return new TextSearch(
                engine,
                QuerySpec.EVERYTHING
                        .limit(QuerySpec.DEFAULT_SEARCH_LIMIT)
                        .rankedBy(new Ranking.Text(Optional.empty(), query)));
    }

    @Override
    TextSearch with(QuerySpec changed) {
        return new TextSearch(engine(), changed);
    }

    /**
     * Looks in this column, with all parts of the query that name none; needed unless exactly one column has a full
     * text index, or exactly one holds text.
     */
    public TextSearch in(String column) {
        return with(spec().rankedBy(new Ranking.Text(Optional.of(column), text().query())));
    }

    /**
     * Finds only texts that hold all of the words, in any order.
     *
     * @throws IllegalArgumentException if the search is for more than words
     */
    public TextSearch allWords() {
        return looking(words("allWords").allWords());
    }

    /**
     * Finds only texts that hold the words side by side, in this order.
     *
     * <p>Needs an index with positions where there is one; otherwise asking for the answer throws
     * {@link dev.joust.error.InvalidRequestException}.
     *
     * @throws IllegalArgumentException if the search is for more than words
     */
    public TextSearch phrase() {
        MatchQuery words = words("phrase");
        return looking(new PhraseQuery(words.words(), 0, words.in()));
    }

    /** Finds first and filters then: faster with weak filters, but fewer rows than the limit may be left. */
    public TextSearch postfilter() {
        return with(spec().postfiltered());
    }

    private MatchQuery words(String method) {
        if (text().query() instanceof MatchQuery words) {
            return words;
        }
        throw new IllegalArgumentException("Cannot apply " + method + "() to the search for '"
                + text().query().words()
                + "': it is no search for single words; say it of the parts of the TextQuery instead");
    }

    private TextSearch looking(TextQuery query) {
        return with(spec().rankedBy(new Ranking.Text(text().column(), query)));
    }

    private Ranking.Text text() {
        return (Ranking.Text) spec().ranking().orElseThrow();
    }
}
