// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.internal.arrow.RowReader;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.query.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Every version of a table as rows in memory, and a comparison of two of them that reads everything. */
final class NaiveVersions {
    /** What tells rows apart: a restore gives row ids away again, so the version that created a row counts too. */
    private record Identity(long rowId, long created) implements Comparable<Identity> {
        @Override
        public int compareTo(Identity other) {
            int byId = Long.compare(rowId, other.rowId);
            return byId != 0 ? byId : Long.compare(created, other.created);
        }
    }

    /** One version: its columns by an identity that renaming keeps, and its rows by column name. */
    private record Version(Map<Integer, String> columns, Map<Identity, Map<String, String>> rows) {}

    /** What a comparison counts: rows, and rows by column of the second version. */
    record Counts(long added, long removed, long changed, Map<String, Long> byColumn) {}

    private static final String CREATED = "_row_created_at_version";

    private final Table table;
    private final Optional<String> key;
    private final Map<Long, Version> versions = new HashMap<>();
    private Map<Integer, String> columns = new TreeMap<>();
    private int nextColumn;

    NaiveVersions(Table table, Optional<String> key) {
        this.table = table;
        this.key = key;
        table.schema().names().forEach(this::added);
        catchUp();
    }

    void added(String column) {
        columns.put(nextColumn++, column);
    }

    void dropped(String column) {
        columns.values().remove(column);
    }

    void renamed(String from, String to) {
        columns.replaceAll((id, name) -> name.equals(from) ? to : name);
    }

    void restored(long version) {
        columns = new TreeMap<>(at(version).columns());
    }

    private Version at(long version) {
        return Optional.ofNullable(versions.get(version)).orElseThrow();
    }

    List<Long> numbers() {
        return new ArrayList<>(new TreeMap<>(versions).keySet());
    }

    /** Reads the versions that came since; those that one step of the history made have the columns of its end. */
    void catchUp() {
        for (TableVersion version : table.versions()) {
            if (!versions.containsKey(version.version())) {
                try (Snapshot at = table.handle().at(version.version())) {
                    Map<Integer, String> present = new TreeMap<>(columns);
                    present.values().retainAll(at.tableSchema().names());
                    versions.put(version.version(), new Version(present, rows(at)));
                }
            }
        }
    }

    private static Map<Identity, Map<String, String>> rows(Snapshot at) {
        List<String> names = new ArrayList<>(at.tableSchema().names());
        names.add(CREATED);
        TreeMap<Identity, Map<String, String>> rows = new TreeMap<>();
        try (ArrowReader reader = at.scan(ScanRequest.of(names).withRowId())) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                RowReader values = RowReader.of(batch);
                for (int i = 0; i < batch.getRowCount(); i++) {
                    Row row = values.read(i);
                    Map<String, String> texts = new HashMap<>();
                    at.tableSchema().names().forEach(name -> texts.put(name, text(row.value(name))));
                    rows.put(new Identity(row.longValue("_rowid"), row.longValue(CREATED)), texts);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }

    Counts compare(long first, long second) {
        Version before = at(first);
        Version after = at(second);
        Map<String, String> pairs = pairs(before, after);
        TreeMap<Identity, Map<String, String>> removed = new TreeMap<>(before.rows());
        removed.keySet().removeAll(after.rows().keySet());
        TreeMap<Identity, Map<String, String>> added = new TreeMap<>(after.rows());
        added.keySet().removeAll(before.rows().keySet());
        long[] changed = {0};
        Map<String, Long> byColumn = new TreeMap<>();
        before.rows()
                .forEach((id, row) -> Optional.ofNullable(after.rows().get(id))
                        .ifPresent(other -> changed[0] += differ(row, other, pairs, byColumn)));
        if (key.isPresent() && key.get().equals(pairs.get(key.get()))) {
            for (Map.Entry<Identity, Map<String, String>> row : List.copyOf(removed.entrySet())) {
                Optional<Map.Entry<Identity, Map<String, String>>> partner = added.entrySet().stream()
                        .filter(other -> Objects.equals(
                                other.getValue().get(key.get()), row.getValue().get(key.get())))
                        .findFirst();
                if (partner.isPresent()) {
                    changed[0] += differ(row.getValue(), partner.get().getValue(), pairs, byColumn);
                    removed.remove(row.getKey());
                    added.remove(partner.get().getKey());
                }
            }
        }
        return new Counts(added.size(), removed.size(), changed[0], byColumn);
    }

    /** The columns of the first version by those of the second one. */
    private static Map<String, String> pairs(Version before, Version after) {
        Map<String, String> pairs = new TreeMap<>();
        Map<Integer, String> left = new TreeMap<>(before.columns());
        after.columns()
                .forEach((id, name) -> Optional.ofNullable(left.remove(id)).ifPresent(b -> pairs.put(name, b)));
        after.columns().values().stream()
                .filter(name -> !pairs.containsKey(name) && left.containsValue(name))
                .forEach(name -> pairs.put(name, name));
        return pairs;
    }

    private static int differ(
            Map<String, String> before,
            Map<String, String> after,
            Map<String, String> pairs,
            Map<String, Long> byColumn) {
        int differs = 0;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            if (!String.valueOf(after.get(pair.getKey())).equals(String.valueOf(before.get(pair.getValue())))) {
                byColumn.merge(pair.getKey(), 1L, Long::sum);
                differs = 1;
            }
        }
        return differs;
    }
}
