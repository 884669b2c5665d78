// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.RowSet;
import dev.joust.feature.Stamp;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.relation.DigestFiles;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Carries the stamps of fragments that a compaction replaces over to the new files.
 *
 * <p>The rows of the new fragments, in order, are the live rows of the old ones, in order. Whether the inputs of a row
 * are unchanged is decided now, because the compaction renames their files: rows with unchanged inputs get the new
 * files as their signature, the others keep the old one and so stay stale.
 */
public final class StampCarrier implements Compactor.Carry {
    /** Creates a carrier. */
    public StampCarrier() {}

    @Override
    public void carry(Snapshot before, List<FragmentFacts> replaced, List<FragmentFacts> written) {
        CarriedDigests.plan(before, replaced, written)
                .forEach((file, digests) -> DigestFiles.write(before.table(), file, digests));
        plan(before, replaced, written)
                .forEach((file, stamps) -> StampFiles.writeSidecar(before.table(), file, stamps));
    }

    /**
     * Signs the stamps of the newest version anew. Rows whose inputs did not change, though they lie in other files by
     * now, get those files as their signature: the way back to the files that a stamp names leads over files that a
     * cleanup may remove.
     */
    public static void renew(LanceTable table) {
        try (Snapshot now = table.latest()) {
            Freshness freshness = new Freshness(now);
            StampFiles files = new StampFiles(table);
            Map<String, Map<Integer, List<Stamp>>> renewed = new LinkedHashMap<>();
            for (Registration feature : Registrations.of(now).all()) {
                Set<Integer> fields = new LinkedHashSet<>();
                feature.columnNames().forEach(column -> fields.addAll(now.fieldIds(column)));
                for (FragmentFacts fragment : now.fragments()) {
                    List<String> holding = fragment.filesOf(fields);
                    List<Stamp> stamps = freshness.stamps(fragment, feature);
                    List<Stamp> signed = signed(now, freshness, fragment, feature, stamps);
                    if (holding.size() == 1 && !signed.equals(stamps)) {
                        renewed.computeIfAbsent(holding.get(0), file -> new TreeMap<>(files.own(file)))
                                .put(now.fieldIds(feature.name()).get(0), signed);
                    }
                }
            }
            renewed.forEach((file, stamps) -> StampFiles.writeSidecar(table, file, stamps));
        }
    }

    private static List<Stamp> signed(
            Snapshot now, Freshness freshness, FragmentFacts fragment, Registration feature, List<Stamp> stamps) {
        List<Stamp> signed = new ArrayList<>();
        for (Stamp stamp : stamps) {
            RowSet changed = changed(freshness, fragment, stamp);
            Stamp held = stamp.only(stamp.rows().minus(changed));
            if (!held.rows().isEmpty()) {
                signed.add(held.withInputs(Freshness.signature(now, fragment, feature)));
            }
            if (!changed.isEmpty()) {
                signed.add(stamp.only(changed));
            }
        }
        return signed;
    }

    /** Returns the stamps of each new data file, by the id of the field that they are about. */
    static Map<String, Map<Integer, List<Stamp>>> plan(
            Snapshot before, List<FragmentFacts> replaced, List<FragmentFacts> written) {
        Freshness freshness = new Freshness(before);
        Map<String, Map<Integer, List<Stamp>>> files = new LinkedHashMap<>();
        for (Registration feature : Registrations.of(before).all()) {
            int field = before.fieldIds(feature.name()).get(0);
            Map<Source, Rows> carried = collect(freshness, replaced, feature);
            int start = 0;
            for (FragmentFacts fragment : written) {
                int end = start + Math.toIntExact(fragment.physicalRows());
                List<Stamp> stamps = cut(carried, start, end, Freshness.signature(before, fragment, feature));
                List<String> holding = fragment.filesOf(before.fieldIds(feature.name()));
                if (!stamps.isEmpty() && !holding.isEmpty()) {
                    files.computeIfAbsent(holding.get(holding.size() - 1), file -> new TreeMap<>())
                            .put(field, stamps);
                }
                start = end;
            }
        }
        return files;
    }

    /** Where rows come from: a stamp without its rows, and whether its inputs still hold. */
    private record Source(Stamp stamp, boolean inputsHold) {}

    /** Rows by their position among all live rows of the group. */
    private static final class Rows {
        private final BitSet computed = new BitSet();
        private final BitSet nulls = new BitSet();
        private final BitSet failed = new BitSet();
    }

    private static Map<Source, Rows> collect(Freshness freshness, List<FragmentFacts> replaced, Registration feature) {
        Map<Source, Rows> carried = new LinkedHashMap<>();
        int start = 0;
        for (FragmentFacts fragment : replaced) {
            RowSet live = freshness.live(fragment);
            for (Stamp stamp : freshness.stamps(fragment, feature)) {
                RowSet changed = changed(freshness, fragment, stamp);
                add(carried, stamp, stamp.rows().minus(changed), true, live, start);
                add(carried, stamp, changed, false, live, start);
            }
            start += live.size();
        }
        return carried;
    }

    private static RowSet changed(Freshness freshness, FragmentFacts fragment, Stamp stamp) {
        RowSet changed = RowSet.none();
        for (Optional<RowSet> rows : freshness.changed(fragment, stamp).values()) {
            changed = changed.or(rows.map(stamp.rows()::and).orElse(stamp.rows()));
        }
        return changed;
    }

    private static void add(
            Map<Source, Rows> carried, Stamp stamp, RowSet rows, boolean inputsHold, RowSet live, int start) {
        if (!rows.intersects(live)) {
            return;
        }
        Stamp bare = stamp.withRows(RowSet.none(), RowSet.none(), RowSet.none());
        Source source = new Source(inputsHold ? bare.withInputs(new TreeMap<>()) : bare, inputsHold);
        Rows target = carried.computeIfAbsent(source, key -> new Rows());
        int position = start;
        for (int offset = live.next(0); offset >= 0; offset = live.next(offset + 1)) {
            if (rows.contains(offset)) {
                target.computed.set(position, stamp.computed().contains(offset));
                target.nulls.set(position, stamp.nulls().contains(offset));
                target.failed.set(position, stamp.failed().contains(offset));
            }
            position++;
        }
    }

    private static List<Stamp> cut(
            Map<Source, Rows> carried, int start, int end, SortedMap<String, List<String>> signature) {
        List<Stamp> stamps = new ArrayList<>();
        carried.forEach((source, rows) -> {
            Stamp stamp = source.stamp()
                    .withRows(
                            RowSet.of(rows.computed.get(start, end)),
                            RowSet.of(rows.nulls.get(start, end)),
                            RowSet.of(rows.failed.get(start, end)));
            if (!stamp.rows().isEmpty()) {
                stamps.add(source.inputsHold() ? stamp.withInputs(signature) : stamp);
            }
        });
        return stamps;
    }
}
