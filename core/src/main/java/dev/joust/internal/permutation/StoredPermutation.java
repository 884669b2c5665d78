// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.permutation;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.arrow.PulledReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.StagedTable;
import dev.joust.internal.lance.commit.Changes;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.permutation.Permutation;
import dev.joust.permutation.PermutationDefinition;
import dev.joust.permutation.PermutationEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A permutation as a table, in LanceDB's layout: {@code row_id} and {@code split_id} (uint64), a row for each of its
 * rows, in its order.
 */
public final class StoredPermutation {
    private static final String ROW_ID = "row_id";
    private static final String SPLIT_ID = "split_id";
    private static final ArrowType UINT64 = new ArrowType.Int(64, false);
    private static final int BATCH_ROWS = 1 << 16;

    private static final String TAG = "joust.permutation.tag";

    private StoredPermutation() {}

    /**
     * What a stored permutation keeps.
     *
     * @param table whose version
     * @param tag the tag of that table by which it is kept
     */
    public record Kept(String table, String tag) {}

    /** What a table keeps, if it is a permutation that Joust stored. */
    public static Optional<Kept> kept(String name, Schema schema) {
        return isOne(schema)
                ? Optional.of(new Kept(
                        definition(name, schema).table(), metadata(schema).getOrDefault(TAG, "")))
                : Optional.empty();
    }

    /** Whether a table is one that Joust stored. */
    public static boolean isOne(Schema schema) {
        return metadata(schema).containsKey(PermutationJson.KEY);
    }

    private static Map<String, String> metadata(Schema schema) {
        return Optional.ofNullable(schema.getCustomMetadata()).orElse(Map.of());
    }

    /** What a stored permutation was made by. */
    public static PermutationDefinition definition(String name, Schema schema) {
        return PermutationJson.read(name, metadata(schema).getOrDefault(PermutationJson.KEY, ""));
    }

    /**
     * Creates the table, with all rows or not at all.
     *
     * @param tag keeps its version
     */
    public static void create(LanceStore store, Path lake, String name, Permutation permutation, String tag) {
        Schema schema = new Schema(
                List.of(Field.notNullable(ROW_ID, UINT64), Field.notNullable(SPLIT_ID, UINT64)),
                Map.of(
                        PermutationJson.NAMES,
                        PermutationJson.names(permutation.splitNames()),
                        PermutationJson.KEY,
                        PermutationJson.write(permutation.definition()),
                        TAG,
                        tag));
        try (StagedTable staged = StagedTable.create(store, lake, name, schema);
                Rows rows = new Rows(store, schema, permutation)) {
            Changes.append(staged.table(), rows, Map.of());
            staged.publish();
        }
    }

    /** Its rows, in batches. */
    private static final class Rows extends PulledReader {
        private final VectorSchemaRoot root;
        private final List<long[]> splits = new ArrayList<>();
        private int split;
        private int next;

        Rows(LanceStore store, Schema schema, Permutation permutation) {
            super(store.allocator());
            this.root = VectorSchemaRoot.create(schema, store.allocator());
            permutation
                    .splitNames()
                    .forEach(name -> splits.add(permutation.split(name).rowIds()));
        }

        @Override
        public VectorSchemaRoot getVectorSchemaRoot() {
            return root;
        }

        @Override
        public boolean loadNextBatch() {
            while (split < splits.size() && next == splits.get(split).length) {
                split++;
                next = 0;
            }
            if (split == splits.size()) {
                return false;
            }
            long[] ids = splits.get(split);
            int rows = Math.min(BATCH_ROWS, ids.length - next);
            UInt8Vector rowIds = (UInt8Vector) root.getVector(ROW_ID);
            UInt8Vector splitIds = (UInt8Vector) root.getVector(SPLIT_ID);
            rowIds.allocateNew(rows);
            splitIds.allocateNew(rows);
            for (int row = 0; row < rows; row++) {
                rowIds.set(row, ids[next + row]);
                splitIds.set(row, split);
            }
            root.setRowCount(rows);
            next += rows;
            return true;
        }

        @Override
        public void close() {
            root.close();
        }
    }

    /** Reads a stored permutation; the engine is that of its table. */
    public static Permutation open(Snapshot stored, PermutationEngine engine) {
        String name = stored.table().name();
        List<String> names =
                PermutationJson.names(name, metadata(stored.schema()).getOrDefault(PermutationJson.NAMES, "[]"));
        AssignedRows rows = new AssignedRows();
        try (ArrowReader reader = stored.scan(ScanRequest.of(List.of(ROW_ID, SPLIT_ID)))) {
            while (reader.loadNextBatch()) {
                UInt8Vector ids = (UInt8Vector) reader.getVectorSchemaRoot().getVector(ROW_ID);
                UInt8Vector splits = (UInt8Vector) reader.getVectorSchemaRoot().getVector(SPLIT_ID);
                for (int row = 0; row < ids.getValueCount(); row++) {
                    long split = splits.get(row);
                    if (split < 0 || split >= names.size()) {
                        throw new InvalidRequestException("Cannot open permutation '" + name + "': a row is of split "
                                + Long.toUnsignedString(split) + ", and it has " + names.size()
                                + "; somebody changed it, create it again");
                    }
                    rows.add(ids.get(row), (int) split);
                }
            }
        } catch (IOException e) {
            throw LanceErrors.translate("open permutation '" + name + "'", e);
        }
        List<Long> ends = rows.ends(names.size());
        return new Permutation(
                engine, definition(name, stored.schema()), names, rows.grouped(ends, Optional.empty()), ends);
    }
}
