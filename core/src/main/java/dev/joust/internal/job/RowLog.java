// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.job;

import dev.joust.schema.TableSchema;
import java.util.List;
import java.util.Map;

/** Appends rows to a table of the lake, which is created when the first rows come. */
@FunctionalInterface
public interface RowLog {
    /** Appends rows, each a map from column names to values, in one commit. */
    void append(String table, TableSchema schema, List<Map<String, Object>> rows);

    /** Forgets every row; for tables outside any lake. */
    static RowLog none() {
        return (table, schema, rows) -> {};
    }
}
