// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import dev.joust.internal.lance.guard.LanceErrors;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.file.LanceFileReader;

/** Reads a file of columns that no version shows. */
public final class ColumnFileReader {
    private ColumnFileReader() {}

    /** All rows of some columns of a file in physical order. The caller closes the reader. */
    public static ArrowReader open(LanceTable table, String fileName, List<String> columns, int batchRows) {
        String what = "read data file '" + fileName + "' of table '" + table.name() + "'";
        LanceFileReader file = LanceErrors.call(
                what,
                () -> LanceFileReader.open(
                        table.uri() + "/data/" + fileName,
                        table.store().storageOptions(),
                        table.store().allocator()));
        try {
            return new StreamedReader(
                    table.store().allocator(), file.readAll(columns, null, batchRows), what, () -> close(file, what));
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
