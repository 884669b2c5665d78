// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row that a function could not compute, as the table of errors keeps it.
 *
 * @param column the feature's name
 * @param fragment the fragment that held the row
 * @param error the class of the exception
 * @param message what it says, with its class; cut off where it is long
 * @param stack where it was thrown; cut off where it is long
 * @param attempt how often the row was tried
 * @param maxAttempts how often it may be tried
 * @param input the inputs in short
 */
public record RowError(
        String column,
        String udf,
        int udfVersion,
        long rowId,
        int fragment,
        String error,
        String message,
        String stack,
        int attempt,
        int maxAttempts,
        Instant time,
        String input)
        implements Serializable {
    private static final int MAX_MESSAGE = 1_000;
    private static final int MAX_STACK = 4_000;

    public static RowError of(
            ActiveFeature feature,
            int fragment,
            long rowId,
            Throwable cause,
            int attempt,
            int maxAttempts,
            String input) {
        return new RowError(
                feature.name(),
                feature.identity().udf(),
                feature.identity().version(),
                rowId,
                fragment,
                cause.getClass().getName(),
                cut(said(cause), MAX_MESSAGE),
                cut(stack(cause), MAX_STACK),
                attempt,
                maxAttempts,
                Instant.now(),
                input);
    }

    /** What an exception says, which is code of its own that may fail. */
    public static String said(Throwable cause) {
        try {
            return cause.toString();
        } catch (RuntimeException e) {
            return cause.getClass().getName();
        }
    }

    private static String stack(Throwable cause) {
        StringWriter stack = new StringWriter();
        try {
            cause.printStackTrace(new PrintWriter(stack, true));
        } catch (RuntimeException e) {
            stack.append("... ").append(e.getClass().getName());
        }
        return stack.toString();
    }

    public Map<String, Object> row(String job, String table) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("job", job);
        row.put("table", table);
        row.put("column", column);
        row.put("udf", udf);
        row.put("udf_version", udfVersion);
        row.put("row_id", rowId);
        row.put("fragment", fragment);
        row.put("error", error);
        row.put("message", message);
        row.put("stack", stack);
        row.put("attempt", attempt);
        row.put("max_attempts", maxAttempts);
        row.put("time", time);
        row.put("input", input);
        return row;
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
