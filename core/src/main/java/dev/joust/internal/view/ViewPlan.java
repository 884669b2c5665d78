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
import java.util.function.Function;
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
    private final Function<List<Output>, SqlEvaluator> evaluators;
    private final Optional<SqlEvaluator> filter;
    private final List<Field> columns;

    private ViewPlan(
            ViewDefinition definition,
            SqlEvaluator evaluator,
            Function<List<Output>, SqlEvaluator> evaluators,
            Optional<SqlEvaluator> filter,
            List<Field> columns) {
        this.definition = definition;
        this.evaluator = evaluator;
        this.evaluators = evaluators;
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
            if (projection.output().equals(SOURCE_ROW_ID)) {
                throw new InvalidRequestException("Cannot " + what + ": every view has a column '" + SOURCE_ROW_ID
                        + "' of its own, with the row ids of its source; select it under another name");
            }
            outputs.add(
                    projection.isCopy()
                            ? Output.stored(projection.output())
                            : Output.computed(projection.output(), projection.expression()));
        }
        outputs.add(Output.renamed(SOURCE_ROW_ID, ROW_ID));
        Function<List<Output>, SqlEvaluator> evaluators = some -> SqlEvaluator.of(store, input, some, what);
        SqlEvaluator evaluator = evaluators.apply(outputs);
        Optional<SqlEvaluator> filter = definition
                .filter()
                .map(sql -> SqlEvaluator.of(store, input, List.of(Output.stored(ROW_ID)), sql, what));
        return new ViewPlan(definition, evaluator, evaluators, filter, columns(source, evaluator));
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

    /** The columns of the view whose values depend on any of these columns of the source. */
    List<String> dependents(Set<String> inputs) {
        return definition.projections().stream()
                .filter(projection -> inputs.stream().anyMatch(input -> reads(projection, input)))
                .map(Projection::output)
                .toList();
    }

    /** Whether a column of a view reads a column of its source. */
    static boolean reads(Projection projection, String column) {
        return projection.isCopy()
                ? projection.output().equals(column)
                : SqlText.expression(projection.expression(), "read a view's definition")
                        .mentions(column);
    }

    /** The view's rows in these fragments. The caller closes the reader. */
    ArrowReader rows(Snapshot source, List<Integer> fragments) {
        ScanRequest request = matching(fragments, withoutRowId(evaluator.inputs()));
        return evaluated(evaluator, source, source.scan(request));
    }

    /** The view's rows for these rows of the source, whether they match or not. The caller closes the reader. */
    ArrowReader rows(Snapshot source, long[] rowIds) {
        List<Supplier<ArrowReader>> parts = new ArrayList<>();
        for (int from = 0; from < rowIds.length; from += BATCH_ROWS) {
            long[] chunk = Arrays.copyOfRange(rowIds, from, Math.min(rowIds.length, from + BATCH_ROWS));
            List<Long> ids = Arrays.stream(chunk).boxed().toList();
            parts.add(() -> evaluated(evaluator, source, source.take(ids, evaluator.inputs())));
        }
        return new ChainedReader(source.table().store().allocator(), new Schema(columns), parts);
    }

    /** Evaluates some of the view's columns, and the row id that goes with them. */
    SqlEvaluator evaluator(List<String> some) {
        return evaluators.apply(evaluator.outputs().stream()
                .filter(output -> some.contains(output.name()) || output.name().equals(SOURCE_ROW_ID))
                .toList());
    }

    /** What an evaluator gives for rows of the source, which are closed with it. The caller closes the reader. */
    static ArrowReader evaluated(SqlEvaluator evaluator, Snapshot source, ArrowReader rows) {
        return evaluator.evaluate(
                WholeBlobs.among(source, evaluator.inputs()).isEmpty()
                        ? rows
                        : WholeBlobs.of(source, rows, evaluator.inputs()));
    }

    /** The ids of the rows in these fragments that the view's filter lets through. */
    RowIds matching(Snapshot source, List<Integer> fragments) {
        return fragments.isEmpty()
                ? RowIds.none()
                : RowIds.of(source, filtered(ScanRequest.of(List.of()).fragments(fragments)));
    }

    private ScanRequest matching(List<Integer> fragments, List<String> read) {
        return filtered(ScanRequest.of(read).withRowId().fragments(fragments).batchRows(BATCH_ROWS));
    }

    /** An index may know less than the rows do; what changed is small, so it is read. */
    private ScanRequest filtered(ScanRequest request) {
        return definition
                .filter()
                .map(sql -> request.where(sql).withoutIndexes())
                .orElse(request);
    }
}
