// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.files.NewFragments;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.internal.lance.read.SqlEvaluator;
import dev.joust.internal.lance.read.SqlEvaluator.Output;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What an update sets: columns of one version of a table and the SQL expressions of their new values. */
final class Assignments {
    private final Snapshot now;
    private final List<Field> fields;
    private final SqlEvaluator evaluator;

    private Assignments(Snapshot now, List<Field> fields, SqlEvaluator evaluator) {
        this.now = now;
        this.fields = fields;
        this.evaluator = evaluator;
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
        List<Output> outputs = new ArrayList<>();
        set.forEach((column, expression) -> {
            String cannot = "Cannot update column '" + column + "' of " + table + ": ";
            requireColumn(now, column, table);
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
            outputs.add(Output.computed(column, cast(now, field, expression, cannot)));
        });
        outputs.add(Output.stored(Filters.ROW_ADDRESS));
        List<Field> input = new ArrayList<>(now.schema().getFields());
        input.add(Field.nullable(Filters.ROW_ADDRESS, new ArrowType.Int(64, false)));
        return new Assignments(
                now,
                fields,
                SqlEvaluator.of(
                        now.table().store(),
                        new Schema(input),
                        outputs,
                        "update columns " + fields.stream().map(Field::getName).toList() + " of " + table));
    }

    private static String cast(Snapshot now, Field field, String expression, String cannot) {
        String what = "update column '" + field.getName() + "' of table '"
                + now.table().name() + "' with " + quoted(expression);
        SqlEvaluator evaluator = SqlEvaluator.of(
                now.table().store(), now.schema(), List.of(Output.computed(field.getName(), expression)), what);
        evaluator.columnsRead().stream().filter(now::isBlob).forEach(blob -> {
            throw new InvalidRequestException(cannot + quoted(expression) + " reads column '" + blob
                    + "', whose bytes are stored apart; compute it outside and upsert the rows");
        });
        Field type = evaluator.schema().getFields().get(0);
        if (type.getType() instanceof ArrowType.Null || NewFragments.sameType(field, type)) {
            return expression;
        }
        if (SqlTypes.isAssignable(type, field) && SqlTypes.castName(field).isPresent()) {
            // The line break ends a comment in the expression.
            return "arrow_cast(" + expression + "\n, '"
                    + SqlTypes.castName(field).orElseThrow() + "')";
        }
        throw new SchemaMismatchException(
                cannot + "it is " + ArrowSchemas.column(field).type() + " but " + quoted(expression) + " is "
                        + ArrowSchemas.column(type).type() + "; cast the expression");
    }

    /** The expression in quotes, unless it begins with one of its own. */
    private static String quoted(String expression) {
        return expression.startsWith("'") ? expression : "'" + expression + "'";
    }

    private static void requireColumn(Snapshot now, String column, String table) {
        TableSchema schema = now.tableSchema();
        if (schema.find(column).isEmpty()) {
            throw new NotFoundException(
                    "Cannot update " + table + ": " + Names.noColumn(column, schema.names()),
                    "column",
                    column,
                    Names.nearest(column, schema.names()));
        }
    }

    /** The columns in the order of the expressions, as the table defines them. */
    List<Field> fields() {
        return fields;
    }

    /** The names of the columns. */
    List<String> columns() {
        return fields.stream().map(Field::getName).toList();
    }

    /** Whether a batch of rows may be large, because what is read or set holds bytes. */
    boolean isWide() {
        return Stream.concat(
                        fields.stream(),
                        now.schema().getFields().stream()
                                .filter(field -> evaluator.columnsRead().contains(field.getName())))
                .anyMatch(field -> field.getType() instanceof ArrowType.Binary
                        || field.getType() instanceof ArrowType.LargeBinary);
    }

    /** The new values of a fragment's rows in order: a column for each of {@link #fields}, then the row address. */
    ArrowReader values(int fragment, String where, long batchRows) {
        ScanRequest rows = ScanRequest.of(evaluator.columnsRead())
                .fragments(List.of(fragment))
                .where(where)
                .withRowAddress()
                .batchRows(batchRows);
        ArrowReader input = now.scan(LanceIndexes.trusted(now, rows));
        return evaluator.evaluate(input);
    }
}
