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

/** The files that the rows of a version lie in, on a local disk. None of them is ever written again. */
public final class RowFiles {
    private RowFiles() {}

    /** The manifest, then the data and deletion files in the order of the fragments; empty in an object store. */
    public static List<Path> of(Snapshot version) {
        List<Path> files = new ArrayList<>();
        version.table().paths().ifPresent(paths -> {
            files.add(paths.manifest(version.version()));
            for (FragmentMetadata fragment : version.metadata()) {
                for (DataFile file : fragment.getFiles()) {
                    files.add(paths.found(file.getPath()));
                }
                DeletionFile deletion = fragment.getDeletionFile();
                if (deletion != null) {
                    files.add(VersionFiles.deletion(paths, fragment.getId(), deletion));
                }
            }
        });
        return files.stream().distinct().toList();
    }
}
