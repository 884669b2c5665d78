// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import static java.util.Objects.requireNonNull;

import dev.joust.index.FullTextIndex.Tokenizer;
import dev.joust.query.BooleanQuery;
import dev.joust.query.BoostQuery;
import dev.joust.query.MatchQuery;
import dev.joust.query.PhraseQuery;
import dev.joust.query.TextQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.FullTextQuery.BooleanClause;
import org.lance.ipc.FullTextQuery.Occur;
import org.lance.ipc.FullTextQuery.Operator;

/**
 * Says a query of text in Lance's words.
 *
 * <p>On rows that no index covers, Lance looks for any of the words as they are, whatever else is asked: it takes all
 * words for any, and knows no phrases, spellings and boosts. In an index it takes all words for those of them that some
 * text has. So all words are one clause for each, but for those that the index leaves out of all texts. Of clauses that
 * must be there it counts the score of the first alone, so that the others are asked for once more as such that should.
 *
 * @param column where parts look that name no column
 * @param analyzers how the text of each column is cut into words
 */
record TextQueries(String column, Map<String, TextAnalyzer> analyzers) {
    /** Whether Lance answers a query rightly on rows that no index covers. */
    boolean isAnsweredWithoutIndex(TextQuery query) {
        if (query instanceof MatchQuery match) {
            return match.fuzziness().isEmpty()
                    && match.boost() == 1
                    && columns(match.in()).stream().allMatch(in -> in.boost() == 1)
                    && !isInPieces(match);
        }
        return !(query instanceof PhraseQuery) && query.parts().stream().allMatch(this::isAnsweredWithoutIndex);
    }

    private boolean isInPieces(MatchQuery match) {
        return columns(match.in()).stream().anyMatch(this::isInPieces);
    }

    private boolean isInPieces(TextQuery.In in) {
        return analyzer(in).tokenizer() == Tokenizer.NGRAM;
    }

    private TextAnalyzer analyzer(TextQuery.In in) {
        return requireNonNull(analyzers.get(in.name()), in.name());
    }

    FullTextQuery of(TextQuery query) {
        if (query instanceof MatchQuery match) {
            return match(match);
        } else if (query instanceof PhraseQuery phrase) {
            List<TextQuery.In> columns = columns(phrase.in());
            return any(columns.stream()
                    .map(in -> FullTextQuery.phrase(phrase.words(), in.name(), phrase.slop()))
                    .toList());
        } else if (query instanceof BoostQuery boost) {
            return FullTextQuery.boost(of(boost.positive()), of(boost.negative()), boost.negativeBoost());
        } else if (query instanceof BooleanQuery parts) {
            List<BooleanClause> clauses = new ArrayList<>(
                    counted(required(parts).stream().map(this::of).toList()));
            parts.should().forEach(part -> clauses.add(new BooleanClause(Occur.SHOULD, of(part))));
            parts.mustNot().forEach(part -> clauses.add(new BooleanClause(Occur.MUST_NOT, of(part))));
            return FullTextQuery.booleanQuery(clauses);
        }
        throw new AssertionError(query);
    }

    private List<TextQuery.In> columns(List<TextQuery.In> named) {
        return named.isEmpty() ? List.of(new TextQuery.In(column, 1)) : named;
    }

    private FullTextQuery match(MatchQuery match) {
        List<TextQuery.In> columns = columns(match.in());
        if (match.fuzziness().isPresent()) {
            return any(columns.stream().map(in -> spelled(match, in)).toList());
        }
        if (match.which() == MatchQuery.Which.ALL) {
            return any(columns.stream().map(in -> all(match, in)).toList());
        }
        if (columns.size() == 1 || isInPieces(match)) {
            return any(columns.stream().map(in -> anyWord(match, in)).toList());
        }
        return FullTextQuery.multiMatch(
                match.words(),
                columns.stream().map(TextQuery.In::name).toList(),
                columns.stream().map(in -> in.boost() * match.boost()).toList(),
                Operator.OR);
    }

    /** Only the words themselves, whatever the length of a word would allow. */
    private FullTextQuery exactly(String words, TextQuery.In in, float boost) {
        // All pieces of a word, not any.
        Operator operator = isInPieces(in) ? Operator.AND : Operator.OR;
        return FullTextQuery.match(
                words, in.name(), in.boost() * boost, Optional.of(0), MatchQuery.DEFAULT_MAX_EXPANSIONS, operator, 0);
    }

    private FullTextQuery anyWord(MatchQuery match, TextQuery.In in) {
        return isInPieces(in)
                ? each(match, in, Occur.SHOULD, word -> exactly(word, in, match.boost()))
                : exactly(match.words(), in, match.boost());
    }

    private FullTextQuery all(MatchQuery match, TextQuery.In in) {
        return each(match, in, Occur.MUST, word -> exactly(word, in, match.boost()));
    }

    /** Lance's own rule, by which the length of a word says how many letters may differ, takes none. */
    private FullTextQuery spelled(MatchQuery match, TextQuery.In in) {
        MatchQuery.Fuzziness fuzziness = match.fuzziness().orElseThrow();
        Function<String, FullTextQuery> query = words -> FullTextQuery.match(
                words,
                in.name(),
                in.boost() * match.boost(),
                Optional.of(fuzziness.editsOf(words)),
                fuzziness.maxExpansions(),
                Operator.OR,
                fuzziness.prefixLength());
        if (match.which() == MatchQuery.Which.ALL) {
            return each(match, in, Occur.MUST, query);
        }
        return fuzziness.edits().isPresent() ? query.apply(match.words()) : each(match, in, Occur.SHOULD, query);
    }

    private FullTextQuery each(MatchQuery match, TextQuery.In in, Occur occur, Function<String, FullTextQuery> query) {
        TextAnalyzer analyzer = analyzer(in);
        List<String> all = analyzer.words(match.words());
        List<String> known =
                all.stream().filter(word -> !analyzer.leavesOut(word)).toList();
        return clauses(
                occur, (known.isEmpty() ? all : known).stream().map(query).toList());
    }

    /** The parts that must be there, but for those that no text can have; all of them if there is nothing else. */
    private List<TextQuery> required(BooleanQuery parts) {
        List<TextQuery> required =
                parts.must().stream().filter(part -> !isLeftOut(part)).toList();
        return required.isEmpty() && parts.should().isEmpty() ? parts.must() : required;
    }

    /** Whether no index has one of its words. */
    private boolean isLeftOut(TextQuery query) {
        if (query instanceof BoostQuery boost) {
            return isLeftOut(boost.positive());
        } else if (query instanceof BooleanQuery parts) {
            return Stream.concat(parts.must().stream(), parts.should().stream()).allMatch(this::isLeftOut);
        }
        List<TextQuery.In> in = query instanceof MatchQuery match ? match.in() : ((PhraseQuery) query).in();
        return columns(in).stream()
                .map(this::analyzer)
                .allMatch(analyzer -> analyzer.words(query.words()).stream().allMatch(analyzer::leavesOut));
    }

    private static FullTextQuery any(List<FullTextQuery> queries) {
        return clauses(Occur.SHOULD, queries);
    }

    private static FullTextQuery clauses(Occur occur, List<FullTextQuery> queries) {
        if (queries.size() == 1) {
            return queries.get(0);
        }
        return FullTextQuery.booleanQuery(occur == Occur.MUST ? counted(queries) : of(occur, queries));
    }

    /** Clauses that must be there and all count. */
    private static List<BooleanClause> counted(List<FullTextQuery> queries) {
        List<BooleanClause> clauses = new ArrayList<>(of(Occur.MUST, queries));
        clauses.addAll(of(Occur.SHOULD, queries.subList(Math.min(1, queries.size()), queries.size())));
        return clauses;
    }

    private static List<BooleanClause> of(Occur occur, List<FullTextQuery> queries) {
        return queries.stream().map(query -> new BooleanClause(occur, query)).toList();
    }
}
