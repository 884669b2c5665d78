// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.List;

/** Finds the column that holds a table's images. */
final class ImageColumn {
    private static final String USUAL = "image_bytes";

    private ImageColumn() {}

    /** The column {@value #USUAL}, or the only one of bytes. */
    static String of(Table table) {
        List<String> candidates = table.schema().columns().stream()
                .filter(column ->
                        column.type() instanceof ColumnType.Binary || column.type() instanceof ColumnType.LargeBinary)
                .map(Column::name)
                .toList();
        if (candidates.contains(USUAL)) {
            return USUAL;
        }
        if (candidates.size() != 1) {
            throw new InvalidRequestException("Cannot decode images of table '" + table.name() + "': "
                    + (candidates.isEmpty()
                            ? "it has no column of bytes; leave out --decode"
                            : "it has " + candidates.size() + " columns of bytes; choose with --image-column between "
                                    + Names.quoted(candidates)));
        }
        return candidates.get(0);
    }
}
