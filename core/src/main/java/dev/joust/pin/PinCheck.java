// SPDX-License-Identifier: Apache-2.0
package dev.joust.pin;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What became of all that a pin keeps.
 *
 * @param pin the pin
 * @param tables one for each of its tables, in their order
 */
public record PinCheck(Pin pin, List<TableCheck> tables) {
    /** Copies the list. */
    public PinCheck {
        requireNonNull(pin, "pin");
        tables = List.copyOf(tables);
    }

    /** Whether every version is there and holds what was pinned. */
    public boolean isOk() {
        return tables.stream().allMatch(TableCheck::isOk);
    }
}
