// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.relation;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.feature.SourceVersion;
import dev.joust.internal.lance.FragmentFacts;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the source of a feature holds now: its version by its files, and by its values where that is asked for.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class RelationState {
    private final Snapshot own;
    private final Relation relation;
    private final @Nullable Snapshot opened;
    private final @Nullable SourceVersion version;
    private final String problem;
    private final long heapBytes;
    private @Nullable KeyDigests digests;
    private @Nullable DuplicateRows duplicates;

    private RelationState(
            Snapshot own,
            Relation relation,
            @Nullable Snapshot opened,
            @Nullable SourceVersion version,
            String problem,
            long heapBytes) {
        this.own = own;
        this.relation = relation;
        this.opened = opened;
        this.version = version;
        this.problem = problem;
        this.heapBytes = heapBytes;
    }

    /**
     * Looks at a version of the source, or at the own version for a feature that reads its own table.
     *
     * @param own must stay open
     * @param version of the source; empty for the newest
     */
    public static RelationState of(Snapshot own, Relation relation, Optional<Long> version) {
        try {
            if (relation.source().isEmpty()) {
                return at(own, relation, own, HashTable.DEFAULT_HEAP_BYTES);
            }
            try (LanceTable table =
                            Neighbours.open(own.table(), relation.source().orElseThrow());
                    Snapshot source = version.isPresent() ? table.at(version.get()) : table.latest()) {
                return new RelationState(
                        own, relation, null, relation.version(source), "", HashTable.DEFAULT_HEAP_BYTES);
            }
        } catch (NotFoundException | InvalidRequestException e) {
            return new RelationState(own, relation, null, null, String.valueOf(e.getMessage()), 0);
        }
    }

    /**
     * Looks at one version of the source.
     *
     * @param own must stay open, like the source
     * @param heapBytes at most so many bytes of the heap for digests; a temporary file takes what is more
     */
    public static RelationState at(Snapshot own, Relation relation, Snapshot source, long heapBytes) {
        return new RelationState(own, relation, source, relation.version(source), "", heapBytes);
    }

    /** The version of the source; empty if it cannot be read. */
    public Optional<SourceVersion> version() {
        return Optional.ofNullable(version);
    }

    /** Why the source cannot be read; empty if it can. */
    public String problem() {
        return problem;
    }

    /** The digest of each row of a fragment of the own version; the first call reads the source once. */
    public long[] digests(FragmentFacts fragment) {
        return relation.bits().isPresent()
                ? duplicates().digests(fragment.id())
                : digests().of(own, fragment, relation.keys());
    }

    /** The groups of duplicates in the own version; the first call finds them. */
    public synchronized DuplicateRows duplicates() {
        DuplicateRows known = duplicates;
        if (known == null) {
            if (version == null) {
                throw new IllegalStateException("There is no hash: " + problem);
            }
            known = DuplicateRows.of(own, relation);
            duplicates = known;
        }
        return known;
    }

    private synchronized KeyDigests digests() {
        KeyDigests known = digests;
        if (known == null) {
            if (version == null) {
                throw new IllegalStateException("There is no source: " + problem);
            }
            known = read(version);
            digests = known;
        }
        return known;
    }

    private KeyDigests read(SourceVersion at) {
        if (opened != null) {
            return KeyDigests.of(opened, relation.sourceKeys(), relation.content(), heapBytes);
        }
        try (LanceTable table = Neighbours.open(own.table(), at.table());
                Snapshot source = table.at(at.version())) {
            return KeyDigests.of(source, relation.sourceKeys(), relation.content(), heapBytes);
        }
    }
}
