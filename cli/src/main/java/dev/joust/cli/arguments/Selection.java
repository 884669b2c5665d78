// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.arguments;

import dev.joust.query.RowQuery;
import dev.joust.query.Selected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code --select} chooses: lists of columns with commas between them, or {@code alias=SQL}. */
public final class Selection {
    private static final Pattern COMPUTED =
            Pattern.compile("\\s*([\\p{L}_][\\p{L}\\p{N}_]*)\\s*=(?!=)(.+)", Pattern.DOTALL);

    private Selection() {}

    /** Reads the values of all {@code --select} options. */
    public static List<Selected> parse(List<String> options) {
        List<Selected> selected = new ArrayList<>();
        for (String option : options) {
            Matcher computed = COMPUTED.matcher(option);
            if (computed.matches()) {
                selected.add(new Selected.Computed(
                        computed.group(1), computed.group(2).strip()));
            } else {
                List<String> names = names(option);
                if (names.isEmpty()) {
                    throw new IllegalArgumentException("Cannot select '" + option
                            + "': it names no column; give columns with commas between them, or alias=SQL");
                }
                names.forEach(name -> requirePlain(option, name));
                names.forEach(name -> selected.add(new Selected.Stored(name)));
            }
        }
        return selected;
    }

    private static void requirePlain(String option, String name) {
        Matcher computed = COMPUTED.matcher(name);
        if (computed.matches()) {
            String others = names(option).stream()
                    .filter(other -> !COMPUTED.matcher(other).matches())
                    .collect(Collectors.joining(","));
            throw new IllegalArgumentException("Cannot select '" + option + "': an alias cannot stand in a list of"
                    + " columns; give it an option of its own, as in --select " + others + " --select '"
                    + computed.group(1) + "=" + computed.group(2).strip() + "'");
        }
        if (name.contains("(")) {
            throw new IllegalArgumentException("Cannot select '" + option + "': an expression needs a name and an"
                    + " option of its own, as in --select 'value=" + expression(option) + "'");
        }
    }

    /** The expression that a list most likely ends with: its commas may be those of a call. */
    private static String expression(String list) {
        int call = list.indexOf('(');
        return list.substring(list.lastIndexOf(',', call) + 1).strip();
    }

    /** Splits a list of names at its commas. */
    public static List<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Adds what the options choose to a query. */
    public static <Q extends RowQuery<Q>> Q apply(Q query, List<String> options) {
        Q result = query;
        for (Selected selected : parse(options)) {
            result = selected instanceof Selected.Computed computed
                    ? result.selectAs(computed.name(), computed.sql())
                    : result.select(selected.name());
        }
        return result;
    }
}
