// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.internal.lance.guard.SqlText.Kind;
import dev.joust.internal.lance.guard.SqlText.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Questions about the beginning of a text that a B-tree of Lance 7.0.0 answers wrongly: it takes {@code %}, {@code _}
 * and {@code \} in the text that it looks for as {@code LIKE} would, or the wrong way round. An empty text is added to
 * the column there, so that Lance reads it instead of asking the index.
 */
final class PrefixSearches {
    private static final String LIKE = "LIKE";
    private static final String STARTS_WITH = "starts_with";
    private static final Set<String> ENDS = Set.of("AND", "OR", ")", ",");

    /** A text that is to be added at a place of the SQL. */
    record Insertion(int at, String text) {}

    private final List<Token> tokens;

    private PrefixSearches(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** What is to be added, from the first place on. */
    static List<Insertion> in(List<Token> tokens) {
        return new PrefixSearches(tokens).insertions();
    }

    private List<Insertion> insertions() {
        List<Insertion> insertions = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (isWord(i, LIKE) && !isPlainPattern(i + 1)) {
                int at = isWord(i - 1, "NOT") ? i - 1 : i;
                insertions.add(new Insertion(tokens.get(at).start(), "|| '' "));
            } else if (isCall(i) && !isOfPlainText(i + 1)) {
                insertions.add(new Insertion(tokens.get(i + 1).end(), "'' || "));
            }
        }
        return insertions;
    }

    private boolean isWord(int i, String word) {
        return i >= 0
                && i < tokens.size()
                && tokens.get(i).kind() == Kind.WORD
                && tokens.get(i).text().equalsIgnoreCase(word);
    }

    private boolean isCall(int i) {
        Token token = tokens.get(i);
        boolean isName = token.kind() != Kind.STRING && token.text().equalsIgnoreCase(STARTS_WITH);
        return isName && isSymbol(i + 1, "(");
    }

    private boolean isSymbol(int i, String symbol) {
        return i < tokens.size()
                && tokens.get(i).kind() == Kind.SYMBOL
                && tokens.get(i).text().equals(symbol);
    }

    /** A text alone, whose only wildcard is a percent sign at its end. */
    private boolean isPlainPattern(int i) {
        if (i >= tokens.size() || tokens.get(i).kind() != Kind.STRING) {
            return false;
        }
        String pattern = tokens.get(i).text();
        boolean isAlone = i + 1 == tokens.size()
                || (tokens.get(i + 1).kind() != Kind.STRING
                        && ENDS.contains(tokens.get(i + 1).text().toUpperCase(Locale.ROOT)));
        return isAlone && isPlain(pattern.endsWith("%") ? pattern.substring(0, pattern.length() - 1) : pattern);
    }

    /** Whether the call whose parenthesis opens here ends with a text alone that has nothing of a pattern. */
    private boolean isOfPlainText(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += isSymbol(i, "(") ? 1 : isSymbol(i, ")") ? -1 : 0;
            if (depth == 0) {
                return i >= open + 3
                        && tokens.get(i - 1).kind() == Kind.STRING
                        && isSymbol(i - 2, ",")
                        && isPlain(tokens.get(i - 1).text());
            }
        }
        return false;
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> c == '%' || c == '_' || c == '\\');
    }
}
