// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.InternalException;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The three values of each row of a feature of duplicates.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class DuplicateValues {
    private final Snapshot snapshot;
    private final RelationState state;
    private final String name;

    /**
     * Takes values from a version.
     *
     * @param snapshot must stay open
     * @param state of the same version
     */
    public DuplicateValues(Snapshot snapshot, Relation relation, RelationState state) {
        this.snapshot = snapshot;
        this.state = state;
        this.name = relation.content().get(0);
    }

    /**
     * Writes the values of rows into the first positions of three vectors.
     *
     * @param rowIds of rows of the version
     */
    public void write(List<Long> rowIds, VectorSchemaRoot target) {
        BitVector flags = (BitVector) target.getVector(0);
        IntVector sizes = (IntVector) target.getVector(2);
        target.getFieldVectors().forEach(FieldVector::allocateNew);
        Map<Long, Integer> wanted = new LinkedHashMap<>();
        int[] named = new int[rowIds.size()];
        DuplicateRows duplicates = state.duplicates();
        for (int i = 0; i < named.length; i++) {
            Optional<DuplicateRows.Group> group = duplicates.group(rowIds.get(i));
            named[i] = -1;
            if (group.isEmpty()) {
                flags.setNull(i);
                sizes.setNull(i);
                continue;
            }
            boolean isDuplicate = group.get().keptRowId() != rowIds.get(i);
            flags.setSafe(i, isDuplicate ? 1 : 0);
            sizes.setSafe(i, group.get().size());
            if (isDuplicate) {
                wanted.putIfAbsent(group.get().keptRowId(), wanted.size());
                named[i] = wanted.getOrDefault(group.get().keptRowId(), -1);
            }
        }
        writeNames(named, List.copyOf(wanted.keySet()), target.getVector(1));
    }

    private void writeNames(int[] named, List<Long> wanted, FieldVector target) {
        if (wanted.isEmpty()) {
            for (int i = 0; i < named.length; i++) {
                target.setNull(i);
            }
            return;
        }
        try (ArrowReader reader = snapshot.take(wanted, List.of(name))) {
            boolean hasRows = reader.loadNextBatch();
            VectorSchemaRoot taken = reader.getVectorSchemaRoot();
            if (!hasRows || taken.getRowCount() != wanted.size()) {
                throw new InternalException("Cannot read " + wanted.size() + " rows of table '"
                        + snapshot.table().name() + "': got " + taken.getRowCount() + "; please report this");
            }
            FieldVector names = taken.getVector(name);
            for (int i = 0; i < named.length; i++) {
                if (named[i] < 0 || names.isNull(named[i])) {
                    target.setNull(i);
                } else {
                    target.copyFromSafe(named[i], i, names);
                }
            }
        } catch (IOException e) {
            throw Rows.failed(snapshot, e);
        }
    }
}
