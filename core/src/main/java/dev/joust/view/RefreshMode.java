// SPDX-License-Identifier: Apache-2.0
package dev.joust.view;

import java.util.Locale;

/** How a refresh was done. */
public enum RefreshMode {
    /** Nothing that the view uses has changed; nothing was read or written. */
    NO_OP,
    /** Only what changed was read. */
    INCREMENTAL,
    /** All of the source was read. */
    REBUILD;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
