// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.error.InvalidRequestException;
import dev.joust.feature.Feature;
import dev.joust.feature.JoinedFeature;
import dev.joust.feature.MissingKey;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A joined feature as it is written on the command line: {@code temp=stations.temp on station_id=id}, with more columns
 * after commas, more keys after {@code and}, and {@code else null}, {@code else keep} or {@code else error} at the end.
 */
final class JoinArgument implements ITypeConverter<JoinedFeature> {
    private static final Pattern FORM = Pattern.compile(
            "(?<columns>.+?)\\s+on\\s+(?<keys>.+?)(?:\\s+else\\s+(?<missing>null|keep|error))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public JoinedFeature convert(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw wrong(text);
        }
        try {
            JoinedFeature joined = keyed(columns(text, form.group("columns")), text, form.group("keys"));
            String missing = form.group("missing");
            return missing == null ? joined : joined.missing(MissingKey.valueOf(missing.toUpperCase(Locale.ROOT)));
        } catch (InvalidRequestException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static JoinedFeature columns(String text, String list) {
        JoinedFeature joined = null;
        for (String column : list.split(",", -1)) {
            String[] sides = sides(text, column);
            int dot = sides[1].lastIndexOf('.');
            if (dot <= 0 || dot == sides[1].length() - 1) {
                throw wrong(text);
            }
            String table = sides[1].substring(0, dot);
            if (joined == null) {
                joined = Feature.joined(sides[0], table);
            } else if (joined.source().equals(table)) {
                joined = joined.and(sides[0]);
            } else {
                throw new TypeConversionException(
                        "'" + text + "' takes columns of two tables; give one --join for each");
            }
            joined = joined.take(sides[1].substring(dot + 1));
        }
        if (joined == null) {
            throw wrong(text);
        }
        return joined;
    }

    private static JoinedFeature keyed(JoinedFeature joined, String text, String list) {
        JoinedFeature keyed = joined;
        for (String key : list.split("(?i)\\s+and\\s+", -1)) {
            String[] sides = sides(text, key);
            keyed = keyed.on(sides[0], sides[1]);
        }
        return keyed;
    }

    private static String[] sides(String text, String equation) {
        String[] sides = equation.split("=", -1);
        if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
            throw wrong(text);
        }
        return new String[] {sides[0].strip(), sides[1].strip()};
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException("'" + text
                + "' is not of the form column=table.column on key=key, with 'else null', 'else keep' or 'else error'"
                + " after it for keys that the other table has not");
    }
}
