// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.version;

import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.disk.VersionFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;

/** The files that a version's rows lie in and that are gone, on a local disk. */
public final class MissingFiles {
    private MissingFiles() {}

    /** The data and deletion files of a version that are not there, in the order of its fragments. */
    public static List<Path> of(Snapshot version) {
        List<Path> missing = new ArrayList<>();
        version.table().paths().ifPresent(paths -> {
            for (FragmentMetadata fragment : version.metadata()) {
                for (DataFile file : fragment.getFiles()) {
                    missing.add(paths.data(file.getPath()));
                }
                DeletionFile deletion = fragment.getDeletionFile();
                if (deletion != null) {
                    missing.add(VersionFiles.deletion(paths, fragment.getId(), deletion));
                }
            }
        });
        missing.removeIf(file -> file.toFile().exists());
        return missing;
    }
}
