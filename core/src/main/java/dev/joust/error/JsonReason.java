// SPDX-License-Identifier: Apache-2.0
package dev.joust.error;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with JSON, with its place and without the parser's own words for where it reads from. */
final class JsonReason {
    static final String NO_TEXT = "it is no text in UTF-8";

    private static final Pattern CHARACTER =
            Pattern.compile("Unexpected (?:character \\(|close marker )('.+?')[: ].*", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile(".*\\(CTRL-CHAR, code (\\d+)\\).*", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("Unrecognized token '(.*)': .*", Pattern.DOTALL);
    private static final Pattern OF_THE_PARSER =
            Pattern.compile("(\\s*\\(?[^(]*\\[Source: .*|, from `[^`]*`| \\(code [^)]*\\))");

    private JsonReason() {}

    static String of(JacksonException e) {
        JsonLocation at = e.getLocation();
        String what = what(e);
        return at == null ? what : "line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr()) + ": " + what;
    }

    private static String what(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (e instanceof JsonEOFException || message.startsWith("Unexpected end-of-input")) {
            return "it ends in the middle of its JSON";
        } else if (message.startsWith("Invalid UTF-8")) {
            return "a character is out of place in its JSON, or not in UTF-8";
        }
        Matcher control = CONTROL.matcher(message);
        if (control.matches()) {
            return "the control character " + control.group(1) + " is out of place in its JSON";
        }
        Matcher character = CHARACTER.matcher(message);
        if (character.matches()) {
            return character.group(1) + " is out of place in its JSON";
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return "'" + token.group(1) + "' is no value of JSON";
        }
        return OF_THE_PARSER.matcher(message.lines().findFirst().orElse("")).replaceFirst("");
    }
}
