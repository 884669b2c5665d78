// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.error.CommitConflictException;
import dev.joust.error.JoustException;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a version, which a job reads for long, from the cleanups of all processes until it is closed. Snapshots do so
 * only in their own process.
 *
 * <p>Where the storage takes no tag, the version is read without one. If the process is killed, a later cleanup notices
 * that.
 */
public final class KeptVersion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptVersion.class);
    private static final int ATTEMPTS = 20;

    private final Snapshot snapshot;
    private final Optional<KeepTags> tags;

    private KeptVersion(Snapshot snapshot, Optional<KeepTags> tags) {
        this.snapshot = snapshot;
        this.tags = tags;
    }

    /** Opens the newest version of a table and keeps it. */
    public static KeptVersion newest(LanceTable table) {
        for (int attempt = 1; ; attempt++) {
            Snapshot newest = table.latest();
            try {
                return new KeptVersion(newest, tags(newest));
            } catch (CommitConflictException e) {
                newest.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                newest.close();
                throw e;
            }
        }
    }

    /**
     * Keeps the version of a snapshot, which stays open for its owner.
     *
     * @throws CommitConflictException if a cleanup has just removed it
     */
    public static KeptVersion of(Snapshot version) {
        Optional<KeepTags> tags = tags(version);
        return new KeptVersion(version.retain(), tags);
    }

    private static Optional<KeepTags> tags(Snapshot version) {
        LanceTable table = version.table();
        if (table.isBranch()) {
            // No cleanup of Joust removes versions of branches, and its tags would name versions of the table.
            return Optional.empty();
        }
        try {
            return Optional.of(KeepTags.of(version));
        } catch (JoustException e) {
            if (!Versions.has(table, version.version())) {
                throw new CommitConflictException(
                        "Cannot read version " + version.version() + " of table '" + table.name()
                                + "': a cleanup has just removed it; try again",
                        e);
            }
            LOG.warn(
                    "Version {} of table '{}' is read without a tag that keeps it from cleanups of other processes: {}",
                    version.version(),
                    table.name(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** The version, which is open as long as this. */
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void close() {
        try (snapshot) {
            tags.ifPresent(KeepTags::close);
        } catch (JoustException e) {
            LOG.warn(
                    "A tag of table '{}' that kept version {} could not be removed, which a later cleanup does: {}",
                    snapshot.table().name(),
                    snapshot.version(),
                    e.getMessage());
        }
    }
}
