// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Texts with some words.
 *
 * <p>In several columns, all words are to be in one of them. The score is that of the best column, and for all words or
 * other spellings the sum over the columns that have them.
 *
 * @param words the words, with anything between them
 * @param which how many of the words a text must hold
 * @param fuzziness which other spellings are taken; empty means none
 * @param boost what the score is multiplied by
 * @param in where to look; empty means where the search looks
 */
public record MatchQuery(String words, Which which, Optional<Fuzziness> fuzziness, float boost, List<In> in)
        implements TextQuery {
    /** The other spellings of one word that are looked for by default: {@value}. */
    public static final int DEFAULT_MAX_EXPANSIONS = 50;

    /** The largest number of letters that may differ: {@value}. */
    public static final int MAX_EDITS = 2;

    /** How many of the words a text must hold. */
    public enum Which {
        /** At least one. */
        ANY,
        /** All, in any order. */
        ALL
    }

    /**
     * Which other spellings are taken for a word.
     *
     * @param edits how many letters may be added, left out or replaced; empty lets the length of the word decide: none
     *     up to 2 letters, one up to 5, two for longer words
     * @param prefixLength so many letters at the beginning are as they are
     * @param maxExpansions how many words of the index are taken for one at most
     */
    public record Fuzziness(OptionalInt edits, int prefixLength, int maxExpansions) {
        /** Checks it. */
        public Fuzziness {
            if (edits.isPresent() && (edits.getAsInt() < 0 || edits.getAsInt() > MAX_EDITS)) {
                throw new IllegalArgumentException(
                        "fuzziness must be 0 to " + MAX_EDITS + " but was " + edits.getAsInt());
            }
            if (prefixLength < 0) {
                throw new IllegalArgumentException("prefixLength must not be negative but was " + prefixLength);
            }
            if (maxExpansions <= 0) {
                throw new IllegalArgumentException("maxExpansions must be positive but was " + maxExpansions);
            }
        }

        /** How many letters of this word may differ. */
        public int editsOf(String word) {
            int letters = word.codePointCount(0, word.length());
            return edits.orElse(letters <= 2 ? 0 : letters <= 5 ? 1 : 2);
        }
    }

    /** Checks it. */
    public MatchQuery {
        requireNonNull(words, "words");
        requireNonNull(which, "which");
        requireNonNull(fuzziness, "fuzziness");
        TextQuery.requireBoost(boost);
        in = List.copyOf(in);
    }

    static MatchQuery of(String words) {
        return new MatchQuery(words, Which.ANY, Optional.empty(), 1, List.of());
    }

    /** Finds only texts with all of the words, in any order. */
    public MatchQuery allWords() {
        return new MatchQuery(words, Which.ALL, fuzziness, boost, in);
    }

    /** Also finds words that are spelled nearly the same; longer words may differ more, see {@link Fuzziness#edits}. */
    public MatchQuery fuzzy() {
        return spelled(OptionalInt.empty(), prefixLength(), maxExpansions());
    }

    /** Also finds words of which up to this many letters, at most {@value #MAX_EDITS}, differ. */
    public MatchQuery fuzziness(int edits) {
        return spelled(OptionalInt.of(edits), prefixLength(), maxExpansions());
    }

    /** Takes other spellings only if this many letters at the beginning are as they are. */
    public MatchQuery prefixLength(int letters) {
        return spelled(edits(), letters, maxExpansions());
    }

    /** Takes at most so many words of the index for one; {@value #DEFAULT_MAX_EXPANSIONS} unless told otherwise. */
    public MatchQuery maxExpansions(int spellings) {
        return spelled(edits(), prefixLength(), spellings);
    }

    private MatchQuery spelled(OptionalInt edits, int prefixLength, int maxExpansions) {
        return new MatchQuery(words, which, Optional.of(new Fuzziness(edits, prefixLength, maxExpansions)), boost, in);
    }

    private OptionalInt edits() {
        return fuzziness.map(Fuzziness::edits).orElse(OptionalInt.empty());
    }

    private int prefixLength() {
        return fuzziness.map(Fuzziness::prefixLength).orElse(0);
    }

    private int maxExpansions() {
        return fuzziness.map(Fuzziness::maxExpansions).orElse(DEFAULT_MAX_EXPANSIONS);
    }

    /** Multiplies the score, by which these words weigh more than others of the same query. */
    public MatchQuery boost(float factor) {
        return new MatchQuery(words, which, fuzziness, factor, in);
    }

    /** Looks in this column, and in those that were named before. */
    public MatchQuery in(String column) {
        return in(column, 1);
    }

    /** Looks in this column too, whose score is multiplied. */
    public MatchQuery in(String column, float factor) {
        return new MatchQuery(words, which, fuzziness, boost, TextQuery.added(in, new In(column, factor)));
    }

    @Override
    public List<TextQuery> parts() {
        return List.of();
    }

    @Override
    public List<String> columns() {
        return in.stream().map(In::name).toList();
    }

    @Override
    public boolean needsColumn() {
        return in.isEmpty();
    }
}
