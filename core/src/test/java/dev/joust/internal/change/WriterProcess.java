// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.internal.lance.LanceTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process that writes to a table with an {@code id} and an {@code n}, which says who wrote the row. */
final class WriterProcess {
    private WriterProcess() {}

    /**
     * Arguments: folder, table, {@code append}, {@code insert} or {@code upsert}, first id, commits, rows per commit,
     * n.
     */
    public static void main(String[] arguments) {
        int first = Integer.parseInt(arguments[3]);
        int commits = Integer.parseInt(arguments[4]);
        int rows = Integer.parseInt(arguments[5]);
        int n = Integer.parseInt(arguments[6]);
        try (TestLake lake = new TestLake(Path.of(arguments[0]))) {
            LanceTable table = lake.open(arguments[1]);
            for (int commit = 0; commit < commits; commit++) {
                List<Map<String, Object>> batch = rows(first + commit * rows, rows, n);
                if (arguments[2].equals("append")) {
                    lake.append(table, batch);
                } else if (arguments[2].equals("insert")) {
                    Inserts.insert(table, lake.reader(table, batch), List.of(), present -> {}, Map.of());
                } else {
                    Upserts.upsert(table, lake.reader(table, batch), Set.of(), Map.of());
                }
            }
        }
    }

    /** Rows with ascending ids. */
    static List<Map<String, Object>> rows(int first, int count, int n) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", (long) i);
            row.put("n", n);
            rows.add(row);
        }
        return rows;
    }
}
