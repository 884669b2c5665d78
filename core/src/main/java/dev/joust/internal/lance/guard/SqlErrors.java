// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.schema.Names;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Makes exceptions for wrong SQL, with the columns that may have been meant. */
public final class SqlErrors {
    private static final Pattern NO_FIELD =
            Pattern.compile("(?i)No field named ((?:\"[^\"]*\"|[^.\\s\"])+(?:\\.[^\\s.]+)*)");
    private static final Pattern NO_SUBFIELD = Pattern.compile("Field (\\S+) not found in struct");
    private static final Pattern NO_FUNCTION = Pattern.compile("Invalid function '([^']*)'");

    private static final Pattern PLACE = Pattern.compile(" at Line: \\d+, Column: (\\d+)");

    private static final Pattern NO_TABLE = Pattern.compile("table '(?:datafusion\\.public\\.)?([^']*)' not found");

    /** Lance's own columns, which no list for a person names. */
    private static final Set<String> ADDED =
            Set.of("_rowid", "_rowaddr", "_rowoffset", "_row_created_at_version", "_row_last_updated_at_version");

    private SqlErrors() {}

    /** The exception for SQL that Lance refused. */
    public static JoustException translate(String what, Schema schema, Throwable thrown) {
        if (thrown instanceof JoustException already) {
            return already;
        }
        String text = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        Matcher field = NO_FIELD.matcher(text);
        if (field.find()) {
            return missingColumn(what, schema, field.group(1).replace("\"", ""));
        }
        Matcher part = NO_SUBFIELD.matcher(text);
        if (part.find()) {
            return missingColumn(what, schema, part.group(1));
        }
        Matcher function = NO_FUNCTION.matcher(text);
        if (function.find()) {
            return new InvalidRequestException(
                    "Cannot " + what + ": there is no function '" + function.group(1)
                            + "'; see the functions of DataFusion's SQL",
                    thrown);
        }
        Matcher table = NO_TABLE.matcher(text);
        if (table.find()) {
            return new InvalidRequestException(
                    "Cannot " + what + ": there is no table '" + table.group(1)
                            + "' in its SQL, where the table itself is called t; write FROM t",
                    thrown);
        }
        JoustException general = LanceErrors.translate(what, thrown);
        if (general instanceof InvalidRequestException) {
            return new InvalidRequestException(
                    "Cannot " + what + ": " + LanceErrors.shorten(text) + "; correct the SQL", thrown);
        }
        return general;
    }

    /**
     * The exception for expressions that Lance refused as parts of a SELECT that Joust made around them, of which
     * messages tell nothing.
     *
     * @param statement what Lance was given, on one line
     */
    public static JoustException translate(
            String what, Schema schema, List<String> expressions, String statement, Throwable thrown) {
        JoustException translated = translate(what, schema, thrown);
        String message = String.valueOf(translated.getMessage());
        Matcher place = PLACE.matcher(message);
        if (!(translated instanceof InvalidRequestException) || !place.find()) {
            return translated;
        }
        int at = Integer.parseInt(place.group(1)) - 1;
        String start = "Cannot " + what + ": ";
        String why = message.substring(start.length(), place.start());
        int end = 0;
        for (String expression : expressions) {
            int begin = statement.indexOf("(" + expression + ")", end) + 1;
            end = begin + expression.length();
            if (at <= end) {
                return new InvalidRequestException(
                        start + "the expression " + SqlText.shown(expression) + " cannot be read ("
                                + (at == end ? why.replaceFirst("found: \\)$", "found: its end") : why)
                                + "); correct the SQL",
                        thrown);
            }
        }
        return new InvalidRequestException(start + why + "; correct the SQL", thrown);
    }

    /**
     * The exception for a column that does not exist.
     *
     * @param what what cannot be done: {@code "read table 'frames'"}
     */
    public static InvalidRequestException missingColumn(String what, Schema schema, String name) {
        List<String> names = schema.getFields().stream()
                .map(Field::getName)
                .filter(column -> !ADDED.contains(column))
                .toList();
        for (String existing : names) {
            if (existing.equalsIgnoreCase(name) && !existing.equals(name)) {
                return new InvalidRequestException("Cannot " + what + ": there is no column '" + name
                        + "'; names with upper-case letters need backticks: `" + existing + "`");
            }
        }
        return new InvalidRequestException("Cannot " + what + ": " + Names.noColumn(name, names));
    }
}
