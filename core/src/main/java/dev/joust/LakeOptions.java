// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How a lake is opened.
 *
 * @param storageOptions credentials and settings of an object store, by the names that Lance and LanceDB use, such as
 *     {@code aws_region}
 * @param commits what an acknowledged commit survives
 */
public record LakeOptions(Map<String, String> storageOptions, Commits commits) {
    /** No storage options, synced commits. */
    public static final LakeOptions DEFAULT = new LakeOptions(Map.of(), Commits.SYNCED);

    /** What an acknowledged commit on a local disk survives. Object stores are durable by themselves. */
    public enum Commits {
        /** A power loss: files are synced to the disk before a commit is acknowledged. */
        SYNCED,
        /** The end of the process, not a power loss; a few milliseconds faster per commit. */
        UNSYNCED
    }

    /** Copies the map. */
    public LakeOptions {
        storageOptions = Map.copyOf(storageOptions);
        requireNonNull(commits, "commits");
    }

    /** The same with these storage options. */
    public LakeOptions withStorageOptions(Map<String, String> options) {
        return new LakeOptions(options, commits);
    }

    /** The same with these guarantees. */
    public LakeOptions withCommits(Commits guarantee) {
        return new LakeOptions(storageOptions, guarantee);
    }
}
