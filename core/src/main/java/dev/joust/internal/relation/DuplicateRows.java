// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.internal.duplicate.HashGroups;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;

/**
 * The groups of near-duplicates among all rows of a version.
 *
 * <p>What was found for another version is kept beside the table: fragments that did not change since are not read
 * again, and rows before the first one that differs, in ascending order of row ids, are not compared again. So rows
 * that were added are compared with all, and nothing else is.
 *
 * <p>Takes about 50 bytes a row, twice that while it is found. Threads: safe for use by several threads.
 */
public final class DuplicateRows {
    /** Stands for no row. */
    public static final long NONE = -1;

    private static final long NO_HASH = 0x452821E638D01377L;
    private static final long KEPT = 0xBE5466CF34E90C6CL;

    private final Map<Integer, Part> parts;
    private final HashedRows rows;
    private final int[] kept;
    private final int[] sizes;

    private DuplicateRows(Map<Integer, Part> parts, HashedRows rows, int[] kept) {
        this.parts = parts;
        this.rows = rows;
        this.kept = kept;
        this.sizes = new int[kept.length];
        for (int of : kept) {
            if (of != HashGroups.NONE) {
                sizes[of]++;
            }
        }
    }

    /**
     * One fragment.
     *
     * @param files names the files behind its hashes and names, and its deleted rows
     * @param ids the row ids by physical offset, {@link #NONE} where a row is deleted
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Part(String files, long[] ids) {}

    /**
     * What is kept beside the table.
     *
     * @param parts by fragment
     * @param kept by position the position of the kept row
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record State(Map<Integer, Part> parts, HashedRows rows, int[] kept) {
        static State empty() {
            return new State(Map.of(), HashedRows.empty(), new int[0]);
        }
    }

    /** Finds the groups of a version. */
    static DuplicateRows of(Snapshot snapshot, Relation relation) {
        LanceTable table = snapshot.table();
        Optional<State> saved = DuplicateFile.read(table, relation);
        State before = saved.orElseGet(State::empty);
        Map<Integer, String> files = relation.fragments(snapshot);
        Map<Integer, Part> parts = new LinkedHashMap<>();
        List<Integer> changed = new ArrayList<>();
        int rowCount = 0;
        for (Map.Entry<Integer, String> fragment : files.entrySet()) {
            Part known = before.parts().get(fragment.getKey());
            if (known != null && known.files().equals(fragment.getValue())) {
                parts.put(fragment.getKey(), known);
                rowCount += known.ids().length;
            } else {
                changed.add(fragment.getKey());
            }
        }
        if (changed.isEmpty() && parts.size() == before.parts().size() && saved.isPresent()) {
            return new DuplicateRows(before.parts(), before.rows(), before.kept());
        }
        HashedRows.Builder builder = new HashedRows.Builder(rowCount);
        parts.values().forEach(part -> copy(part, before.rows(), builder));
        parts.putAll(read(snapshot, relation, changed, files, builder));
        HashedRows rows = builder.build();
        int same = rows.same(before.rows());
        int[] kept = HashGroups.of(relation.bits().orElseThrow(), rows.hashes(), rows.known(), before.kept(), same);
        DuplicateFile.write(table, relation, new State(parts, rows, kept));
        return new DuplicateRows(parts, rows, kept);
    }

    private static void copy(Part part, HashedRows from, HashedRows.Builder to) {
        int at = -1;
        for (long id : part.ids()) {
            if (id != NONE) {
                at = from.position(id, at + 1);
                to.add(id, from.hashes()[at], from.known().get(at), from.names()[at]);
            }
        }
    }

    private static Map<Integer, Part> read(
            Snapshot snapshot,
            Relation relation,
            List<Integer> fragments,
            Map<Integer, String> files,
            HashedRows.Builder rows) {
        Map<Integer, Part> parts = new LinkedHashMap<>();
        if (fragments.isEmpty()) {
            return parts;
        }
        snapshot.fragments().stream()
                .filter(fragment -> fragments.contains(fragment.id()))
                .forEach(fragment -> {
                    long[] ids = new long[Math.toIntExact(fragment.physicalRows())];
                    Arrays.fill(ids, NONE);
                    parts.put(fragment.id(), new Part(files.getOrDefault(fragment.id(), ""), ids));
                });
        ScanRequest request = ScanRequest.of(Rows.distinct(relation.keys(), relation.content()))
                .fragments(fragments)
                .withRowId()
                .withRowAddress();
        Rows.scan(snapshot, request, batch -> {
            FieldVector hashes = Rows.columns(batch, relation.keys()).get(0);
            List<FieldVector> names = Rows.columns(batch, relation.content());
            UInt8Vector ids = (UInt8Vector) batch.getVector(Rows.ROW_ID);
            UInt8Vector addresses = (UInt8Vector) batch.getVector(Rows.ADDRESS);
            for (int row = 0; row < batch.getRowCount(); row++) {
                long address = addresses.get(row);
                Part part = parts.get((int) (address >>> Integer.SIZE));
                if (part != null) {
                    part.ids()[(int) address] = ids.get(row);
                    boolean isKnown = !hashes.isNull(row);
                    long hash = isKnown ? ((BaseIntVector) hashes).getValueAsLong(row) : 0;
                    rows.add(ids.get(row), hash, isKnown, RowHash.of(names, row));
                }
            }
        });
        return parts;
    }

    /** What a row is. */
    public record Group(long keptRowId, int size) {}

    /**
     * The group of a row.
     *
     * @return empty if the row has no hash
     * @throws IllegalArgumentException if there is no such row
     */
    public Optional<Group> group(long rowId) {
        int at = rows.position(rowId, HashGroups.NONE);
        if (at < 0) {
            throw new IllegalArgumentException("there is no row " + rowId);
        }
        return kept[at] == HashGroups.NONE
                ? Optional.empty()
                : Optional.of(new Group(rows.ids()[kept[at]], sizes[kept[at]]));
    }

    /** Digests of what the rows of a fragment are computed from, by physical offset. */
    long[] digests(int fragment) {
        Part part = parts.get(fragment);
        if (part == null) {
            return new long[0];
        }
        long[] digests = new long[part.ids().length];
        int at = -1;
        for (int offset = 0; offset < digests.length; offset++) {
            if (part.ids()[offset] != NONE) {
                at = rows.position(part.ids()[offset], at + 1);
                digests[offset] = digest(at);
            }
        }
        return digests;
    }

    private long digest(int at) {
        int of = kept[at];
        if (of == HashGroups.NONE) {
            return NO_HASH;
        }
        long name = of == at ? KEPT : rows.names()[of];
        long digest = RowHash.mix(RowHash.mix(rows.hashes()[at], name), sizes[of]);
        return digest == KeyDigests.UNKNOWN ? 1 : digest;
    }
}
