// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.lance.disk.TableFolder;
import java.lang.ref.SoftReference;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;

/**
 * The fragments of the versions of a table that were looked at last, as long as there is memory: what compares a
 * version with the next one has seen it as the newest one before.
 *
 * <p>Threads: safe for use by several threads.
 */
final class RecentFragments {
    private static final int MAX_VERSIONS = 4;

    private final Map<Key, SoftReference<Fragments>> recent = new LinkedHashMap<>();

    /** A version; a table that is created again in the same place is in another folder. */
    private record Key(TableFolder folder, long version) {}

    /** The fragments of a version. */
    Fragments of(TableFolder folder, Dataset dataset, long version) {
        Key key = new Key(folder, version);
        Fragments known = known(key);
        if (known != null) {
            return known;
        }
        Fragments found = fetched(key, dataset);
        synchronized (recent) {
            recent.put(key, new SoftReference<>(found));
            if (recent.size() > MAX_VERSIONS) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
        return found;
    }

    private Fragments fetched(Key wanted, Dataset dataset) {
        Key earlier = newestBefore(wanted);
        Fragments known = earlier == null ? null : known(earlier);
        if (earlier == null || known == null) {
            return Fragments.fetch(dataset);
        }
        return CarriedFragments.since(earlier.version(), known, dataset, wanted.version())
                .orElseGet(() -> Fragments.fetch(dataset));
    }

    private @Nullable Key newestBefore(Key wanted) {
        synchronized (recent) {
            return recent.keySet().stream()
                    .filter(key -> key.folder().equals(wanted.folder()) && key.version() < wanted.version())
                    .max(Comparator.comparingLong(Key::version))
                    .orElse(null);
        }
    }

    private @Nullable Fragments known(Key key) {
        synchronized (recent) {
            SoftReference<Fragments> reference = recent.get(key);
            return reference == null ? null : reference.get();
        }
    }
}
