// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.index;

import dev.joust.error.NotFoundException;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Sidecars;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.TablePaths;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.version.Versions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Finds out whether another program has made an index of a table with stable row ids wrong. Lance's own programs do so
 * in three ways, and notice none of them:
 *
 * <ul>
 *   <li>They merge rows into the table. A row keeps its id then, and a segment of the index that was made before finds
 *       it by its old value.
 *   <li>They let the index cover such rows. If they merge segments into one, it holds a row under both values, and
 *       nothing but its origin tells it from one that was made anew: so a segment that Joust has not made is not
 *       trusted over rows that were merged in before.
 *   <li>They compact fragments with deleted rows that a full text or vector index holds; see {@link ForgottenRows}.
 * </ul>
 *
 * <p>Joust never changes a row in such a way, and marks the segments that it makes. One way is open to it as well:
 * values change while an index is built; see {@link #holdsOldValues()}.
 */
final class IndexTrust {
    private final Snapshot snapshot;
    private final IndexFacts index;

    /** A condition on the versions that a row is from. */
    private interface VersionsTest {
        boolean test(long created, long updated);
    }

    private IndexTrust(Snapshot snapshot, IndexFacts index) {
        this.snapshot = snapshot;
        this.index = index;
    }

    static IndexTrust of(Snapshot snapshot, IndexFacts index) {
        return new IndexTrust(snapshot, index);
    }

    /** Remembers that this segment is of our making; one without a mark is merely built anew more often. */
    static void markOwn(LanceTable table, String segment) {
        if (table.paths().isPresent()) {
            Sidecars.write(table, TablePaths.INDEX_MARKS + segment, new byte[0]);
        }
    }

    /**
     * Whether the index finds rows by values that were replaced while it was built: Lance takes fragments whose values
     * change out of the indexes that it knows of, but not out of one that is being built. Such an index covers a
     * fragment whose values lie in another file than in the version that it was built from.
     *
     * @return false as well if that version is gone
     */
    boolean holdsOldValues() {
        return index.segments().stream()
                .filter(segment -> segment.version() < snapshot.version())
                .anyMatch(this::holdsOldValues);
    }

    private boolean holdsOldValues(IndexFacts.Segment segment) {
        Map<Integer, List<String>> then = new HashMap<>();
        try (Snapshot built = Versions.open(snapshot.table(), segment.version())) {
            built.fragments().forEach(fragment -> then.put(fragment.id(), fragment.filesOf(index.fieldIds())));
        } catch (NotFoundException e) {
            return false;
        }
        return snapshot.fragments().stream()
                .filter(fragment -> segment.fragments().contains(fragment.id()))
                .filter(fragment -> then.containsKey(fragment.id()))
                .anyMatch(fragment -> !fragment.filesOf(index.fieldIds()).equals(then.get(fragment.id())));
    }

    boolean isLost() {
        return index.segments().stream().anyMatch(this::isLost) || ForgottenRows.areIn(snapshot, index);
    }

    private boolean isLost(IndexFacts.Segment segment) {
        long version = segment.version();
        return anyRow(
                        fragmentsOutside(segment.fragments()),
                        (created, updated) -> created <= version && updated > version)
                || (!isOwn(segment)
                        && anyRow(
                                List.copyOf(segment.fragments()),
                                (created, updated) -> created < updated && updated <= version));
    }

    private boolean isOwn(IndexFacts.Segment segment) {
        return Sidecars.read(snapshot.table(), TablePaths.INDEX_MARKS + segment.id())
                .isPresent();
    }

    private List<Integer> fragmentsOutside(Set<Integer> covered) {
        return snapshot.fragments().stream()
                .map(FragmentFacts::id)
                .filter(id -> !covered.contains(id))
                .toList();
    }

    /** Whether a row of these fragments was created and last updated at versions of this kind. */
    private boolean anyRow(List<Integer> fragments, VersionsTest isOfKind) {
        Set<Integer> there =
                snapshot.fragments().stream().map(FragmentFacts::id).collect(Collectors.toSet());
        List<Integer> present = fragments.stream().filter(there::contains).toList();
        if (present.isEmpty()) {
            return false;
        }
        ScanRequest versions = ScanRequest.of(List.of("_row_created_at_version", "_row_last_updated_at_version"))
                .fragments(present);
        try (ArrowReader reader = snapshot.scan(versions)) {
            while (reader.loadNextBatch()) {
                if (anyRow(reader.getVectorSchemaRoot(), isOfKind)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw LanceErrors.translate("check index '" + index.name() + "'", e);
        }
    }

    private static boolean anyRow(VectorSchemaRoot batch, VersionsTest isOfKind) {
        UInt8Vector created = (UInt8Vector) batch.getVector("_row_created_at_version");
        UInt8Vector updated = (UInt8Vector) batch.getVector("_row_last_updated_at_version");
        for (int i = 0; i < batch.getRowCount(); i++) {
            if (!created.isNull(i) && isOfKind.test(created.get(i), updated.get(i))) {
                return true;
            }
        }
        return false;
    }
}
