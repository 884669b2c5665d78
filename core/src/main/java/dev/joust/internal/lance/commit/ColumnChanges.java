// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lance.schema.LanceField;

/** Commits that change columns without touching a row: add empty ones, drop, describe. Each is durable. */
public final class ColumnChanges {
    private ColumnChanges() {}

    /**
     * Adds columns that are NULL in every row; no data file is written.
     *
     * @param fields gives the columns for the newest version, or throws what stands against it; they must be nullable
     * @return the version that has them
     */
    public static long add(LanceTable table, Function<Snapshot, List<Field>> fields) {
        return Changes.retried(table, now -> {
            Schema added = new Schema(fields.apply(now));
            return onCopy(now, "add columns to", own -> own.addColumns(added));
        });
    }

    /**
     * Drops columns; their data files stay until versions that show them are cleaned up.
     *
     * @param names gives the columns for the newest version, or throws what stands against it
     */
    public static long drop(LanceTable table, Function<Snapshot, List<String>> names) {
        return Changes.retried(table, now -> {
            List<String> dropped = names.apply(now);
            return onCopy(now, "drop columns of", own -> own.dropColumns(dropped));
        });
    }

    /**
     * Sets keys of the metadata of columns, in one commit; other keys stay.
     *
     * @param metadata gives, for the newest version, the keys and values per column; a value of null removes its key
     * @return the version that has them; the newest one if it had them before
     */
    public static long describe(
            LanceTable table,
            Function<Snapshot, Map<String, Map<String, String>>> metadata,
            Map<String, String> properties) {
        return Changes.retried(table, now -> {
            Map<Integer, UpdateMap> updates = new HashMap<>();
            metadata.apply(now).forEach((column, values) -> {
                LanceField field = now.field(column)
                        .orElseThrow(() -> new InvalidRequestException("Cannot describe column '" + column
                                + "' of table '" + table.name() + "': it was dropped meanwhile; add it again"));
                Map<String, String> before = field.getMetadata();
                if (values.keySet().stream().anyMatch(key -> !Objects.equals(before.get(key), values.get(key)))) {
                    updates.put(
                            field.getId(),
                            UpdateMap.builder().updates(values).replace(false).build());
                }
            });
            return updates.isEmpty()
                    ? now.version()
                    : table.commit(
                            now,
                            UpdateConfig.builder().fieldMetadataUpdates(updates).build(),
                            properties);
        });
    }

    /** Works on a handle of its own, because these calls move the handle to the version that they commit. */
    private static long onCopy(Snapshot now, String what, java.util.function.Consumer<Dataset> change) {
        LanceTable table = now.table();
        try {
            table.requireSame(now);
            Dataset own = now.dataset().checkoutVersion(now.version());
            try {
                change.accept(own);
            } catch (Exception e) {
                own.close();
                throw e;
            }
            return KeptDescriptions.putBack(now, table.adopt(now, own));
        } catch (Exception e) {
            throw LanceErrors.translate(what + " table '" + table.name() + "'", e);
        }
    }
}
