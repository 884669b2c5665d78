// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * SQL text cut into tokens, to refuse what Lance would misread in silence: it ignores whatever follows a semicolon, and
 * unbalanced parentheses or a comment would break out of the text around an expression.
 */
public final class SqlText {
    private static final Set<String> VOLATILE_FUNCTIONS = Set.of(
            "random",
            "uuid",
            "now",
            "today",
            "current_date",
            "current_time",
            "current_timestamp",
            "localtime",
            "localtimestamp");
    private static final Set<String> VOLATILE_WORDS =
            Set.of("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");

    /** What a token is. */
    enum Kind {
        WORD,
        BACKTICKED,
        DOUBLE_QUOTED,
        STRING,
        NUMBER,
        SYMBOL
    }

    /** One token; the text of quoted ones is without quotes. */
    record Token(Kind kind, String text, int start, int end) {}

    private final String text;
    private final List<Token> tokens;

    private SqlText(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * Returns one expression, comments removed.
     *
     * @param what what cannot be done with a wrong one, for messages: {@code "read table 'frames'"}
     * @throws InvalidRequestException if it is empty, more than one, or has unbalanced quotes or parentheses
     */
    public static SqlText expression(String sql, String what) {
        SqlText parsed = parse(sql, what);
        if (parsed.tokens.isEmpty()) {
            throw wrong(what, "the SQL expression is empty", "write one such as: id > 10");
        }
        for (Token token : parsed.tokens) {
            if (token.kind() == Kind.SYMBOL && token.text().equals(";")) {
                throw wrong(
                        what,
                        "there is a ';' in the SQL expression " + shown(sql),
                        "write one expression, without a ';'");
            }
        }
        if (parsed.isList()) {
            throw wrong(
                    what,
                    "there is a ',' in the SQL expression " + shown(sql) + ", which stands for one value",
                    "write one expression, and give others apart from it");
        }
        return parsed;
    }

    /** Lance would make one struct of the values. */
    private boolean isList() {
        int depth = 0;
        for (Token token : tokens) {
            if (token.kind() == Kind.SYMBOL) {
                depth += "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
                if (depth == 0 && token.text().equals(",")) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Returns one expression that chooses rows, comments removed.
     *
     * @param columns the names of the table's columns; in double quotes they would be taken for texts
     * @throws InvalidRequestException as {@link #expression} does, or if it has a column's name in double quotes
     */
    public static SqlText filter(String sql, List<String> columns, String what) {
        SqlText parsed = expression(sql, what);
        parsed.doubleQuoted(columns).ifPresent(name -> {
            throw wrong(
                    what,
                    "in the filter '" + sql.strip() + "' \"" + name + "\" means the text, not the column",
                    "write `" + name + "` for the column, or '" + name + "' for the text");
        });
        return parsed.portable(what).withoutPrefixSearches(what);
    }

    /** The same, such that no index is asked for the beginning of a text where it would answer wrongly. */
    public SqlText withoutPrefixSearches(String what) {
        List<PrefixSearches.Insertion> insertions = PrefixSearches.in(tokens);
        if (insertions.isEmpty()) {
            return this;
        }
        StringBuilder changed = new StringBuilder();
        int copied = 0;
        for (PrefixSearches.Insertion insertion : insertions) {
            changed.append(text, copied, insertion.at()).append(insertion.text());
            copied = insertion.at();
        }
        return parse(changed.append(text.substring(copied)).toString(), what);
    }

    /** The same with texts that Lance's binding cannot take in a filter given as bytes. */
    private SqlText portable(String what) {
        List<String> texts = tokens.stream()
                .filter(token -> token.kind() == Kind.STRING)
                .map(token -> Literals.text(token.text()))
                .toList();
        return texts.stream().allMatch(text -> text.startsWith("'"))
                ? this
                : parse(replaced(token -> token.kind() == Kind.STRING, texts), what);
    }

    /**
     * The text with a value for each {@code ?} that is neither in quotes nor in a comment.
     *
     * @param values SQL, as many as there are {@code ?}
     * @throws InvalidRequestException if there are more or fewer
     */
    String bound(List<String> values, String what) {
        long places = tokens.stream().filter(SqlText::isParameter).count();
        if (places != values.size()) {
            throw wrong(
                    what,
                    shown(text) + " has " + counted(places, "place") + " for a parameter, and "
                            + (values.isEmpty() ? "none is" : values.size() == 1 ? "1 is" : values.size() + " are")
                            + " given",
                    "give one for each '?' outside of quotes");
        }
        return replaced(SqlText::isParameter, values);
    }

    private static boolean isParameter(Token token) {
        return token.kind() == Kind.SYMBOL && token.text().equals("?");
    }

    private static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private String replaced(Predicate<Token> which, List<String> by) {
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        int next = 0;
        for (Token token : tokens) {
            if (which.test(token)) {
                replaced.append(text, copied, token.start()).append(by.get(next++));
                copied = token.end();
            }
        }
        return replaced.append(text.substring(copied)).toString();
    }

    /**
     * Returns one SELECT, comments and a semicolon at its end removed.
     *
     * @throws InvalidRequestException if it is anything else
     */
    public static SqlText select(String sql, String what) {
        SqlText parsed = parse(sql, what);
        while (!parsed.tokens.isEmpty()
                && parsed.last().text().equals(";")
                && parsed.last().kind() == Kind.SYMBOL) {
            parsed = parse(parsed.text.substring(0, parsed.last().start()), what);
        }
        if (parsed.tokens.isEmpty()) {
            throw wrong(what, "the SQL is empty", "write one SELECT such as: SELECT count(*) FROM t");
        }
        for (Token token : parsed.tokens) {
            if (token.kind() == Kind.SYMBOL && token.text().equals(";")) {
                throw wrong(what, "there is more than one statement", "write one SELECT");
            }
        }
        Token first = parsed.tokens.stream()
                .filter(token -> !token.text().equals("("))
                .findFirst()
                .orElseThrow(() -> wrong(what, "there is no statement", "write one SELECT"));
        String word = first.text().toUpperCase(Locale.ROOT);
        if (first.kind() != Kind.WORD || (!word.equals("SELECT") && !word.equals("WITH"))) {
            throw wrong(
                    what,
                    "it starts with '" + first.text() + "'",
                    "only one SELECT (or WITH ... SELECT) can be run; nothing was changed");
        }
        return parsed;
    }

    /** The text without comments. */
    public String text() {
        return text;
    }

    /** Whether a function or word in it gives another value each time, such as {@code random()} or {@code now()}. */
    public boolean isVolatile() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String word = token.text().toLowerCase(Locale.ROOT);
            boolean isCall = i + 1 < tokens.size() && tokens.get(i + 1).text().equals("(");
            boolean isName = token.kind() == Kind.WORD || (token.kind() == Kind.DOUBLE_QUOTED && isCall);
            if (isName && (isCall ? VOLATILE_FUNCTIONS : VOLATILE_WORDS).contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this name occurs in it, quoted or not, in any case. */
    public boolean mentions(String name) {
        return tokens.stream()
                .anyMatch(token -> token.kind() != Kind.STRING
                        && token.kind() != Kind.NUMBER
                        && token.text().equalsIgnoreCase(name));
    }

    /** The first double-quoted token with one of these texts, which a filter takes for text, not for a column. */
    public Optional<String> doubleQuoted(List<String> names) {
        return tokens.stream()
                .filter(token -> token.kind() == Kind.DOUBLE_QUOTED && names.contains(token.text()))
                .map(Token::text)
                .findFirst();
    }

    List<Token> tokens() {
        return tokens;
    }

    /**
     * A column's name in the quotes of a filter, where double quotes mean a text.
     *
     * @param path a dot path into structs is quoted part by part
     */
    public static String backticked(String path) {
        return '`' + path.replace(".", "`.`") + '`';
    }

    /** A name in the quotes of a SELECT. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private Token last() {
        return tokens.get(tokens.size() - 1);
    }

    private static SqlText parse(String sql, String what) {
        requireNonNull(sql, "sql");
        requireWholeCharacters(sql, what);
        List<Token> tokens = new ArrayList<>();
        StringBuilder clean = new StringBuilder();
        int depth = 0;
        int at = 0;
        while (at < sql.length()) {
            int end = SqlScanner.skipIgnored(sql, at, what);
            if (end > at) {
                clean.append(' ');
                at = end;
                continue;
            }
            Token token = SqlScanner.next(sql, at, clean.length(), what);
            clean.append(sql, at, at + token.end() - token.start());
            at += token.end() - token.start();
            tokens.add(token);
            if (token.kind() == Kind.SYMBOL) {
                depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
            }
            if (depth < 0) {
                break;
            }
        }
        if (depth != 0) {
            throw wrong(what, "the parentheses in " + shown(sql) + " do not match", "close each one that is opened");
        }
        return new SqlText(clean.toString(), List.copyOf(tokens));
    }

    private static void requireWholeCharacters(String sql, String what) {
        boolean isWhole = sql.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (!isWhole) {
            throw wrong(what, "there is half of a character in " + shown(sql), "write whole characters");
        }
    }

    /** The exception for SQL that cannot be used. */
    public static InvalidRequestException wrong(String what, String why, String advice) {
        return new InvalidRequestException("Cannot " + what + ": " + why + "; " + advice);
    }

    /** SQL as messages show it. */
    public static String shown(String sql) {
        return "'" + sql.strip() + "'";
    }
}
