// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import java.io.IOException;
import java.nio.file.Files;

/**
 * The first version of a branch or of a shallow clone. Lance's binding ends the whole process where it is asked for the
 * transaction that made it.
 */
public final class ClonedVersion {
    private ClonedVersion() {}

    /**
     * Whether a version is one. No version is before it in its folder, and its transaction names the version itself as
     * the one that it was made from.
     */
    public static boolean is(TablePaths paths, long version) {
        if (Files.exists(paths.manifest(version - 1))) {
            return false;
        }
        try {
            return ManifestFile.transactionFile(paths.manifest(version))
                    .filter(name -> name.startsWith(version + "-"))
                    .isPresent();
        } catch (IOException e) {
            // A cleanup has just taken it, and whoever asks for its transaction will find out.
            return false;
        }
    }
}
