// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

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
 * @param input the inputs in short
 */
record RowError(
        String column,
        String udf,
        int udfVersion,
        long rowId,
        String message,
        String stack,
        int attempt,
        Instant time,
        String input)
        implements Serializable {
    private static final int MAX_MESSAGE = 1_000;
    private static final int MAX_STACK = 4_000;

    static RowError of(ActiveFeature feature, long rowId, Throwable cause, String input) {
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack, true));
        return new RowError(
                feature.name(),
                feature.identity().udf(),
                feature.identity().version(),
                rowId,
                cut(cause.toString(), MAX_MESSAGE),
                cut(stack.toString(), MAX_STACK),
                1,
                Instant.now(),
                input);
    }

    Map<String, Object> row(String job, String table) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("job", job);
        row.put("table", table);
        row.put("column", column);
        row.put("udf", udf);
        row.put("udf_version", udfVersion);
        row.put("row_id", rowId);
        row.put("message", message);
        row.put("stack", stack);
        row.put("attempt", attempt);
        row.put("time", time);
        row.put("input", input);
        return row;
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
