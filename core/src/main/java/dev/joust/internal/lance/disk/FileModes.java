// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives files that Lance wrote the rights that the process's umask leaves to new files. Lance writes most of its files
 * under another name with the rights of temporary files, for the owner alone, and renames them.
 */
final class FileModes {
    private static volatile @Nullable Set<PosixFilePermission> ofNewFiles;

    private FileModes() {}

    /** Adds the rights that the file lacks; one that is not this user's, or has no such rights, stays as it is. */
    static void ofUmask(Path file) {
        try {
            Set<PosixFilePermission> wanted = ofNewFiles;
            if (wanted == null) {
                wanted = probe(file);
                ofNewFiles = wanted;
            }
            Set<PosixFilePermission> now = Files.getPosixFilePermissions(file);
            if (!now.containsAll(wanted)) {
                Set<PosixFilePermission> all = EnumSet.copyOf(now);
                all.addAll(wanted);
                Files.setPosixFilePermissions(file, all);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // What cannot be read by others is no reason to fail a commit; a missing file is noticed when it is synced.
        }
    }

    /** Java does not tell the umask, so a file is made. */
    private static Set<PosixFilePermission> probe(Path beside) throws IOException {
        Path probe = beside.resolveSibling(".joust-" + UUID.randomUUID());
        Files.createFile(probe);
        try {
            return Files.getPosixFilePermissions(probe);
        } finally {
            Files.delete(probe);
        }
    }
}
