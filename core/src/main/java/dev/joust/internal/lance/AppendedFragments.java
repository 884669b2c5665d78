// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Append;

/**
 * The fragments of a version that came out of a known one by appends. An append leaves all fragments as they are and
 * gives its own the next ids, so that only these are fetched, however large the table is.
 */
final class AppendedFragments {
    private static final int MAX_APPENDS = 8;
    private static final int MAX_UNUSED_IDS = 64;

    private AppendedFragments() {}

    /**
     * Returns all fragments of a version.
     *
     * @param earlier a version before it
     * @param known the fragments of that one
     * @return empty if something else was committed between the two, or that cannot be known
     */
    static Optional<Fragments> since(long earlier, Fragments known, Dataset now, long version) {
        try {
            return appended(earlier, known, now, version);
        } catch (Exception e) {
            // A cleanup may have taken a version between, and not every writer's transaction can be read.
            return Optional.empty();
        }
    }

    private static Optional<Fragments> appended(long earlier, Fragments known, Dataset now, long version)
            throws Exception {
        if (version - earlier > MAX_APPENDS || known.facts().isEmpty() || !isAppend(now)) {
            return Optional.empty();
        }
        for (long between = earlier + 1; between < version; between++) {
            try (Dataset at = now.checkoutVersion(between)) {
                if (!isAppend(at)) {
                    return Optional.empty();
                }
            }
        }
        return with(known, now);
    }

    private static boolean isAppend(Dataset at) throws Exception {
        Optional<Transaction> found = at.readTransaction();
        if (found.isEmpty()) {
            return false;
        }
        try (Transaction transaction = found.get()) {
            return transaction.operation() instanceof Append;
        }
    }

    private static Optional<Fragments> with(Fragments known, Dataset now) {
        long missing = now.getVersion().getManifestSummary().getTotalFragments()
                - known.facts().size();
        List<FragmentMetadata> added = new ArrayList<>();
        int next = 1 + known.facts().stream().mapToInt(FragmentFacts::id).max().orElse(-1);
        // A compaction that was undone may have used ids that no fragment has.
        int last = next + Math.toIntExact(missing) + MAX_UNUSED_IDS;
        for (int id = next; added.size() < missing && id < last; id++) {
            Fragment fragment = now.getFragment(id);
            if (fragment != null) {
                added.add(fragment.metadata());
            }
        }
        return added.size() == missing ? Optional.of(known.with(added)) : Optional.empty();
    }
}
