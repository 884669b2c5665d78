// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * An index on the words of a column of text, for BM25.
 *
 * <p>Unless set otherwise, words are what stands between white space and punctuation, in lower case, with accents
 * removed, reduced to their English stem, no longer than {@value #DEFAULT_MAX_TOKEN_LENGTH} letters. Positions of words
 * are kept and stop words too, so that phrases can be found; LanceDB's own default drops both.
 *
 * @param tokenizer how text is cut into words
 * @param language whose stems and stop words are used, in English: {@code English}, {@code German}
 * @param maxTokenLength longer words are left out
 * @param pieces how long the pieces of {@link Tokenizer#NGRAM} are
 * @param stopWords words to leave out instead of the language's; only with {@code words.withoutStopWords}
 */
public record FullTextIndex(
        String column,
        Optional<String> chosenName,
        boolean isReplacing,
        Tokenizer tokenizer,
        String language,
        int maxTokenLength,
        Words words,
        Ngrams pieces,
        List<String> stopWords)
        implements Index {
    /** The longest word that is indexed by default: {@value}. */
    public static final int DEFAULT_MAX_TOKEN_LENGTH = 40;

    /** How text is cut into words. */
    public enum Tokenizer {
        /** At white space and punctuation. */
        SIMPLE,
        /** At white space. */
        WHITESPACE,
        /** Not at all: the text is one word. */
        RAW,
        /** Into pieces of a few characters; finds parts of words, and text without spaces. */
        NGRAM
    }

    /**
     * What becomes of each word.
     *
     * @param lowerCase upper and lower case are the same
     * @param asciiFolding accents are removed
     * @param stem words are reduced to their stem
     * @param withoutStopWords frequent words of the language are left out
     * @param withPositions their positions are kept, which phrases need
     */
    public record Words(
            boolean lowerCase, boolean asciiFolding, boolean stem, boolean withoutStopWords, boolean withPositions) {}

    /**
     * The pieces of {@link Tokenizer#NGRAM}.
     *
     * @param min characters at least
     * @param max characters at most
     * @param prefixOnly only pieces from the beginning of the text are kept
     */
    public record Ngrams(int min, int max, boolean prefixOnly) {
        /** Three characters, from anywhere. */
        public static final Ngrams DEFAULT = new Ngrams(3, 3, false);

        /** Checks it. */
        public Ngrams {
            if (min <= 0 || max < min) {
                throw new IllegalArgumentException(
                        "ngrams must be from at least 1 to no less characters but were from " + min + " to " + max);
            }
        }
    }

    public FullTextIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        requireNonNull(tokenizer, "tokenizer");
        requireNonNull(language, "language");
        requireNonNull(words, "words");
        requireNonNull(pieces, "pieces");
        stopWords = List.copyOf(stopWords);
        if (maxTokenLength <= 0) {
            throw new IllegalArgumentException("maxTokenLength must be positive but was " + maxTokenLength);
        }
    }

    static FullTextIndex of(String column) {
        return new FullTextIndex(
                column,
                Optional.empty(),
                false,
                Tokenizer.SIMPLE,
                "English",
                DEFAULT_MAX_TOKEN_LENGTH,
                new Words(true, true, true, false, true),
                Ngrams.DEFAULT,
                List.of());
    }

    @Override
    public IndexType type() {
        return IndexType.FULL_TEXT;
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public FullTextIndex named(String name) {
        return new FullTextIndex(
                column, Optional.of(name), isReplacing, tokenizer, language, maxTokenLength, words, pieces, stopWords);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public FullTextIndex replacing() {
        return new FullTextIndex(
                column, chosenName, true, tokenizer, language, maxTokenLength, words, pieces, stopWords);
    }

    /** Cuts text into words in another way. */
    public FullTextIndex tokenizer(Tokenizer newTokenizer) {
        return new FullTextIndex(
                column, chosenName, isReplacing, newTokenizer, language, maxTokenLength, words, pieces, stopWords);
    }

    /** Uses the stems and stop words of another language, named in English. */
    public FullTextIndex language(String newLanguage) {
        return new FullTextIndex(
                column, chosenName, isReplacing, tokenizer, newLanguage, maxTokenLength, words, pieces, stopWords);
    }

    /** Leaves out words longer than this many letters. */
    public FullTextIndex maxTokenLength(int letters) {
        return new FullTextIndex(
                column, chosenName, isReplacing, tokenizer, language, letters, words, pieces, stopWords);
    }

    /** Keeps words as they are written, each ending a word of its own. */
    public FullTextIndex withoutStemming() {
        return with(new Words(words.lowerCase, words.asciiFolding, false, words.withoutStopWords, words.withPositions));
    }

    /** Tells upper from lower case. */
    public FullTextIndex caseSensitive() {
        return with(new Words(false, words.asciiFolding, words.stem, words.withoutStopWords, words.withPositions));
    }

    /** Tells letters with accents from those without. */
    public FullTextIndex accentSensitive() {
        return with(new Words(words.lowerCase, false, words.stem, words.withoutStopWords, words.withPositions));
    }

    /** Leaves out the language's frequent words: smaller, but phrases that hold one are not found. */
    public FullTextIndex withoutStopWords() {
        return with(new Words(words.lowerCase, words.asciiFolding, words.stem, true, words.withPositions));
    }

    /**
     * Leaves out these words instead of the language's frequent ones, as they are compared: in lower case and so on.
     */
    public FullTextIndex stopWords(String... leftOut) {
        if (leftOut.length == 0) {
            throw new IllegalArgumentException("stopWords must name a word; withoutStopWords() takes the language's");
        }
        FullTextIndex without = withoutStopWords();
        return new FullTextIndex(
                column,
                chosenName,
                isReplacing,
                tokenizer,
                language,
                maxTokenLength,
                without.words,
                pieces,
                List.of(leftOut));
    }

    /** Cuts text into pieces of so many characters, for parts of words and for languages without spaces. */
    public FullTextIndex ngrams(int min, int max) {
        return cut(new Ngrams(min, max, false));
    }

    /** Keeps only the beginnings of texts, so many characters long, for names that are still being typed. */
    public FullTextIndex prefixes(int min, int max) {
        return cut(new Ngrams(min, max, true));
    }

    private FullTextIndex cut(Ngrams newPieces) {
        return new FullTextIndex(
                column,
                chosenName,
                isReplacing,
                Tokenizer.NGRAM,
                language,
                maxTokenLength,
                words,
                newPieces,
                stopWords);
    }

    /** Leaves out the positions of words: smaller, but phrases cannot be searched. */
    public FullTextIndex withoutPositions() {
        return with(new Words(words.lowerCase, words.asciiFolding, words.stem, words.withoutStopWords, false));
    }

    private FullTextIndex with(Words newWords) {
        return new FullTextIndex(
                column, chosenName, isReplacing, tokenizer, language, maxTokenLength, newWords, pieces, stopWords);
    }
}
