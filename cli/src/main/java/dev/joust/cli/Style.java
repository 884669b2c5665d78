// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

/** Colours and weights of text, or none where they would be noise. */
enum Style {
    /** Leaves text as it is. */
    PLAIN,
    /** Uses the escape sequences that terminals understand. */
    ANSI;

    String bold(String text) {
        return wrap("1", text);
    }

    String dim(String text) {
        return wrap("2", text);
    }

    String red(String text) {
        return wrap("31", text);
    }

    String green(String text) {
        return wrap("32", text);
    }

    String yellow(String text) {
        return wrap("33", text);
    }

    String cyan(String text) {
        return wrap("36", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
