// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.joust.error.StorageException;
import java.io.CharConversionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Values and complaints at the place of a streaming parser. */
final class Json {
    private Json() {}

    static void expect(JsonParser json, JsonToken token, String what) throws JsonParseException {
        if (json.currentToken() != token) {
            throw expected(json, what);
        }
    }

    static JsonParseException expected(JsonParser json, String what) {
        return new JsonParseException(
                json, "expected " + what + ", but found " + found(json.currentToken()), json.currentTokenLocation());
    }

    /** The text at the parser's place; null for null and for every other kind of value. */
    static @Nullable String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    /** The number at the parser's place without its fraction; null for every other kind of value and beyond 64 bits. */
    static @Nullable Long wholeNumber(JsonParser json) throws IOException {
        if (json.currentToken().isNumeric()) {
            double value = json.getDoubleValue();
            if (!(Math.abs(value) < 0x1p63)) {
                return null;
            }
            return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : (long) value;
        }
        json.skipChildren();
        return null;
    }

    static String place(JsonParser json) {
        return place(json.currentLocation());
    }

    /** What is wrong with a label file, with the place. */
    static String why(IOException failure) {
        return failure instanceof JsonProcessingException || failure instanceof CharConversionException
                ? StorageException.reason(failure)
                : ReadErrors.why(failure);
    }

    private static String place(JsonLocation at) {
        return "line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr());
    }

    private static String found(@Nullable JsonToken token) {
        if (token == null) {
            return "the end of the file";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                "'" + token.asString() + "'";
        };
    }
}
