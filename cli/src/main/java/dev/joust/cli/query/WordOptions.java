// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.query.BooleanQuery;
import dev.joust.query.MatchQuery;
import dev.joust.query.PhraseQuery;
import dev.joust.query.TextQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How words are looked for. */
final class WordOptions {
    private static final String AUTO = "auto";

    @Option(
            names = "--fts-column",
            split = ",",
            paramLabel = "C[^BOOST]",
            description = "The columns of text, with commas between them, title^2 to let one count twice; needed unless"
                    + " one column alone has a full text index, or holds text.")
    private List<String> columns = List.of();

    @Option(
            names = "--match",
            paramLabel = "HOW",
            description = "any of the words (the default), all of them, or the phrase.")
    private Match match = Match.ANY;

    @Option(
            names = "--fuzzy",
            arity = "0..1",
            fallbackValue = AUTO,
            paramLabel = "N",
            description = "Also words of which up to N letters (0 to 2) differ; without N, more in longer words.")
    private @Nullable String fuzzy;

    @Option(names = "--prefix-length", paramLabel = "N", description = "With --fuzzy: so many letters must be right.")
    private @Nullable Integer prefixLength;

    @Option(names = "--slop", paramLabel = "N", description = "With --match phrase: so many words may be between two.")
    private @Nullable Integer slop;

    @Option(names = "--must", paramLabel = "WORDS", description = "Only texts that also have all of these words.")
    private List<String> must = List.of();

    @Option(names = "--must-not", paramLabel = "WORDS", description = "Only texts that have none of these words.")
    private List<String> mustNot = List.of();

    /** Which texts are found. */
    enum Match {
        ANY,
        ALL,
        PHRASE
    }

    TextQuery query(String words) {
        TextQuery sought = match == Match.PHRASE ? phrase(words) : match(words);
        if (must.isEmpty() && mustNot.isEmpty()) {
            return sought;
        }
        BooleanQuery all = TextQuery.must(sought);
        for (String one : must) {
            all = all.must(placed(TextQuery.match(one).allWords()));
        }
        for (String one : mustNot) {
            all = all.mustNot(placed(TextQuery.match(one)));
        }
        return all;
    }

    private PhraseQuery phrase(String words) {
        if (fuzzy != null || prefixLength != null) {
            throw new IllegalArgumentException("Cannot search for the phrase '" + words
                    + "': --fuzzy and --prefix-length are for words; leave them out, or use --match all");
        }
        PhraseQuery phrase = TextQuery.phrase(words);
        for (String column : columns) {
            TextQuery.In in = in(column);
            if (in.boost() != 1) {
                throw new IllegalArgumentException("Cannot search for the phrase '" + words + "': '" + column
                        + "' weighs a column, which is for words; leave out the weight");
            }
            phrase = phrase.in(in.name());
        }
        return slop == null ? phrase : phrase.slop(slop);
    }

    private MatchQuery match(String words) {
        if (slop != null) {
            throw new IllegalArgumentException(
                    "Cannot search for '" + words + "': --slop is for --match phrase; leave it out");
        }
        MatchQuery query = placed(TextQuery.match(words));
        query = match == Match.ALL ? query.allWords() : query;
        if (fuzzy != null) {
            query = fuzzy.equals(AUTO) ? query.fuzzy() : query.fuzziness(edits(fuzzy));
        }
        if (prefixLength == null) {
            return query;
        } else if (fuzzy == null) {
            throw new IllegalArgumentException(
                    "Cannot search for '" + words + "': --prefix-length is for --fuzzy; leave it out, or add --fuzzy");
        }
        return query.prefixLength(prefixLength);
    }

    private static int edits(String text) {
        if (!text.matches("\\d")) {
            throw new IllegalArgumentException(
                    "Cannot search with --fuzzy '" + text + "': it is no number of letters; use 0, 1, 2 or none");
        }
        return Integer.parseInt(text);
    }

    private MatchQuery placed(MatchQuery query) {
        MatchQuery placed = query;
        for (String column : columns) {
            TextQuery.In in = in(column);
            placed = placed.in(in.name(), in.boost());
        }
        return placed;
    }

    private static TextQuery.In in(String column) {
        int hat = column.lastIndexOf('^');
        if (hat < 0) {
            return new TextQuery.In(column, 1);
        }
        String weight = column.substring(hat + 1);
        float boost = number(weight);
        if (!(boost > 0 && Float.isFinite(boost))) {
            throw new IllegalArgumentException("Cannot search in '" + column + "': '" + weight
                    + "' is no weight; give a number above 0, such as title^2");
        }
        return new TextQuery.In(column.substring(0, hat), boost);
    }

    private static float number(String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}
