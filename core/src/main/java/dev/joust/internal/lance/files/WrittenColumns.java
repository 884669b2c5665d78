// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.error.CommitConflictException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.internal.lance.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The columns that rows were written for, as the table had them then. Files name columns by their ids alone, so that a
 * version that is committed later shows the rows rightly only if the ids still mean the same.
 *
 * @param byId the columns by the ids of their fields
 */
record WrittenColumns(Map<Integer, Field> byId) {
    /** Copies the map. */
    WrittenColumns {
        byId = Map.copyOf(byId);
    }

    static WrittenColumns of(Snapshot base, List<Field> columns) {
        Map<Integer, Field> byId = new HashMap<>();
        columns.forEach(column -> byId.put(id(base, column), column));
        return new WrittenColumns(byId);
    }

    private static int id(Snapshot version, Field column) {
        return version.field(column.getName()).orElseThrow().getId();
    }

    /** Whether a column of this name is among them. */
    boolean has(String name) {
        return byId.values().stream().anyMatch(column -> column.getName().equals(name));
    }

    /** Whether a version has all of them, under the same names and with the same types. */
    boolean areIn(Snapshot now) {
        return byId.entrySet().stream()
                .allMatch(written -> now.schema().getFields().stream()
                        .anyMatch(column ->
                                column.getName().equals(written.getValue().getName())
                                        && id(now, column) == written.getKey()
                                        && holds(column, written.getValue())));
    }

    /**
     * Checks that a version can show rows of these columns; renamed and dropped ones do not matter.
     *
     * @throws SchemaMismatchException if it has another column whose values are never NULL
     * @throws CommitConflictException if one of them was created again
     */
    void requireFit(Snapshot now) {
        String cannot = "Cannot write to table '" + now.table().name() + "': ";
        for (Field column : now.schema().getFields()) {
            Field written = byId.get(id(now, column));
            if (written == null && !column.isNullable()) {
                throw new SchemaMismatchException(cannot + "column '" + column.getName() + "', whose values are never"
                        + " NULL, was added while the rows were written; add it to them");
            }
            if (written != null && !holds(column, written)) {
                throw new CommitConflictException(cannot + "column '" + column.getName()
                        + "' was dropped and created again while the rows were written; write them again");
            }
        }
    }

    private static boolean holds(Field column, Field written) {
        return NewFragments.sameType(column, written) && (column.isNullable() || !written.isNullable());
    }
}
