// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.index.FullTextIndex;
import dev.joust.index.Index;
import dev.joust.index.IndexType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings of an index on words. */
final class TextSettings {
    @Option(
            names = "--tokenizer",
            paramLabel = "T",
            description = "For fts: simple (the default), whitespace, raw or ngram.")
    private FullTextIndex.@Nullable Tokenizer tokenizer;

    @Option(names = "--language", paramLabel = "L", description = "For fts: whose stems, such as English.")
    private @Nullable String language;

    @Option(names = "--no-stem", description = "For fts: keep the endings of words.")
    private boolean noStem;

    @Option(names = "--case-sensitive", description = "For fts: tell upper from lower case.")
    private boolean caseSensitive;

    @Option(names = "--accent-sensitive", description = "For fts: tell letters with accents from those without.")
    private boolean accentSensitive;

    @Option(names = "--no-positions", description = "For fts: smaller, but phrases cannot be searched.")
    private boolean noPositions;

    @Option(names = "--no-stop-words", description = "For fts: leave out the frequent words of the language.")
    private boolean noStopWords;

    @Option(
            names = "--stop-words",
            split = ",",
            paramLabel = "W",
            description = "For fts: leave out these words instead, with commas between them.")
    private List<String> stopWords = List.of();

    @Option(names = "--max-token-length", paramLabel = "N", description = "For fts: leave out longer words than 40.")
    private @Nullable Integer maxTokenLength;

    @Option(
            names = "--ngrams",
            paramLabel = "MIN-MAX",
            description = "For fts: cut text into pieces of so many characters, such as 2-4.")
    private @Nullable String ngrams;

    @Option(names = "--prefix-only", description = "For fts with --ngrams: only pieces from the beginning of the text.")
    private boolean prefixOnly;

    void requireFor(IndexType type) {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--tokenizer", tokenizer != null);
        given.put("--language", language != null);
        given.put("--no-stem", noStem);
        given.put("--case-sensitive", caseSensitive);
        given.put("--accent-sensitive", accentSensitive);
        given.put("--no-positions", noPositions);
        given.put("--no-stop-words", noStopWords);
        given.put("--stop-words", !stopWords.isEmpty());
        given.put("--max-token-length", maxTokenLength != null);
        given.put("--ngrams", ngrams != null);
        given.put("--prefix-only", prefixOnly);
        given.forEach((option, isGiven) -> IndexSettings.requireFor(
                type, "fts", type == IndexType.FULL_TEXT, isGiven ? Boolean.TRUE : null, option));
    }

    FullTextIndex index(String column) {
        FullTextIndex result = Index.fullText(column);
        result = tokenizer == null ? result : result.tokenizer(tokenizer);
        result = cut(result);
        result = language == null ? result : result.language(language);
        result = noStem ? result.withoutStemming() : result;
        result = caseSensitive ? result.caseSensitive() : result;
        result = accentSensitive ? result.accentSensitive() : result;
        result = noPositions ? result.withoutPositions() : result;
        result = noStopWords ? result.withoutStopWords() : result;
        result = stopWords.isEmpty() ? result : result.stopWords(stopWords.toArray(String[]::new));
        return maxTokenLength == null ? result : result.maxTokenLength(maxTokenLength);
    }

    private FullTextIndex cut(FullTextIndex index) {
        boolean isNgram = tokenizer == null || tokenizer == FullTextIndex.Tokenizer.NGRAM;
        if (ngrams != null && !isNgram) {
            throw new IllegalArgumentException(
                    "Cannot create an index of type 'fts': --ngrams is for the tokenizer ngram; leave one of them out");
        }
        if (ngrams == null) {
            if (prefixOnly) {
                throw new IllegalArgumentException("Cannot create an index of type 'fts': --prefix-only needs --ngrams,"
                        + " such as --ngrams 2-8; add it");
            }
            return index;
        }
        if (!ngrams.matches("\\d{1,3}-\\d{1,3}")) {
            throw new IllegalArgumentException("Cannot create an index of type 'fts': '" + ngrams
                    + "' is no range of lengths; give the shortest and the longest, such as --ngrams 2-4");
        }
        int dash = ngrams.indexOf('-');
        int min = Integer.parseInt(ngrams.substring(0, dash));
        int max = Integer.parseInt(ngrams.substring(dash + 1));
        return prefixOnly ? index.prefixes(min, max) : index.ngrams(min, max);
    }
}
