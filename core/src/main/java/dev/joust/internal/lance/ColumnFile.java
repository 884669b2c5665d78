// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.io.Serializable;
import java.util.List;

/**
 * A finished file that holds some columns of one fragment, and that no version shows yet. A small value that can travel
 * between processes.
 *
 * @param fragmentId the fragment that it belongs to
 * @param physicalRows its rows: all of the fragment's, deleted ones included
 * @param name its name below the table's data folder
 * @param bytes its size
 * @param columns the columns that it holds
 * @param inputs the names of the files that held the inputs when it was computed; the commit checks that they still do
 * @param inputFieldIds the ids of those inputs
 */
public record ColumnFile(
        int fragmentId,
        long physicalRows,
        String name,
        long bytes,
        List<String> columns,
        List<String> inputs,
        List<Integer> inputFieldIds)
        implements Serializable {
    /** Copies the lists. */
    public ColumnFile {
        columns = List.copyOf(columns);
        inputs = List.copyOf(inputs);
        inputFieldIds = List.copyOf(inputFieldIds);
    }
}
