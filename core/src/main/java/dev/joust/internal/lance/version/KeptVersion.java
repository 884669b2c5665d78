// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.internal.lance.Snapshot;

/**
 * Keeps a version, which a job reads for long, from the cleanups of all processes until it is closed. Snapshots do so
 * only in their own process.
 *
 * <p>If the process is killed, the next cleanup notices that.
 */
public final class KeptVersion implements AutoCloseable {
    private final KeepTags tags;

    private KeptVersion(KeepTags tags) {
        this.tags = tags;
    }

    /** Keeps the version of a snapshot, which is closed after it. */
    public static KeptVersion of(Snapshot version) {
        return new KeptVersion(KeepTags.of(version));
    }

    @Override
    public void close() {
        tags.close();
    }
}
