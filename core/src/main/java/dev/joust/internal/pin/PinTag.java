// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.pin;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tag of a pinned version: {@code _joust_pin_1c9e3f60_model-7}. The number tells one attempt to make a pin from
 * another of the same name, so that two processes do not remove each other's tags.
 *
 * @param id eight hex digits
 * @param pin the name of the pin
 */
record PinTag(String id, String pin) {
    private static final String PREFIX = "_joust_pin_";
    private static final String HEX = "[0-9a-f]{8}";
    private static final Pattern ID = Pattern.compile(HEX);
    private static final Pattern NAME = Pattern.compile(PREFIX + "(?<id>" + HEX + ")_(?<pin>.+)");

    /** Whether a text may be the number of an attempt. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static String newId() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Reads the name of a tag; empty if it is of no pin. */
    static Optional<PinTag> parse(String tag) {
        Matcher name = NAME.matcher(tag);
        return name.matches() ? Optional.of(new PinTag(name.group("id"), name.group("pin"))) : Optional.empty();
    }

    /** The name as Lance stores it. */
    @Override
    public String toString() {
        return PREFIX + id + "_" + pin;
    }
}
