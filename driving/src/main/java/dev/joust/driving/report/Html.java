// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Builds HTML element by element; everything that goes in as text or attribute is escaped. */
final class Html {
    /** Elements after which a line may end: white space there means nothing. */
    private static final Set<String> BLOCKS = Set.of(
            "head",
            "title",
            "header",
            "nav",
            "main",
            "section",
            "article",
            "div",
            "h1",
            "h2",
            "h3",
            "p",
            "dl",
            "table",
            "thead",
            "tbody",
            "tr",
            "figure",
            "figcaption",
            "pre");

    private final StringBuilder out = new StringBuilder("<!doctype html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; {@code attributes} are names and values in turn. */
    Html open(String element, String... attributes) {
        tag(element, attributes);
        open.push(element);
        return this;
    }

    /** Ends the element that was begun last. */
    Html close() {
        String element = open.pop();
        out.append("</").append(element).append('>');
        if (BLOCKS.contains(element)) {
            out.append('\n');
        }
        return this;
    }

    /** An element without content, such as {@code img}. */
    Html empty(String element, String... attributes) {
        tag(element, attributes);
        return this;
    }

    /** A whole element with text, left out if there is none. */
    Html element(String element, String text, String... attributes) {
        return text.isEmpty() ? this : open(element, attributes).text(text).close();
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** The content of a {@code style} element of our own; not escaped, because CSS has no entities. */
    Html style(String css) {
        out.append("<style>\n").append(css).append("</style>\n");
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
