// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Failed rows as the texts that a checkpoint keeps. */
public final class SavedErrors {
    private SavedErrors() {}

    public static Map<String, String> write(RowError error) {
        Map<String, String> texts = new TreeMap<>();
        texts.put("column", error.column());
        texts.put("udf", error.udf());
        texts.put("udf-version", Integer.toString(error.udfVersion()));
        texts.put("row-id", Long.toString(error.rowId()));
        texts.put("fragment", Integer.toString(error.fragment()));
        texts.put("error", error.error());
        texts.put("max-attempts", Integer.toString(error.maxAttempts()));
        texts.put("message", error.message());
        texts.put("stack", error.stack());
        texts.put("attempt", Integer.toString(error.attempt()));
        texts.put("time", error.time().toString());
        texts.put("input", error.input());
        return texts;
    }

    public static long rowId(Map<String, String> texts) {
        return Long.parseLong(texts.getOrDefault("row-id", "-1"));
    }

    public static RowError read(Map<String, String> texts) {
        return new RowError(
                texts.getOrDefault("column", ""),
                texts.getOrDefault("udf", ""),
                Integer.parseInt(texts.getOrDefault("udf-version", "0")),
                rowId(texts),
                Integer.parseInt(texts.getOrDefault("fragment", "-1")),
                texts.getOrDefault("error", ""),
                texts.getOrDefault("message", ""),
                texts.getOrDefault("stack", ""),
                Integer.parseInt(texts.getOrDefault("attempt", "1")),
                Integer.parseInt(texts.getOrDefault("max-attempts", "1")),
                Instant.parse(texts.getOrDefault("time", "1970-01-01T00:00:00Z")),
                texts.getOrDefault("input", ""));
    }
}
