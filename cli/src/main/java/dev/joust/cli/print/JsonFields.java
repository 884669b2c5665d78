// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.OptionalLong;

/** Writes fields of a JSON document that hold more than one value, or perhaps none. */
public final class JsonFields {
    private JsonFields() {}

    /** Puts an array of texts. */
    public static void put(ObjectNode json, String name, Collection<String> texts) {
        texts.forEach(json.putArray(name)::add);
    }

    /** Puts a number, or null where there is none. */
    public static void put(ObjectNode json, String name, OptionalLong number) {
        if (number.isPresent()) {
            json.put(name, number.getAsLong());
        } else {
            json.putNull(name);
        }
    }

    /** Rounds seconds to milliseconds, which is more than they are good for. */
    public static double seconds(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
