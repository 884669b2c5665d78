// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Texts with some words side by side, in this order.
 *
 * <p>Needs an index that keeps the positions of words. In several columns, the score is the sum over the columns.
 *
 * @param words the words
 * @param slop how many other words may stand between each two of them
 * @param in where to look; empty means where the search looks
 */
public record PhraseQuery(String words, int slop, List<In> in) implements TextQuery {
    /** Checks it. */
    public PhraseQuery {
        requireNonNull(words, "words");
        if (slop < 0) {
            throw new IllegalArgumentException("slop must not be negative but was " + slop);
        }
        in = List.copyOf(in);
    }

    static PhraseQuery of(String words) {
        return new PhraseQuery(words, 0, List.of());
    }

    /**
     * Lets this many other words stand between each two of them. Of three words and more, Lance overlooks some texts
     * that have one of the words several times.
     */
    public PhraseQuery slop(int others) {
        return new PhraseQuery(words, others, in);
    }

    /** Looks in this column, and in those that were named before. */
    public PhraseQuery in(String column) {
        return new PhraseQuery(words, slop, TextQuery.added(in, new In(column, 1)));
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
