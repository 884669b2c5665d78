// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.arrow;

import dev.joust.error.SchemaMismatchException;
import dev.joust.schema.ColumnType;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;

/** A value that does not fit its column; whoever knows the number of the row turns it into a message for the user. */
public final class CellProblem extends RuntimeException {
    private static final int MAX_SHOWN = 60;

    private final String path;
    private final String why;

    /**
     * Creates a problem.
     *
     * @param path the path of the column, {@code []} for the elements of a list, empty for a whole row
     * @param why reason, semicolon, what to do
     */
    CellProblem(String path, String why) {
        super(why, null, false, false);
        this.path = path;
        this.why = why;
    }

    static CellProblem wrongType(String path, ColumnType type, Object value, String advice) {
        return new CellProblem(
                path,
                "the value " + shown(value) + " is " + article(value.getClass().getSimpleName()) + ", the column holds "
                        + type + "; " + advice);
    }

    static CellProblem doesNotFit(String path, ColumnType type, Object value, String advice) {
        return new CellProblem(
                path, "the value " + shown(value) + " does not fit, the column holds " + type + "; " + advice);
    }

    /** Returns this problem as one inside the column at another path. */
    CellProblem within(String outer) {
        return new CellProblem(outer + "." + path, why);
    }

    /**
     * Returns the exception for the user.
     *
     * @param row the position of the row in the input, from 0
     */
    public SchemaMismatchException at(long row) {
        String where = path.isEmpty() ? "" : " to column '" + path + "'";
        return new SchemaMismatchException("Cannot write row " + row + where + ": " + why);
    }

    /**
     * Returns the exception for a user who asked for records.
     *
     * @param row the position of the row in its batch, from 0
     */
    SchemaMismatchException reading(long row, Class<?> recordClass) {
        return new SchemaMismatchException("Cannot read column '" + path + "' of row " + row + " as part of a '"
                + recordClass.getSimpleName() + "': " + why);
    }

    static String article(String noun) {
        return ("AEIOUaeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    static String shown(Object value) {
        if (value instanceof CharSequence || value instanceof Enum) {
            return "'" + cut(value.toString()) + "'";
        } else if (value instanceof Collection<?> collection) {
            return "with " + collection.size() + " elements";
        } else if (value instanceof Map<?, ?> map) {
            return "with " + map.size() + " keys";
        } else if (value.getClass().isArray()) {
            return "with " + Array.getLength(value) + " elements";
        }
        return cut(String.valueOf(value));
    }

    private static String cut(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    }
}
