// SPDX-License-Identifier: Apache-2.0
package dev.joust.example.captions;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.query.Query;
import dev.joust.schema.Column;
import java.util.List;
import java.util.Map;

/**
 * The first rows of a Lance table somewhere.
 *
 * @param uri its folder, such as {@code lake/frames.lance}, or an {@code hf://}, {@code s3://} or {@code gs://} URI
 * @param columns SQL by name, for columns that it has under other names
 * @param rows how many to take at most
 */
record RowsOfTable(String uri, Map<String, String> columns, long rows) implements Source {
    private static final List<String> NEEDED = List.of("caption", "width", "height", "image");

    RowsOfTable {
        uri = uri.replaceAll("/+$", "");
        columns = Map.copyOf(columns);
    }

    @Override
    public Table create(Lake lake, String name) {
        try (Lake from = Joust.open(lakeUri())) {
            Table table = from.openTable(tableName());
            for (String column : NEEDED) {
                if (!columns.containsKey(column) && !SimpleFeatures.has(table, column)) {
                    throw new InvalidRequestException("Cannot walk through table '" + uri + "': it has no column '"
                            + column + "'; say what it is there, such as '" + column + "=other_name'");
                }
            }
            return lake.createTable(name, query(table).limit(first(table)));
        }
    }

    @Override
    public long append(Table table) {
        try (Lake from = Joust.open(lakeUri())) {
            Table source = from.openTable(tableName());
            long rest = Source.later(Math.min(rows, source.count()));
            return rest == 0
                    ? 0
                    : table.append(query(source)
                                    .offset(first(source))
                                    .limit(rest)
                                    .arrow())
                            .rows();
        }
    }

    @Override
    public String words() {
        return "the first of " + uri;
    }

    private long first(Table table) {
        long all = Math.min(rows, table.count());
        return all - Source.later(all);
    }

    private Query query(Table table) {
        Query query = table.query()
                .select(table.schema().columns().stream()
                        .map(Column::name)
                        .filter(name -> !columns.containsKey(name))
                        .toArray(String[]::new));
        for (Map.Entry<String, String> column : columns.entrySet()) {
            query = query.selectAs(column.getKey(), column.getValue());
        }
        return query;
    }

    private String lakeUri() {
        int slash = uri.lastIndexOf('/');
        return slash < 0 ? "." : uri.substring(0, Math.max(1, slash));
    }

    private String tableName() {
        return uri.substring(uri.lastIndexOf('/') + 1).replaceAll("\\.lance$", "");
    }
}
