// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes fields of a JSON document that hold more than one value, or perhaps none. */
public final class JsonFields {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** Puts a value of a table; see {@link JsonValues}. */
    public static void putValue(ObjectNode json, String name, @Nullable Object value) {
        try (TokenBuffer tokens = new TokenBuffer(JSON, false)) {
            JsonValues.write(tokens, value);
            json.set(name, JSON.readTree(tokens.asParser()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rounds seconds to milliseconds, which is more than they are good for. */
    public static double seconds(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
