// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.lance.guard.LanceErrors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.lance.file.BlobReadMode;
import org.lance.file.FileReadOptions;
import org.lance.file.LanceFileReader;
import org.lance.util.Range;

/** Reads a file of columns that no version shows. */
public final class ColumnFileReader {
    private static final FileReadOptions WHOLE_VALUES =
            FileReadOptions.builder().blobReadMode(BlobReadMode.CONTENT).build();

    private ColumnFileReader() {}

    /** All rows of some columns of a file in physical order. The caller closes the reader. */
    public static ArrowReader open(LanceTable table, String fileName, List<String> columns, int batchRows) {
        return read(table, fileName, columns, null, batchRows);
    }

    /**
     * Some rows of a file in physical order. The caller closes the reader.
     *
     * @param rows their offsets in the file; at least one
     */
    public static ArrowReader open(
            LanceTable table, String fileName, List<String> columns, BitSet rows, int batchRows) {
        List<Range> ranges = new ArrayList<>();
        for (int from = rows.nextSetBit(0); from >= 0; ) {
            int to = rows.nextClearBit(from);
            ranges.add(Range.of(from, to));
            from = rows.nextSetBit(to);
        }
        return read(table, fileName, columns, ranges, batchRows);
    }

    private static ArrowReader read(
            LanceTable table, String fileName, List<String> columns, @Nullable List<Range> ranges, int batchRows) {
        String what = "read data file '" + fileName + "' of table '" + table.name() + "'";
        LanceFileReader file = LanceErrors.call(
                what,
                () -> LanceFileReader.open(
                        table.dataUri(fileName),
                        table.store().storageOptions(),
                        table.store().allocator()));
        try {
            return new StreamedReader(
                    table.store().allocator(),
                    file.readAll(columns, ranges, batchRows, WHOLE_VALUES),
                    what,
                    () -> close(file, what));
        } catch (Exception e) {
            close(file, what);
            throw LanceErrors.translate(what, e);
        }
    }

    private static void close(LanceFileReader file, String what) {
        try {
            file.close();
        } catch (Exception e) {
            throw LanceErrors.translate(what, e);
        }
    }
}
