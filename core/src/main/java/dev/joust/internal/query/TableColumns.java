// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlErrors;
import dev.joust.schema.Column;
import dev.joust.schema.ColumnType;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns that one question can name: the table's own, and those that Lance adds.
 *
 * @param arrow the table's own columns
 * @param schema the same, in Joust's words
 * @param what what cannot be done if a name is wrong, for messages
 */
record TableColumns(Schema arrow, TableSchema schema, String what) {
    static final String ROW_ID = "_rowid";
    static final String DISTANCE = "_distance";
    static final String SCORE = "_score";
    static final String RELEVANCE = "_relevance_score";

    private static final ArrowType UINT64 = new ArrowType.Int(64, false);
    private static final Map<String, ArrowType> ADDED = Map.of(
            ROW_ID,
            UINT64,
            "_rowaddr",
            UINT64,
            "_row_created_at_version",
            UINT64,
            "_row_last_updated_at_version",
            UINT64);

    static TableColumns of(Snapshot snapshot, String what) {
        return new TableColumns(snapshot.schema(), snapshot.tableSchema(), what);
    }

    /** Returns a column of the table by its name or path. */
    Column column(String path) {
        return schema.find(path).orElseThrow(() -> missing(path));
    }

    /** Returns the columns that an answer can pass on or compute from, with those that a search adds. */
    Schema inputs(List<String> passedOn, Optional<String> rank) {
        List<Field> fields = new ArrayList<>(arrow.getFields());
        ADDED.forEach((name, type) -> fields.add(Field.nullable(name, type)));
        rank.ifPresent(
                name -> fields.add(Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
        for (String path : passedOn) {
            if (fields.stream().noneMatch(field -> field.getName().equals(path))) {
                fields.add(ArrowSchemas.field(column(path).withName(path)));
            }
        }
        return new Schema(fields);
    }

    /** Checks that an answer can have a column of this name. */
    void requireSelectable(String path, Optional<String> rank) {
        if (!ADDED.containsKey(path) && !rank.equals(Optional.of(path))) {
            column(path);
        }
    }

    /** Checks that rows can be sorted by a column. */
    void requireSortable(String path) {
        ColumnType type = column(path).type();
        if (!type.children().isEmpty()) {
            throw new InvalidRequestException("Cannot " + what + ": column '" + path + "' is a " + type
                    + ", which has no order; sort by a column of numbers, text or times");
        }
    }

    InvalidRequestException missing(String path) {
        return SqlErrors.missingColumn(what, arrow, path);
    }
}
