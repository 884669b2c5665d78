// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill;

import dev.joust.feature.Feature;
import dev.joust.feature.InputType;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows of texts, and a feature of theirs that counts for how many it was asked. */
public final class Texts {
    public static final TableSchema SCHEMA = TableSchema.builder()
            .required("id", Types.INT64)
            .column("text", Types.STRING)
            .column("tags", Types.listOf(Types.STRING))
            .build();

    private final AtomicInteger calls = new AtomicInteger();

    /** How often the function of {@link #length} was called. */
    AtomicInteger calls() {
        return calls;
    }

    /** The length of a text; NULL for those of length three. */
    Feature length() {
        return Feature.of("length", Types.INT32)
                .version(1)
                .from("text", InputType.STRING)
                .map(text -> {
                    calls.incrementAndGet();
                    return text.length() == 3 ? null : text.length();
                });
    }

    /** One row for each text, with ids that begin here. */
    public static List<Map<String, @Nullable Object>> rows(int from, @Nullable String... texts) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", (long) from + i);
            row.put("text", texts[i]);
            rows.add(row);
        }
        return rows;
    }
}
