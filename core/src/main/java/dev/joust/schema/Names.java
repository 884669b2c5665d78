// SPDX-License-Identifier: Apache-2.0
package dev.joust.schema;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which names are allowed, and which names somebody may have meant. */
public final class Names {
    /** The longest name of a table, view or tag, in characters: {@value}. */
    public static final int MAX_NAME_LENGTH = 128;

    /** The longest name of a column, in characters: {@value}. */
    public static final int MAX_COLUMN_NAME_LENGTH = 256;

    private static final int MAX_NEAREST = 5;
    private static final int MAX_SHOWN = 60;

    private Names() {}

    /**
     * Returns the names nearest to the one that was asked for, best first, at most five.
     *
     * <p>The distance is Levenshtein's, without regard to case, underscores and hyphens; names that begin with or
     * contain each other come before others. Names that have nothing in common with it come only if no other does.
     */
    public static List<String> nearest(String name, Collection<String> candidates) {
        String wanted = folded(name);
        List<Ranked> ranked = new ArrayList<>();
        for (String candidate : candidates) {
            ranked.add(Ranked.of(wanted, candidate));
        }
        ranked.sort(Comparator.comparingInt(Ranked::rank).thenComparingInt(Ranked::distance));
        List<String> near = ranked.stream()
                .filter(Ranked::isNear)
                .limit(MAX_NEAREST)
                .map(Ranked::name)
                .toList();
        return near.isEmpty()
                ? ranked.stream().limit(MAX_NEAREST).map(Ranked::name).toList()
                : near;
    }

    /**
     * Returns the exception for a name that does not exist, with the nearest names in its message.
     *
     * @param kind what was looked for, such as {@code table}
     * @param place where it was looked for, such as {@code lake 'data/lake'}
     * @param existing every name that does exist there
     */
    public static NotFoundException notFound(String kind, String name, String place, Collection<String> existing) {
        List<String> nearest = nearest(name, existing);
        String found = existing.isEmpty()
                ? "it has none; create it first"
                : "it has no " + kind + " of this name; the nearest "
                        + (nearest.size() == 1 ? "is " : "are ")
                        + quoted(nearest);
        return new NotFoundException(
                "Cannot find " + kind + " '" + shown(name) + "' in " + place + ": " + found, kind, name, nearest);
    }

    /**
     * Returns what messages say of a column that does not exist: {@code there is no column 'wdth'; did you mean
     * 'width'?}, or which columns there are where none is near.
     *
     * @param existing the names of all columns
     */
    public static String noColumn(String name, Collection<String> existing) {
        List<String> nearest = nearest(name, existing);
        boolean isClose = !name.isBlank()
                && !nearest.isEmpty()
                && (nearest.size() < Math.min(existing.size(), MAX_NEAREST)
                        || folded(nearest.get(0)).contains(folded(name)));
        String advice = existing.isEmpty()
                ? "there are no columns at all"
                : isClose ? "did you mean '" + shown(nearest.get(0)) + "'?" : "the columns are " + quoted(existing);
        return "there is no column '" + shown(name) + "'; " + advice;
    }

    /** Returns names in single quotes, separated by commas. */
    public static String quoted(Collection<String> names) {
        return names.stream().map(name -> "'" + shown(name) + "'").collect(Collectors.joining(", "));
    }

    /**
     * Returns the name if a table, view or tag can have it: letters, digits, {@code _}, {@code -} and {@code .}, at
     * most {@value #MAX_NAME_LENGTH} of them, without two dots in a row, beginning with a letter, a digit or {@code _}.
     * Letters and digits are those of ASCII.
     *
     * @param kind what is to be named, such as {@code table}
     * @throws InvalidRequestException if it cannot
     */
    public static String requireName(String kind, String name) {
        String why = problem(name);
        if (!why.isEmpty()) {
            throw new InvalidRequestException("Cannot use the " + kind + " name '" + shown(name) + "': " + why
                    + "; use letters, digits, '_', '-' and '.', starting with a letter, a digit or '_'");
        }
        return name;
    }

    /**
     * Returns the name if a new column can have it: not empty, at most {@value #MAX_COLUMN_NAME_LENGTH} characters, no
     * control character, no dot (dots separate the parts of a path) and no backtick (backticks quote names in SQL).
     *
     * @throws InvalidRequestException if it cannot
     */
    public static String requireColumnName(String name) {
        String why = columnProblem(name);
        if (!why.isEmpty()) {
            throw new InvalidRequestException(
                    "Cannot use the column name '" + shown(name) + "': " + why + "; use letters, digits and '_'");
        }
        return name;
    }

    /** Returns text that is safe in a message: control characters escaped, long text cut. */
    public static String shown(String text) {
        return text.length() > MAX_SHOWN ? shownWhole(text.substring(0, MAX_SHOWN)) + "..." : shownWhole(text);
    }

    /**
     * Returns text that is safe in a message and of use only as a whole, such as a path: control characters escaped.
     */
    public static String shownWhole(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(c -> shown.append(escaped((char) c)));
        return shown.toString();
    }

    private static String problem(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.length() > MAX_NAME_LENGTH) {
            return "it has " + name.length() + " characters, at most " + MAX_NAME_LENGTH + " are allowed";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = isWord(c) || c == '-' || c == '.';
            if (!plain) {
                return "it holds '" + escaped(c) + "' at position " + i;
            }
        }
        if (!isWord(name.charAt(0))) {
            return "it starts with '" + name.charAt(0) + "'";
        }
        int dots = name.indexOf("..");
        return dots < 0 ? "" : "it holds '..' at position " + dots;
    }

    private static String columnProblem(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.length() > MAX_COLUMN_NAME_LENGTH) {
            return "it has " + name.length() + " characters, at most " + MAX_COLUMN_NAME_LENGTH + " are allowed";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || c == '.' || c == '`') {
                return "it holds '" + escaped(c) + "' at position " + i;
            }
        }
        return "";
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static String escaped(char c) {
        return Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    private record Ranked(String name, int rank, int distance, boolean isNear) {
        static Ranked of(String wanted, String name) {
            String folded = folded(name);
            int distance = distance(wanted, folded);
            boolean isNear = distance <= Math.max(1, wanted.length() / 2);
            if (folded.startsWith(wanted)) {
                return new Ranked(name, Math.min(distance, 1), distance, true);
            } else if (folded.contains(wanted)) {
                return new Ranked(name, Math.min(distance, 2), distance, true);
            } else if (wanted.contains(folded)) {
                return new Ranked(name, Math.min(distance, 3), distance, true);
            }
            return new Ranked(name, distance, distance, isNear);
        }

        private static int distance(String a, String b) {
            int[] above = new int[b.length() + 1];
            for (int j = 0; j <= b.length(); j++) {
                above[j] = j;
            }
            for (int i = 1; i <= a.length(); i++) {
                int[] row = new int[b.length() + 1];
                row[0] = i;
                for (int j = 1; j <= b.length(); j++) {
                    int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
                }
                above = row;
            }
            return above[b.length()];
        }
    }
}
