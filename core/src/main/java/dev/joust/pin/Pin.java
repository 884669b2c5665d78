// SPDX-License-Identifier: Apache-2.0
package dev.joust.pin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The versions that something read, such as the training of a model. None of them is cleaned away, and none of its
 * tables is dropped, until the pin is.
 *
 * @param name what it is called
 * @param created when it was made
 * @param tables each table or view once, in the order in which they were named
 */
public record Pin(String name, Instant created, List<PinnedTable> tables) {
    /** What a tag of a table is called that belongs to a pin: this, and the pin's name. */
    public static final String TAG_PREFIX = "pin:";

    /** Copies the list. */
    public Pin {
        requireNonNull(name, "name");
        requireNonNull(created, "created");
        tables = List.copyOf(tables);
    }

    /** What it keeps of a table or view. */
    public Optional<PinnedTable> find(String table) {
        return tables.stream().filter(pinned -> pinned.name().equals(table)).findFirst();
    }

    /** What the versions that it keeps are called in lists of tags. */
    public String tag() {
        return TAG_PREFIX + name;
    }
}
