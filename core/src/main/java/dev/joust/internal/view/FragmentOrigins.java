// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.internal.lance.DataFileFacts;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.commit.Compactor;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.version.FragmentMoves;
import dev.joust.internal.view.FragmentOrigin.Move;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Remembers for each fragment that a compaction wrote which fragments it replaced, so that a view still knows its rows
 * when the versions between are cleaned up.
 *
 * <p>The note lies in {@code _joust/origins/<data file>}, is written before the commit that shows the file, and goes
 * with the file. It holds the notes of the fragments that were replaced, as long as a version has any of their files.
 * Of compactions by other clients there is no note; their transactions tell the same while their versions are there.
 */
public final class FragmentOrigins implements Compactor.Carry {
    /** Creates a carrier. */
    public FragmentOrigins() {}

    @Override
    public void carry(Snapshot before, List<FragmentFacts> replaced, List<FragmentFacts> written) {
        LanceTable table = before.table();
        if (table.paths().isEmpty()) {
            return;
        }
        Map<Integer, String> deletions = before.deletions();
        List<FragmentOrigin> all = new ArrayList<>();
        for (FragmentFacts fragment : replaced) {
            all.add(new FragmentOrigin(
                    fragment,
                    deletions.getOrDefault(fragment.id(), ""),
                    noted(table, fragment).filter(move -> isAlive(table, move))));
        }
        long start = 0;
        for (FragmentFacts fragment : written) {
            String file = fragment.files().get(0).name();
            Move move = new Move(file, between(all, start, start + fragment.physicalRows()));
            Sidecars.write(table, TablePaths.ORIGINS + file, FragmentOriginJson.write(move));
            start += fragment.physicalRows();
        }
    }

    /** Those whose live rows, one after the other, lie in a range. */
    private static List<FragmentOrigin> between(List<FragmentOrigin> all, long from, long to) {
        List<FragmentOrigin> within = new ArrayList<>();
        long start = 0;
        for (FragmentOrigin origin : all) {
            long end = start + origin.fragment().liveRows();
            if (start < to && end > from) {
                within.add(origin);
            }
            start = end;
        }
        return within;
    }

    /** Whether a version can still have any of the replaced fragments. */
    private static boolean isAlive(LanceTable table, Move move) {
        return move.origins().stream()
                .anyMatch(origin -> origin.fragment().files().stream()
                                .map(DataFileFacts::name)
                                .allMatch(table::hasData)
                        || origin.move().filter(m -> isAlive(table, m)).isPresent());
    }

    /** The compaction of ours that a fragment came out of. */
    private static Optional<Move> noted(LanceTable table, FragmentFacts fragment) {
        for (DataFileFacts file : fragment.files()) {
            Optional<byte[]> note = Sidecars.read(table, TablePaths.ORIGINS + file.name());
            if (note.isPresent()) {
                return Optional.of(FragmentOriginJson.read(file.name(), note.get()));
            }
        }
        return Optional.empty();
    }

    /** The compactions of ours that fragments came out of, by the fragment's id. */
    static Map<Integer, Move> noted(LanceTable table, List<FragmentFacts> fragments) {
        Map<Integer, Move> moves = new HashMap<>();
        fragments.forEach(fragment -> noted(table, fragment).ifPresent(move -> moves.put(fragment.id(), move)));
        return moves;
    }

    /**
     * The compactions that fragments came out of.
     *
     * @param fragments of the version or of one before it
     * @param since the version after which compactions by other clients are looked for
     * @return by the fragment's id; nothing for those that were written otherwise, or where that cannot be known
     */
    static Map<Integer, Move> of(Snapshot now, List<FragmentFacts> fragments, long since) {
        Map<Integer, Move> moves = noted(now.table(), fragments);
        if (moves.size() < fragments.size()) {
            Map<String, Move> told = told(now, since);
            for (FragmentFacts fragment : fragments) {
                fragment.files().stream()
                        .filter(file -> told.containsKey(file.name()))
                        .findFirst()
                        .ifPresent(file -> moves.putIfAbsent(fragment.id(), told.get(file.name())));
            }
        }
        return moves;
    }

    /**
     * Writes down what other clients compacted, before a cleanup takes the transactions that tell it.
     *
     * @param since the versions of the table that views have come to
     */
    public static void noteOthers(LanceTable table, Collection<Long> since) {
        if (table.paths().isEmpty()) {
            return;
        }
        try (Snapshot now = table.latest()) {
            Map<String, Move> told = new HashMap<>();
            since.stream().sorted().forEach(version -> told.putAll(told(now, version)));
            for (FragmentFacts fragment : told.isEmpty() ? List.<FragmentFacts>of() : now.fragments()) {
                fragment.files().stream()
                        .map(file -> told.get(file.name()))
                        .filter(Objects::nonNull)
                        .filter(move -> noted(table, fragment).isEmpty())
                        .forEach(move -> Sidecars.write(
                                table, TablePaths.ORIGINS + move.file(), FragmentOriginJson.write(move)));
            }
        }
    }

    /** What the transactions tell, by the data file of each fragment that was written. */
    private static Map<String, Move> told(Snapshot now, long since) {
        Map<String, Move> told = new HashMap<>();
        for (FragmentMoves.Move move : FragmentMoves.latest(now, since).orElse(List.of())) {
            List<FragmentOrigin> origins = new ArrayList<>();
            for (FragmentFacts fragment : move.replaced()) {
                Optional<Move> earlier = fragment.files().stream()
                        .map(DataFileFacts::name)
                        .filter(told::containsKey)
                        .findFirst()
                        .map(told::get);
                // They do not tell which rows were deleted, so only a fragment with all its rows can be compared.
                String deletion = fragment.liveRows() == fragment.physicalRows() ? "" : "unknown";
                origins.add(new FragmentOrigin(fragment, deletion, earlier.or(() -> noted(now.table(), fragment))));
            }
            for (FragmentFacts fragment : move.written()) {
                String file = fragment.files().get(0).name();
                told.put(file, new Move(file, origins));
            }
        }
        return told;
    }
}
