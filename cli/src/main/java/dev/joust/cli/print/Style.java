// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.print;

/** Colours and weights of text, or none where they would be noise. */
public enum Style {
    /** Leaves text as it is. */
    PLAIN,
    /** Uses the escape sequences that terminals understand. */
    ANSI;

    /** Makes text bold. */
    public String bold(String text) {
        return wrap("1", text);
    }

    /** Makes text dim. */
    public String dim(String text) {
        return wrap("2", text);
    }

    /** Makes text red. */
    public String red(String text) {
        return wrap("31", text);
    }

    /** Makes text green. */
    public String green(String text) {
        return wrap("32", text);
    }

    /** Makes text yellow. */
    public String yellow(String text) {
        return wrap("33", text);
    }

    /** Makes text cyan. */
    public String cyan(String text) {
        return wrap("36", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
