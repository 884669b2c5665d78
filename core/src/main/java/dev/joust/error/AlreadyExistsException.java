// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import static java.util.Objects.requireNonNull;

/** A table, view, column, feature, index or tag that exists already. */
public final class AlreadyExistsException extends JoustException {
    private final String kind;
    private final String name;

    /**
     * Creates the exception with a complete sentence as its message.
     *
     * @param kind what was to be created, one word such as {@code table}
     * @param name the name that is taken
     */
    public AlreadyExistsException(String message, String kind, String name) {
        super(ErrorCode.ALREADY_EXISTS, message, null);
        this.kind = requireNonNull(kind, "kind");
        this.name = requireNonNull(name, "name");
    }

    /** What was to be created, one word such as {@code table}. */
    public String kind() {
        return kind;
    }

    /** The name that is taken. */
    public String name() {
        return name;
    }
}
