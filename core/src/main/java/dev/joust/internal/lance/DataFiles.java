// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/** Rebuilds the metadata of fragments and of their data files. */
final class DataFiles {
    private DataFiles() {}

    static DataFile withFields(DataFile file, int[] fields) {
        return new DataFile(
                file.getPath(),
                fields,
                file.getColumnIndices(),
                file.getFileMajorVersion(),
                file.getFileMinorVersion(),
                file.getFileSizeBytes(),
                file.getBaseId().orElse(null));
    }

    /**
     * The fragment with these files added; the fields that they hold are masked in the files before them, and a file
     * that is masked whole is left out.
     */
    static FragmentMetadata withColumns(FragmentMetadata fragment, List<DataFile> added, Set<Integer> replacedIds) {
        List<DataFile> files = new ArrayList<>();
        for (DataFile file : fragment.getFiles()) {
            int[] fields = Arrays.stream(file.getFields())
                    .map(id -> replacedIds.contains(id) ? Snapshot.TOMBSTONE : id)
                    .toArray();
            if (Arrays.stream(fields).anyMatch(id -> id != Snapshot.TOMBSTONE)) {
                files.add(withFields(file, fields));
            }
        }
        files.addAll(added);
        return new FragmentMetadata(
                fragment.getId(),
                files,
                fragment.getPhysicalRows(),
                fragment.getDeletionFile(),
                fragment.getRowIdMeta(),
                fragment.getCreatedAtVersionMeta(),
                fragment.getLastUpdatedAtVersionMeta());
    }
}
