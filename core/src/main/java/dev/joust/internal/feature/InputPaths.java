// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.feature;

import dev.joust.feature.FeatureInput;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the names of inputs mean: columns, dot paths into structs, the row id. */
public final class InputPaths {
    private InputPaths() {}

    /** Whether an input is no column but the id of the row. */
    public static boolean isRowId(String input) {
        return input.equals(FeatureInput.ROW_ID);
    }

    /**
     * Returns the name of the column that holds an input.
     *
     * @param columns the columns of the table; one whose own name holds dots comes before a path
     */
    public static String column(String input, Collection<String> columns) {
        int dot = columns.contains(input) ? -1 : input.indexOf('.');
        return dot < 0 ? input : input.substring(0, dot);
    }

    /** Finds the type of an input; a path leads through structs only, because a list has no one value per row. */
    static Optional<ColumnType> type(String input, List<Column> columns) {
        return isRowId(input) ? Optional.of(Types.UINT64) : nested(input, columns);
    }

    private static Optional<ColumnType> nested(String input, List<Column> columns) {
        for (Column column : columns) {
            if (column.name().equals(input)) {
                return Optional.of(column.type());
            }
        }
        for (Column column : columns) {
            if (input.startsWith(column.name() + ".") && column.type() instanceof ColumnType.Struct struct) {
                Optional<ColumnType> nested =
                        nested(input.substring(column.name().length() + 1), struct.fields());
                if (nested.isPresent()) {
                    return nested;
                }
            }
        }
        return Optional.empty();
    }

    /** All names that an input of a table with these columns can have. */
    static List<String> all(List<Column> columns) {
        List<String> names = new ArrayList<>();
        add(columns, "", names);
        names.add(FeatureInput.ROW_ID);
        return names;
    }

    private static void add(List<Column> columns, String prefix, List<String> names) {
        for (Column column : columns) {
            names.add(prefix + column.name());
            if (column.type() instanceof ColumnType.Struct struct) {
                add(struct.fields(), prefix + column.name() + ".", names);
            }
        }
    }
}
