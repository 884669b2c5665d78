// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import dev.joust.Table;
import dev.joust.driving.bdd100k.ContentHash;
import dev.joust.error.NotFoundException;
import dev.joust.query.Row;
import dev.joust.query.RowStream;
import java.util.Arrays;
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
    /** The hash of an image whose bytes are NULL. */
    static final ContentHash NOTHING = new ContentHash(0, 0);

    private final Map<Integer, ContentHash> ahead = new HashMap<>();
    private @Nullable Table table;
    private long version;
    private ImageIds ids = new ImageIds();
    private long[] rowIds = {};

    /** Of a table that does not exist yet. */
    static KnownImages none() {
        return new KnownImages();
    }

    /** Of a table with the columns {@code image_id} and {@code image_bytes}. */
    static KnownImages of(Table table) {
        KnownImages known = new KnownImages();
        known.table = table;
        known.read(table);
        return known;
    }

    /**
     * Takes up what other writers have added since the ids were read.
     *
     * @param target the table, which may be new
     * @param committed a version of the caller's own, whose ids it never asks for; negative if there is none
     */
    void catchUp(Table target, long committed) {
        table = target;
        if (committed == version + 1) {
            version = committed;
        }
        if (target.version() != version) {
            read(target);
        }
    }

    private void read(Table source) {
        version = source.version();
        ahead.clear();
        ids = new ImageIds();
        rowIds = new long[AHEAD];
        try (RowStream<Row> rows = source.query().select("image_id").withRowId().stream()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                int number = ids.size();
                if (!row.isNull("image_id") && ids.add(row.string("image_id"))) {
                    rowIds = number < rowIds.length ? rowIds : Arrays.copyOf(rowIds, number + number / 2);
                    rowIds[number] = row.longValue("_rowid");
                }
            }
        }
    }

    /** The hash of the stored bytes of an image, if the table holds it. */
    Optional<ContentHash> find(String imageId) {
        Table source = table;
        if (source == null) {
            return Optional.empty();
        }
        try {
            return find(source, imageId);
        } catch (NotFoundException e) {
            // Another writer has deleted one of the rows since their ids were read.
            read(source);
            return find(source, imageId);
        }
    }

    private Optional<ContentHash> find(Table source, String imageId) {
        int number = ids.find(imageId);
        if (number == ImageIds.NONE) {
            return Optional.empty();
        }
        if (!ahead.containsKey(number)) {
            readAhead(source, number);
        }
        return Optional.ofNullable(ahead.get(number));
    }

    private void readAhead(Table source, int from) {
        ahead.clear();
        int to = Math.min(from + AHEAD, ids.size());
        List<Long> wanted = Arrays.stream(rowIds, from, to).boxed().toList();
        try (RowStream<Row> rows = source.query().rowIds(wanted).select("image_bytes").stream()) {
            for (int number = from; number < to; number++) {
                Object bytes = rows.next().value("image_bytes");
                ahead.put(number, bytes == null ? NOTHING : ContentHash.of((byte[]) bytes));
            }
        }
    }
}
