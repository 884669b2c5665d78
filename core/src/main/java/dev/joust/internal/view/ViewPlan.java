// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.view;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.ScanRequest;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.read.SqlEvaluator;
import dev.joust.internal.lance.read.SqlEvaluator.Output;
import dev.joust.internal.lance.read.WholeBlobs;
import dev.joust.view.Projection;
import dev.joust.view.ViewDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A definition, checked against one version of its source. */
final class ViewPlan {
    /** The view's column with the row id that a row has in the source. */
    static final String SOURCE_ROW_ID = "__source_row_id";

    static final String ROW_ID = "_rowid";

    /** Rows that hold images take megabytes by the dozen. */
    static final int BATCH_ROWS = 256;

    private final ViewDefinition definition;
    private final SqlEvaluator evaluator;
    private final Optional<SqlEvaluator> filter;
    private final List<Field> columns;

    private ViewPlan(
            ViewDefinition definition, SqlEvaluator evaluator, Optional<SqlEvaluator> filter, List<Field> columns) {
        this.definition = definition;
        this.evaluator = evaluator;
        this.filter = filter;
        this.columns = columns;
    }

    /**
     * Checks a definition.
     *
     * @param what what cannot be done if it is wrong, such as {@code create view 'riders'}
     * @throws InvalidRequestException if a column or expression does not fit the source, or gives another value each
     *     time
     */
    static ViewPlan of(LanceStore store, Snapshot source, ViewDefinition definition, String what) {
        requireImmutable(definition, what);
        definition
                .filter()
                .ifPresent(sql -> SqlText.filter(sql, source.tableSchema().names(), what));
        Schema input = withRowId(source.schema());
        List<Output> outputs = new ArrayList<>();
        for (Projection projection : definition.projections()) {
            outputs.add(
                    projection.isCopy()
                            ? Output.stored(projection.output())
                            : Output.computed(projection.output(), projection.expression()));
        }
        outputs.add(Output.computed(SOURCE_ROW_ID, ROW_ID));
        SqlEvaluator evaluator = SqlEvaluator.of(store, input, outputs, what);
        Optional<SqlEvaluator> filter = definition
                .filter()
                .map(sql -> SqlEvaluator.of(store, input, List.of(Output.stored(ROW_ID)), sql, what));
        return new ViewPlan(definition, evaluator, filter, columns(source, evaluator));
    }

    private static void requireImmutable(ViewDefinition definition, String what) {
        List<String> expressions = new ArrayList<>();
        definition.projections().stream().filter(p -> !p.isCopy()).forEach(p -> expressions.add(p.expression()));
        definition.filter().ifPresent(expressions::add);
        for (String expression : expressions) {
            if (SqlText.expression(expression, what).isVolatile()) {
                throw new InvalidRequestException("Cannot " + what + ": '" + expression
                        + "' gives another value each time, so that a refresh could not tell what changed;"
                        + " store the value in a column of the source and use that");
            }
        }
    }

    private static Schema withRowId(Schema schema) {
        List<Field> fields = new ArrayList<>(schema.getFields());
        fields.add(Field.nullable(ROW_ID, new ArrowType.Int(64, false)));
        return new Schema(fields);
    }

    /** Copies keep how they are stored; what a feature or key says about the source does not hold for the view. */
    private static List<Field> columns(Snapshot source, SqlEvaluator evaluator) {
        List<Field> columns = new ArrayList<>();
        for (Field field : evaluator.schema().getFields()) {
            if (field.getName().equals(SOURCE_ROW_ID)) {
                columns.add(Field.notNullable(SOURCE_ROW_ID, field.getType()));
                continue;
            }
            Map<String, String> storage = new TreeMap<>();
            source.schema().getFields().stream()
                    .filter(f -> f.getName().equals(field.getName()))
                    .forEach(f -> f.getMetadata().forEach((key, value) -> {
                        if (key.startsWith("lance-encoding:") && !key.equals("lance-encoding:blob")) {
                            storage.put(key, value);
                        }
                    }));
            columns.add(new Field(
                    field.getName(), new FieldType(true, field.getType(), null, storage), field.getChildren()));
        }
        return columns;
    }

    ViewDefinition definition() {
        return definition;
    }

    /** The view's columns, the source's row id last. */
    List<Field> columns() {
        return columns;
    }

    /** The columns of the source that decide which rows the view has. */
    List<String> filterColumns() {
        return filter.map(f -> withoutRowId(f.columnsRead())).orElse(List.of());
    }

    /** All columns of the source that the view depends on. */
    List<String> inputs() {
        Set<String> all = new LinkedHashSet<>(filterColumns());
        all.addAll(withoutRowId(evaluator.inputs()));
        return List.copyOf(all);
    }

    private static List<String> withoutRowId(List<String> names) {
        return names.stream().filter(name -> !name.equals(ROW_ID)).toList();
    }

    /** The view's rows in these fragments, then for these rows of the source. The caller closes the reader. */
    ArrowReader rows(Snapshot source, List<Integer> fragments, long[] rowIds) {
        List<Supplier<ArrowReader>> parts = new ArrayList<>();
        if (!fragments.isEmpty()) {
            parts.add(() -> rows(source, fragments));
        }
        for (int from = 0; from < rowIds.length; from += BATCH_ROWS) {
            long[] chunk = Arrays.copyOfRange(rowIds, from, Math.min(rowIds.length, from + BATCH_ROWS));
            parts.add(() -> rowsWithIds(source, Arrays.stream(chunk).boxed().toList()));
        }
        return new ChainedReader(source.table().store().allocator(), new Schema(columns), parts);
    }

    /** The view's rows in these fragments. The caller closes the reader. */
    ArrowReader rows(Snapshot source, List<Integer> fragments) {
        ScanRequest request = matching(fragments, withoutRowId(evaluator.inputs()));
        return evaluator.evaluate(whole(source, source.scan(request)));
    }

    /** The view's rows for these rows of the source, whether they match or not. The caller closes the reader. */
    ArrowReader rowsWithIds(Snapshot source, List<Long> rowIds) {
        return evaluator.evaluate(whole(source, source.take(rowIds, evaluator.inputs())));
    }

    private ArrowReader whole(Snapshot source, ArrowReader rows) {
        return WholeBlobs.among(source, evaluator.inputs()).isEmpty()
                ? rows
                : WholeBlobs.of(source, rows, evaluator.inputs());
    }

    private ScanRequest matching(List<Integer> fragments, List<String> read) {
        ScanRequest request =
                ScanRequest.of(read).withRowId().fragments(fragments).batchRows(BATCH_ROWS);
        return definition.filter().map(request::where).orElse(request);
    }
}
