// SPDX-License-Identifier: Apache-2.0
package dev.joust.query;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Texts that one query finds, of which those that another one finds too come further back.
 *
 * @param positive finds the texts
 * @param negative finds those that are wanted less; its own score, times {@code negativeBoost}, is taken off
 * @param negativeBoost how much less, at least 0
 */
public record BoostQuery(TextQuery positive, TextQuery negative, float negativeBoost) implements TextQuery {
    /** How much of the negative score is taken off by default: {@value}. */
    public static final float DEFAULT_NEGATIVE_BOOST = 0.5f;

    /** Checks it. */
    public BoostQuery {
        requireNonNull(positive, "positive");
        requireNonNull(negative, "negative");
        if (!(negativeBoost >= 0) || Float.isInfinite(negativeBoost)) {
            throw new IllegalArgumentException("negativeBoost must be a number from 0 but was " + negativeBoost);
        }
    }

    /** Takes off this much of the negative score. */
    public BoostQuery negativeBoost(float share) {
        return new BoostQuery(positive, negative, share);
    }

    @Override
    public List<TextQuery> parts() {
        return List.of(positive, negative);
    }

    @Override
    public String words() {
        return positive.words();
    }
}
