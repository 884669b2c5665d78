// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Append;
import org.lance.operation.CreateIndex;
import org.lance.operation.Delete;
import org.lance.operation.Operation;
import org.lance.operation.ReserveFragments;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;

/**
 * The fragments of a version that was made from a known one: the transactions between the two tell which ones they
 * changed, and new ones have the next ids, so that only these are fetched, however large the table is.
 */
final class CarriedFragments {
    private static final int MAX_VERSIONS = 8;
    private static final int MAX_UNUSED_IDS = 64;
    private static final int MIN_FEW = 16;

    private final Fragments known;
    private final Dataset now;
    private final Set<Integer> changed = new HashSet<>();
    private final Set<Integer> removed = new HashSet<>();

    private CarriedFragments(Fragments known, Dataset now) {
        this.known = known;
        this.now = now;
    }

    /**
     * Returns all fragments of a version.
     *
     * @param earlier a version before it
     * @param known the fragments of that one
     * @return empty if what was committed between the two is too much to look at, or cannot be known
     */
    static Optional<Fragments> since(long earlier, Fragments known, Dataset now, long version) {
        try {
            return version - earlier <= MAX_VERSIONS
                    ? new CarriedFragments(known, now).fragments(earlier, version)
                    : Optional.empty();
        } catch (Exception e) {
            // A cleanup may have taken a version between, and not every writer's transaction can be read.
            return Optional.empty();
        }
    }

    private Optional<Fragments> fragments(long earlier, long version) throws Exception {
        for (long between = earlier + 1; between < version; between++) {
            try (Dataset at = now.checkoutVersion(between)) {
                if (!take(at)) {
                    return Optional.empty();
                }
            }
        }
        return take(now) && isFew(changed.size()) ? carried() : Optional.empty();
    }

    /** To fetch a few fragments one by one costs less than to fetch all, to fetch most of them costs more. */
    private boolean isFew(long fragments) {
        return fragments <= Math.max(MIN_FEW, known.facts().size() / 4);
    }

    /** Notes what the commit of a version changed; returns whether that is known. */
    private boolean take(Dataset at) throws Exception {
        Optional<Transaction> found = at.readTransaction();
        if (found.isEmpty()) {
            return false;
        }
        try (Transaction transaction = found.get()) {
            Operation operation = transaction.operation();
            if (operation instanceof Update update) {
                take(update.updatedFragments(), update.removedFragmentIds());
            } else if (operation instanceof Delete delete) {
                take(delete.updatedFragments(), delete.deletedFragmentIds());
            } else {
                return operation instanceof Append
                        || operation instanceof CreateIndex
                        || operation instanceof UpdateConfig
                        || operation instanceof ReserveFragments;
            }
            return true;
        }
    }

    private void take(List<FragmentMetadata> updated, List<Long> gone) {
        updated.forEach(fragment -> changed.add(fragment.getId()));
        gone.forEach(id -> removed.add(Math.toIntExact(id)));
    }

    private Optional<Fragments> carried() {
        Map<Integer, FragmentMetadata> replaced = new LinkedHashMap<>();
        int kept = 0;
        int next = 0;
        for (FragmentFacts fragment : known.facts()) {
            next = Math.max(next, fragment.id() + 1);
            if (removed.contains(fragment.id())) {
                continue;
            }
            kept++;
            if (changed.contains(fragment.id())) {
                Fragment fetched = now.getFragment(fragment.id());
                if (fetched == null) {
                    return Optional.empty();
                }
                replaced.put(fragment.id(), fetched.metadata());
            }
        }
        long missing = now.getVersion().getManifestSummary().getTotalFragments() - kept;
        if (!isFew(missing)) {
            return Optional.empty();
        }
        List<FragmentMetadata> added = new ArrayList<>();
        // A compaction that was undone may have used ids that no fragment has.
        long last = next + missing + MAX_UNUSED_IDS;
        for (int id = next; added.size() < missing && id < last; id++) {
            Fragment fragment = now.getFragment(id);
            if (fragment != null) {
                added.add(fragment.metadata());
            }
        }
        return added.size() == missing ? Optional.of(known.with(removed, replaced, added)) : Optional.empty();
    }
}
