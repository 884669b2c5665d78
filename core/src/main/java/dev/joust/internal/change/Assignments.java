// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.NewFragments;
import dev.joust.internal.lance.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What an update sets: columns of one version of a table and the SQL expressions of their new values. */
final class Assignments {
    private static final String TABLE = "t";
    private static final String NAME = "__joust_value_";

    private final Snapshot now;
    private final List<Field> fields;
    private final List<String> expressions;

    private Assignments(Snapshot now, List<Field> fields, List<String> expressions) {
        this.now = now;
        this.fields = fields;
        this.expressions = expressions;
    }

    /**
     * Checks names, expressions and types.
     *
     * @param set column names to SQL expressions over the old values of the row
     */
    static Assignments of(Snapshot now, Map<String, String> set) {
        String table = "table '" + now.table().name() + "'";
        if (set.isEmpty()) {
            throw new InvalidRequestException("Cannot update " + table + ": nothing is set; name at least one column");
        }
        List<Field> fields = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        set.forEach((column, expression) -> {
            String cannot = "Cannot update column '" + column + "' of " + table + ": ";
            ArrowSchemas.tableSchema(now.schema()).column(column, table);
            Field field = now.schema().getFields().stream()
                    .filter(f -> f.getName().equals(column))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(
                            cannot + "it is a part of another column; set that one as a whole"));
            if (now.keyColumns().contains(column)) {
                throw new InvalidRequestException(cannot
                        + "it is the declared key, by which rows are recognized; delete the rows and append them with"
                        + " their new key");
            }
            if (expression.isBlank()) {
                throw new InvalidRequestException(cannot + "its expression is empty; use NULL for no value");
            }
            fields.add(field);
            expressions.add(cast(now, field, expression, cannot));
        });
        return new Assignments(now, fields, expressions);
    }

    private static String cast(Snapshot now, Field field, String expression, String cannot) {
        // The line break ends a comment in the expression.
        String value = "(" + expression + "\n)";
        String what = "update column '" + field.getName() + "' of table '"
                + now.table().name() + "' with '" + expression + "'";
        Field type;
        try (ArrowReader none = now.sqlWithRowIds(
                "SELECT " + value + " AS " + NAME + "0, " + anyColumn(now) + " FROM " + TABLE + " WHERE false",
                TABLE,
                what)) {
            type = none.getVectorSchemaRoot().getSchema().getFields().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (type.getType() instanceof ArrowType.Null || NewFragments.sameType(field, type)) {
            return value;
        }
        if (SqlTypes.isAssignable(type, field) && SqlTypes.castName(field).isPresent()) {
            return "arrow_cast(" + value + ", '" + SqlTypes.castName(field).orElseThrow() + "')";
        }
        throw new SchemaMismatchException(cannot + "it is "
                + ArrowSchemas.column(field).type() + " but '" + expression + "' is "
                + ArrowSchemas.column(type).type() + "; cast the expression");
    }

    /** Lance cannot select constants alone, so that a column is selected with them: a small one, if there is one. */
    private static String anyColumn(Snapshot now) {
        List<Field> fields = now.schema().getFields();
        return fields.stream()
                .filter(field -> field.getType() instanceof ArrowType.Int
                        || field.getType() instanceof ArrowType.Bool
                        || field.getType() instanceof ArrowType.FloatingPoint)
                .findFirst()
                .or(() -> fields.stream()
                        .filter(field -> !now.isBlob(field.getName()))
                        .findFirst())
                .map(field -> "\"" + field.getName().replace("\"", "\"\"") + "\" AS __joust_any")
                .orElse("1");
    }

    /** The columns in the order of the expressions, as the table defines them. */
    List<Field> fields() {
        return fields;
    }

    /** The names of the columns. */
    List<String> columns() {
        return fields.stream().map(Field::getName).toList();
    }

    /** The new values of these rows in any order: first the row id, then a column for each of {@link #fields}. */
    ArrowReader values(Collection<Long> rowIds) {
        StringBuilder select = new StringBuilder("SELECT _rowid");
        for (int i = 0; i < expressions.size(); i++) {
            select.append(", ")
                    .append(expressions.get(i))
                    .append(" AS ")
                    .append(NAME)
                    .append(i);
        }
        select.append(", ")
                .append(anyColumn(now))
                .append(" FROM ")
                .append(TABLE)
                .append(" WHERE _rowid IN (");
        select.append(rowIds.stream().map(Long::toUnsignedString).collect(Collectors.joining(",")));
        return now.sqlWithRowIds(
                select.append(')').toString(),
                TABLE,
                "update columns " + columns() + " of table '" + now.table().name() + "'");
    }
}
