// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.internal.lance.guard.SqlText.Kind;
import dev.joust.internal.lance.guard.SqlText.Token;

/** Finds the next token of SQL text; knows quotes, comments, words and numbers, and nothing of grammar. */
final class SqlScanner {
    private SqlScanner() {}

    /** The position after the white space or comment that starts here, or the same position. */
    static int skipIgnored(String sql, int at, String what) {
        if (Character.isWhitespace(sql.charAt(at))) {
            return at + 1;
        }
        if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            return end < 0 ? sql.length() : end + 1;
        }
        if (sql.startsWith("/*", at)) {
            int end = sql.indexOf("*/", at + 2);
            if (end < 0) {
                throw SqlText.wrong(what, "a comment in " + SqlText.shown(sql) + " does not end", "close it with '*/'");
            }
            return end + 2;
        }
        return at;
    }

    /** The token that starts here, placed at another position. */
    static Token next(String sql, int at, int start, String what) {
        char c = sql.charAt(at);
        if (c == '\'') {
            return quoted(sql, at, start, Kind.STRING, what);
        } else if (c == '"') {
            return quoted(sql, at, start, Kind.DOUBLE_QUOTED, what);
        } else if (c == '`') {
            return quoted(sql, at, start, Kind.BACKTICKED, what);
        } else if (Character.isDigit(c)) {
            int end = at;
            while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
                end++;
            }
            return new Token(Kind.NUMBER, sql.substring(at, end), start, start + end - at);
        } else if (Character.isLetter(c) || c == '_') {
            int end = at;
            while (end < sql.length() && isWordPart(sql.charAt(end))) {
                end++;
            }
            return new Token(Kind.WORD, sql.substring(at, end), start, start + end - at);
        }
        return new Token(Kind.SYMBOL, String.valueOf(c), start, start + 1);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private static Token quoted(String sql, int at, int start, Kind kind, String what) {
        char quote = sql.charAt(at);
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; i < sql.length(); i++) {
            boolean isQuote = sql.charAt(i) == quote;
            if (isQuote && i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i++;
            } else if (isQuote) {
                return new Token(kind, text.toString(), start, start + i + 1 - at);
            }
            text.append(sql.charAt(i));
        }
        throw SqlText.wrong(
                what, "a quote in " + SqlText.shown(sql) + " is not closed", "close it with another " + quote);
    }
}
