// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.Collection;
import java.util.List;

/**
 * One fragment at one version.
 *
 * @param id its id, never used twice in one table
 * @param physicalRows rows in its files, deleted ones included
 * @param liveRows rows that are not deleted
 * @param files its data files
 */
public record FragmentFacts(int id, long physicalRows, long liveRows, List<DataFileFacts> files) {
    /** Copies the list. */
    public FragmentFacts {
        files = List.copyOf(files);
    }

    /** The names of the files that hold any of these fields, in the order of the fragment. */
    public List<String> filesOf(Collection<Integer> fieldIds) {
        return files.stream()
                .filter(file -> file.fieldIds().stream().anyMatch(fieldIds::contains))
                .map(DataFileFacts::name)
                .toList();
    }
}
