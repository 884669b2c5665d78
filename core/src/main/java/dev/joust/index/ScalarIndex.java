// SPDX-License-Identifier: Apache-2.0
package dev.joust.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An index on plain values or lists of them.
 *
 * @param type {@link IndexType#BTREE}, {@link IndexType#BITMAP} or {@link IndexType#LABEL_LIST}
 */
public record ScalarIndex(IndexType type, String column, Optional<String> chosenName, boolean isReplacing)
        implements Index {
    public ScalarIndex {
        requireNonNull(column, "column");
        requireNonNull(chosenName, "chosenName");
        if (type != IndexType.BTREE && type != IndexType.BITMAP && type != IndexType.LABEL_LIST) {
            throw new IllegalArgumentException("type must be BTREE, BITMAP or LABEL_LIST but was " + type);
        }
    }

    static ScalarIndex of(IndexType type, String column) {
        return new ScalarIndex(type, column, Optional.empty(), false);
    }

    /** Gives it another name than the column's followed by {@code _idx}. */
    @Override
    public ScalarIndex named(String name) {
        return new ScalarIndex(type, column, Optional.of(name), isReplacing);
    }

    /** Lets it take the place of an index of the same name. */
    @Override
    public ScalarIndex replacing() {
        return new ScalarIndex(type, column, chosenName, true);
    }
}
