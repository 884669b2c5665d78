// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import dev.joust.internal.pin.StoredPin;
import dev.joust.pin.Pin;
import dev.joust.pin.PinCheck;
import dev.joust.pin.PinnedTable;
import dev.joust.schema.Names;
import java.util.function.LongConsumer;

/**
 * A pin of a lake with the versions that it keeps, to be read.
 *
 * <p>Threads: safe for use by several threads. The lake closes what was opened.
 */
public final class Pinned {
    private final Lake lake;
    private final StoredPin stored;
    private final Pin pin;

    Pinned(Lake lake, StoredPin stored) {
        this.lake = requireNonNull(lake, "lake");
        this.stored = requireNonNull(stored, "stored");
        this.pin = stored.pin();
    }

    /** Its name. */
    public String name() {
        return pin.name();
    }

    /** What it keeps. */
    public Pin pin() {
        return pin;
    }

    /**
     * Opens a table or view as it was pinned, for reading only; see {@link Table#at(long)}.
     *
     * @throws dev.joust.error.NotFoundException if the pin has no table of this name, or its version is gone
     */
    public Table open(String table) {
        PinnedTable pinned = pin.find(table)
                .orElseThrow(() -> Names.notFound(
                        "table",
                        table,
                        "pin '" + pin.name() + "'",
                        pin.tables().stream().map(PinnedTable::name).toList()));
        return lake.openTable(table).at(pinned.version());
    }

    /** Reads all that it keeps, and compares it with what was pinned; that something is wrong is no exception. */
    public PinCheck verify() {
        return verify(rows -> {});
    }

    /**
     * Verifies like {@link #verify()} and tells how far it is.
     *
     * @param progress hears, on the calling thread, how many rows of all tables were read; what it throws ends the work
     */
    public PinCheck verify(LongConsumer progress) {
        return lake.pinned().verify(stored, requireNonNull(progress, "progress"));
    }
}
