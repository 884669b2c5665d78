// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.List;

/**
 * One data file of a fragment.
 *
 * @param name file name below the table's data folder; names are never used twice
 * @param fieldIds the ids of the fields (in format 2.1 the leaves) that it holds; a field whose values another file has
 *     replaced is not among them
 */
public record DataFileFacts(String name, List<Integer> fieldIds) {
    /** Copies the list. */
    public DataFileFacts {
        fieldIds = List.copyOf(fieldIds);
    }
}
