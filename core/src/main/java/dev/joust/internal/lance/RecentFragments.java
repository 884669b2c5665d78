// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.lance.disk.TableFolder;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;

/**
 * The fragments of the versions of a table that were looked at last, as long as there is memory: what compares a
 * version with the next one has seen it as the newest one before.
 *
 * <p>Threads: safe for use by several threads.
 */
final class RecentFragments {
    private static final int MAX_VERSIONS = 4;

    private final Map<Key, SoftReference<List<FragmentMetadata>>> recent = new LinkedHashMap<>();

    /** A version; a table that is created again in the same place is in another folder. */
    private record Key(TableFolder folder, long version) {}

    List<FragmentMetadata> of(TableFolder folder, long version, Supplier<List<FragmentMetadata>> fetched) {
        Key key = new Key(folder, version);
        List<FragmentMetadata> known = known(key);
        if (known != null) {
            return known;
        }
        List<FragmentMetadata> found = fetched.get();
        synchronized (recent) {
            recent.put(key, new SoftReference<>(found));
            if (recent.size() > MAX_VERSIONS) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
        return found;
    }

    private @Nullable List<FragmentMetadata> known(Key key) {
        synchronized (recent) {
            SoftReference<List<FragmentMetadata>> reference = recent.get(key);
            return reference == null ? null : reference.get();
        }
    }
}
