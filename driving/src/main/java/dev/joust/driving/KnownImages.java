// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.Table;
import dev.joust.driving.bdd100k.ContentHash;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The images that a table holds: all their ids in memory, their bytes read and hashed only when an id occurs again.
 *
 * <p>Rows that were appended together are asked for in the same order, so the hashes of the next {@value #AHEAD} rows
 * are read with the one that is asked for.
 */
final class KnownImages {
    private static final int AHEAD = 32;
    private static final int NO_ROW = -1;
    private static final ContentHash NOTHING = new ContentHash(0, 0);

    private final @Nullable Table table;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Long> rowIds = new ArrayList<>();
    private final Map<Integer, ContentHash> ahead = new HashMap<>();

    private KnownImages(@Nullable Table table) {
        this.table = table;
    }

    /** Of a table that does not exist yet. */
    static KnownImages none() {
        return new KnownImages(null);
    }

    /** Of a table with the columns {@code image_id} and {@code image_bytes}. */
    static KnownImages of(Table table) {
        KnownImages known = new KnownImages(table);
        try (RowStream<Row> rows = table.query().select("image_id").withRowId().stream()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (!row.isNull("image_id")) {
                    known.positions.putIfAbsent(row.string("image_id"), known.rowIds.size());
                    known.rowIds.add(row.longValue("_rowid"));
                }
            }
        }
        return known;
    }

    /** The hash of the stored bytes of an image, if the table holds it. */
    Optional<ContentHash> find(String imageId) {
        int position = positions.getOrDefault(imageId, NO_ROW);
        if (position == NO_ROW || table == null) {
            return Optional.empty();
        }
        if (!ahead.containsKey(position)) {
            readAhead(table, position);
        }
        return Optional.ofNullable(ahead.get(position));
    }

    private void readAhead(Table source, int from) {
        ahead.clear();
        int to = Math.min(from + AHEAD, rowIds.size());
        try (RowStream<Row> rows = source.query().rowIds(rowIds.subList(from, to)).select("image_bytes").stream()) {
            for (int position = from; position < to; position++) {
                Object bytes = rows.next().value("image_bytes");
                ahead.put(position, bytes == null ? NOTHING : ContentHash.of((byte[]) bytes));
            }
        }
    }
}
