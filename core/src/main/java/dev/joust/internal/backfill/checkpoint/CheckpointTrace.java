// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.checkpoint;

import dev.joust.error.StorageException;
import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.feature.Freshness;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.version.FragmentMoves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Finds the rows of checkpoints in a later version: in the same fragment, or in those that compactions put its rows
 * into, by their row ids. Rows of which an input changed since are left out.
 *
 * <p>Threads: belongs to one thread.
 */
public final class CheckpointTrace {
    private final Snapshot now;
    private final Freshness freshness;
    private final CheckpointFolder folder;
    private final Map<Integer, FragmentFacts> fragments = new HashMap<>();
    private final Map<Integer, Ids> ids = new HashMap<>();
    private final Map<Long, Optional<List<FragmentMoves.Move>>> moves = new HashMap<>();

    public CheckpointTrace(Snapshot now, Freshness freshness, CheckpointFolder folder) {
        this.now = now;
        this.freshness = freshness;
        this.folder = folder;
        now.fragments().forEach(fragment -> fragments.put(fragment.id(), fragment));
    }

    /** The ids of the rows of a fragment, in physical order. */
    private static final class Ids {
        private final long[] ids;
        private final int[] offsets;

        Ids(long[] ids, int[] offsets) {
            this.ids = ids;
            this.offsets = offsets;
        }
    }

    /** Returns the rows of a checkpoint that still hold, by the fragment that they are in now. */
    public Map<Integer, ReusedRows> find(CheckpointFolder.Saved saved) {
        Checkpoint checkpoint = saved.checkpoint();
        Stamp stamp = checkpoint.stamp();
        FragmentFacts same = fragments.get(checkpoint.fragment());
        try {
            if (same == null) {
                return moved(saved);
            }
            RowSet held = stamp.rows();
            Optional<RowSet> changed = freshness.changedSince(same, stamp);
            if (changed.isEmpty() || held.minus(changed.get()).isEmpty()) {
                return Map.of();
            }
            ReusedRows all =
                    new ReusedRows(saved.path(), held, RowSet.range(0, held.size()), stamp.nulls(), stamp.failed());
            return Map.of(same.id(), all.only(held.minus(changed.get())));
        } catch (LostCheckpointException e) {
            return Map.of();
        }
    }

    private Map<Integer, ReusedRows> moved(CheckpointFolder.Saved saved) {
        Checkpoint checkpoint = saved.checkpoint();
        Map<Integer, Stamp> places = new LinkedHashMap<>();
        places.put(checkpoint.fragment(), checkpoint.stamp());
        RowSet held = checkpoint.rows();
        for (FragmentMoves.Move move : movesSince(checkpoint.version())) {
            for (FragmentFacts old : move.replaced()) {
                Stamp stamp = places.remove(old.id());
                if (stamp == null) {
                    continue;
                }
                Optional<RowSet> changed = freshness.changedSince(old, stamp);
                boolean isFirst = old.id() == checkpoint.fragment();
                if (changed.isEmpty() || (!isFirst && !changed.get().isEmpty())) {
                    return Map.of();
                }
                held = isFirst ? held.minus(changed.get()) : held;
                for (FragmentFacts written : move.written()) {
                    places.put(written.id(), stamp.withInputs(signature(stamp, written)));
                }
            }
        }
        Map<Integer, ReusedRows> found = new TreeMap<>();
        if (!held.isEmpty() && fragments.keySet().containsAll(places.keySet())) {
            Values values = values(saved, held);
            places.forEach((id, stamp) -> {
                FragmentFacts fragment = java.util.Objects.requireNonNull(fragments.get(id));
                Optional<RowSet> changed = freshness.changedSince(fragment, stamp);
                changed.map(rows -> in(saved, values, fragment, rows))
                        .filter(rows -> !rows.rows().isEmpty())
                        .ifPresent(rows -> found.put(id, rows));
            });
        }
        return found;
    }

    private List<FragmentMoves.Move> movesSince(long version) {
        return moves.computeIfAbsent(version, v -> FragmentMoves.since(now, v)).orElse(List.of());
    }

    private SortedMap<String, List<String>> signature(Stamp stamp, FragmentFacts fragment) {
        SortedMap<String, List<String>> signature = new TreeMap<>();
        stamp.inputs().keySet().forEach(input -> signature.put(input, fragment.filesOf(now.fieldIds(input))));
        return signature;
    }

    /** The positions and offsets of a checkpoint's rows that hold, by row id. */
    private static final class Values {
        private final Map<Long, Integer> positions;
        private final int[] offsets;

        Values(Map<Long, Integer> positions, int[] offsets) {
            this.positions = positions;
            this.offsets = offsets;
        }
    }

    private Values values(CheckpointFolder.Saved saved, RowSet held) {
        long[] rowIds = CheckpointCursor.rowIds(
                folder, saved.path(), now.table().store().allocator());
        int[] offsets = saved.checkpoint().rows().offsets().toArray();
        Map<Long, Integer> positions = new HashMap<>();
        for (int i = 0; i < rowIds.length; i++) {
            if (held.contains(offsets[i])) {
                positions.put(rowIds[i], i);
            }
        }
        return new Values(positions, offsets);
    }

    /** The rows of a fragment whose values are there, as long as they are in the same order. */
    private ReusedRows in(CheckpointFolder.Saved saved, Values values, FragmentFacts fragment, RowSet changed) {
        Stamp stamp = saved.checkpoint().stamp();
        Ids rows = ids.computeIfAbsent(fragment.id(), this::readIds);
        BitSet targets = new BitSet();
        BitSet positions = new BitSet();
        BitSet nulls = new BitSet();
        BitSet failed = new BitSet();
        int last = -1;
        for (int i = 0; i < rows.ids.length; i++) {
            Integer position = values.positions.get(rows.ids[i]);
            int target = rows.offsets[i];
            if (position == null || position <= last || changed.contains(target)) {
                continue;
            }
            last = position;
            targets.set(target);
            positions.set(position);
            nulls.set(target, stamp.nulls().contains(values.offsets[position]));
            failed.set(target, stamp.failed().contains(values.offsets[position]));
        }
        return new ReusedRows(
                saved.path(), RowSet.of(targets), RowSet.of(positions), RowSet.of(nulls), RowSet.of(failed));
    }

    private Ids readIds(int fragment) {
        List<long[]> batches = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        ScanRequest request = ScanRequest.of(List.of())
                .fragments(List.of(fragment))
                .withRowId()
                .withRowAddress();
        try (ArrowReader reader = now.scan(request)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                UInt8Vector rowIds = (UInt8Vector) root.getVector("_rowid");
                UInt8Vector addresses = (UInt8Vector) root.getVector("_rowaddr");
                long[] batch = new long[root.getRowCount()];
                int[] offsets = new int[batch.length];
                for (int i = 0; i < batch.length; i++) {
                    batch[i] = rowIds.get(i);
                    offsets[i] = (int) addresses.get(i);
                }
                batches.add(batch);
                places.add(offsets);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Cannot read table '" + now.table().name() + "': " + e.getMessage() + "; check the storage", e);
        }
        return new Ids(
                batches.stream().flatMapToLong(java.util.Arrays::stream).toArray(),
                places.stream().flatMapToInt(java.util.Arrays::stream).toArray());
    }
}
