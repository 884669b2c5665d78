// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import dev.joust.pin.Pin;

/**
 * A pin as it is written down.
 *
 * @param id the number of the attempt that made it, which its tags bear
 * @param pin what users see of it
 */
public record StoredPin(String id, Pin pin) {
    /** The tag that keeps its versions, as Lance stores it. */
    public String tag() {
        return new PinTag(id, pin.name()).toString();
    }
}
