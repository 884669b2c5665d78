// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A lake, table, view, column, feature, version, tag or job that does not exist. */
public final class NotFoundException extends JoustException {
    private final String kind;
    private final String name;
    private final transient List<String> candidates;

    /**
     * Creates the exception with a complete sentence as its message.
     *
     * @param kind what was looked for, one word such as {@code table}
     * @param name the name that was asked for
     * @param candidates the nearest names that do exist, best first, at most five
     */
    public NotFoundException(String message, String kind, String name, List<String> candidates) {
        super(ErrorCode.NOT_FOUND, message, null);
        this.kind = requireNonNull(kind, "kind");
        this.name = requireNonNull(name, "name");
        this.candidates = List.copyOf(candidates);
    }

    /** What was looked for, one word such as {@code table}. */
    public String kind() {
        return kind;
    }

    /** The name that was asked for. */
    public String name() {
        return name;
    }

    /** The nearest names that do exist, best first. */
    public List<String> candidates() {
        return candidates;
    }
}
