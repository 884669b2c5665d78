// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.files;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A finished file that holds some columns of one fragment, and that no version shows yet. A small value that can travel
 * between processes.
 *
 * @param fragmentId the fragment that it belongs to
 * @param physicalRows its rows: all of the fragment's, deleted ones included
 * @param name its name below the table's data folder
 * @param bytes its size
 * @param columns the columns that it holds
 * @param fieldIds the ids of their fields, nested ones included, when it was written
 * @param schema the types of its values, as Arrow's JSON
 * @param inputs the names of the files that held the inputs when it was computed; the commit checks that they still do
 * @param inputFieldIds the ids of those inputs
 */
public record ColumnFile(
        int fragmentId,
        long physicalRows,
        String name,
        long bytes,
        List<String> columns,
        List<Integer> fieldIds,
        String schema,
        List<String> inputs,
        List<Integer> inputFieldIds)
        implements Serializable {
    /** Copies the lists. */
    public ColumnFile {
        columns = List.copyOf(columns);
        fieldIds = List.copyOf(fieldIds);
        inputs = List.copyOf(inputs);
        inputFieldIds = List.copyOf(inputFieldIds);
    }

    /** The types of fields, as a file's schema; their metadata is left out. */
    static String schema(List<Field> fields) {
        return new Schema(fields.stream()
                        .map(field ->
                                new Field(field.getName(), FieldType.nullable(field.getType()), field.getChildren()))
                        .toList())
                .toJson();
    }

    /**
     * Checks that a version still has the columns that the file was written for.
     *
     * @throws InvalidRequestException if one was dropped
     */
    public void requireColumns(Snapshot now) {
        List<Field> written = types();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            String cannot = "Cannot write column '" + column + "' of table '"
                    + now.table().name() + "': ";
            Field field = now.schema().getFields().stream()
                    .filter(f -> f.getName().equals(column))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(cannot + "it was dropped meanwhile; add it again"));
            if (!NewFragments.sameType(field, written.get(i)) || !fieldIds.containsAll(now.fieldIds(column))) {
                throw new InvalidRequestException(
                        cannot + "it was dropped and created again meanwhile; compute its values again");
            }
        }
    }

    private List<Field> types() {
        try {
            return Schema.fromJSON(schema).getFields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
