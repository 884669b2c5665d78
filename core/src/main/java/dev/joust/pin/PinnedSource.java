// SPDX-License-Identifier: Apache-2.0
package dev.joust.pin;

import static java.util.Objects.requireNonNull;

/**
 * Where the rows of a pinned view came from. A view holds its rows itself, so this version is not needed to read it,
 * and is not kept.
 *
 * @param name the source of the view
 * @param version the version of the source that the view had come to
 */
public record PinnedSource(String name, long version) {
    /** Checks the name. */
    public PinnedSource {
        requireNonNull(name, "name");
    }
}
