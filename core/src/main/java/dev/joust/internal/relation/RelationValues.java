// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.internal.lance.Snapshot;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The values that a feature takes from other rows, at one version of each table; read when they are first asked for.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class RelationValues implements AutoCloseable {
    private final Snapshot source;
    private final Relation relation;
    private final long heapBytes;
    private final String what;
    private @Nullable GroupResults groups;
    private @Nullable Partners partners;

    /**
     * Looks values up.
     *
     * @param source the own table for an aggregate; must stay open
     * @param heapBytes at most so many bytes of the heap for keys; a temporary file takes what is more
     * @param what what is done, for messages
     */
    public RelationValues(Snapshot source, Relation relation, long heapBytes, String what) {
        this.source = source;
        this.relation = relation;
        this.heapBytes = heapBytes;
        this.what = what;
    }

    /** Finds the values of rows by their keys; see {@link Partners#find}. */
    public Partners.Found find(List<FieldVector> keys, int[] rows) {
        return partners().find(keys, rows);
    }

    private synchronized Partners partners() {
        Partners known = partners;
        if (known == null) {
            if (relation.isAggregate()) {
                GroupResults computed = GroupResults.of(source, relation, what);
                groups = computed;
                known = Partners.of(computed.results(), computed.keys(), computed.values(), heapBytes, what);
            } else {
                known = Partners.of(source, relation.sourceKeys(), relation.content(), heapBytes, what);
            }
            partners = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (groups != null) {
            groups.close();
            groups = null;
        }
    }
}
