// SPDX-License-Identifier: Apache-2.0
package dev.joust.testing;

import static java.util.Objects.requireNonNull;

/**
 * A promise that a function does not keep.
 *
 * @param kind which one
 * @param message what happened, with the row and the values
 */
public record Finding(Kind kind, String message) {
    /** What a function must do. */
    public enum Kind {
        /** Opening or closing an instance throws. */
        LIFECYCLE,
        /** It throws for an example row. */
        FAILS,
        /** It accepts nulls and throws for one. */
        NULL_HANDLING,
        /** It gives more results than there are rows or columns, or fewer. */
        LENGTH,
        /** A result does not fit the type of its column. */
        TYPE,
        /** The same rows give other results the second time, or in another instance. */
        NOT_DETERMINISTIC,
        /** The result of a row depends on the rows that come with it, or on their order. */
        DEPENDS_ON_BATCH,
        /** Instances that work at once disturb each other. */
        NOT_THREAD_SAFE,
        /** It changes the vectors that it reads. */
        CHANGES_INPUT,
        /** A row that cannot be computed spoils others: in its batch, or in batches after it. */
        BROKEN_BY_FAILURE,
        /** A row that must fail gets a result. */
        MISSING_FAILURE
    }

    /** Checks that nothing is null. */
    public Finding {
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}
