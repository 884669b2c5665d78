// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import static java.util.Objects.requireNonNull;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.guard.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * SQL expressions over Arrow batches, row by row, in order: checked and typed once, then run on any number of readers.
 *
 * <p>Lance computes no expressions in a scan, so each batch is shown to its SQL engine as a table in memory, under
 * plain names ({@code c0, c1, ...}) behind a subquery that gives the columns their real ones, system columns included.
 * A batch costs about four milliseconds plus the work itself; columns that no expression reads are passed on without a
 * copy.
 *
 * <p>Threads: safe for use by several threads; each reader belongs to one.
 */
public final class SqlEvaluator {
    /** The column of the table in memory that holds the position of each row in its batch. */
    static final String POSITION = "__joust_position";

    private final LanceStore store;
    private final String what;
    private final List<Output> outputs;
    private final Optional<String> filter;
    private final List<String> columns;
    private final List<Field> fields;
    private final SqlPace pace = new SqlPace();

    /**
     * One column of the result.
     *
     * @param column which one is passed on where nothing is computed
     * @param sql what to compute
     */
    public record Output(String name, String column, Optional<String> sql) {
        public Output {
            requireNonNull(name, "name");
            requireNonNull(column, "column");
            requireNonNull(sql, "sql");
        }

        /** Passes a column on. */
        public static Output stored(String name) {
            return renamed(name, name);
        }

        /** Passes a column on under another name. */
        public static Output renamed(String name, String column) {
            return new Output(name, column, Optional.empty());
        }

        /** Computes a column. */
        public static Output computed(String name, String sql) {
            return new Output(name, name, Optional.of(sql));
        }

        private Field stored(Schema input, String what) {
            Field field = ExpressionPlan.field(input, column, what);
            FieldType type =
                    new FieldType(field.isNullable(), field.getType(), field.getDictionary(), field.getMetadata());
            return name.equals(column) ? field : new Field(name, type, field.getChildren());
        }
    }

    private SqlEvaluator(
            LanceStore store,
            String what,
            List<Output> outputs,
            Optional<String> filter,
            List<String> columns,
            List<Field> fields) {
        this.store = store;
        this.what = what;
        this.outputs = outputs;
        this.filter = filter;
        this.columns = columns;
        this.fields = fields;
    }

    /**
     * Checks expressions against the columns that they will be given.
     *
     * @param input the columns that a batch can have, system columns included
     * @param what what cannot be done if they are wrong, for messages: {@code "read table 'frames'"}
     * @throws InvalidRequestException if one is wrong, names a column that is not there, or does not give one value for
     *     each row
     */
    public static SqlEvaluator of(LanceStore store, Schema input, List<Output> outputs, String what) {
        return plan(store, input, outputs, Optional.empty(), what);
    }

    /** Checks expressions and a filter, which keeps the rows for which it is true. */
    public static SqlEvaluator of(LanceStore store, Schema input, List<Output> outputs, String filter, String what) {
        return plan(store, input, outputs, Optional.of(filter), what);
    }

    private static SqlEvaluator plan(
            LanceStore store, Schema input, List<Output> outputs, Optional<String> filter, String what) {
        List<Output> clean = outputs.stream()
                .map(o -> new Output(
                        o.name(),
                        o.column(),
                        o.sql().map(sql -> SqlText.expression(sql, what).text())))
                .toList();
        Optional<String> cleanFilter =
                filter.map(sql -> SqlText.expression(sql, what).text());
        ExpressionPlan plan = ExpressionPlan.of(store, input, expressions(clean, cleanFilter), what);
        Set<String> columns = new LinkedHashSet<>(plan.columns());
        List<Field> fields = new ArrayList<>();
        List<Output> typed = new ArrayList<>();
        int next = 0;
        for (Output output : clean) {
            if (output.sql().isPresent()) {
                Field type = plan.types().get(next++);
                fields.add(stored(output.name(), type));
                typed.add(isView(type) ? Output.computed(output.name(), cast(output, type)) : output);
            } else {
                fields.add(output.stored(input, what));
                typed.add(output);
                if (cleanFilter.isPresent()) {
                    columns.add(output.column());
                }
            }
        }
        if (cleanFilter.isPresent()) {
            requireBoolean(plan.types().get(next), cleanFilter.get(), what);
        }
        return new SqlEvaluator(
                store, what, List.copyOf(typed), cleanFilter, List.copyOf(columns), List.copyOf(fields));
    }

    /** SQL computes some texts and bytes as views, which no table can hold. */
    private static boolean isView(Field type) {
        return type.getType() instanceof ArrowType.Utf8View || type.getType() instanceof ArrowType.BinaryView;
    }

    /** The type that such a value is stored in. */
    static Field stored(String name, Field type) {
        ArrowType plain = type.getType() instanceof ArrowType.Utf8View
                ? ArrowType.Utf8.INSTANCE
                : type.getType() instanceof ArrowType.BinaryView ? ArrowType.Binary.INSTANCE : type.getType();
        return new Field(name, new FieldType(type.isNullable(), plain, type.getDictionary()), type.getChildren());
    }

    private static String cast(Output output, Field type) {
        String name = type.getType() instanceof ArrowType.Utf8View ? "Utf8" : "Binary";
        return "arrow_cast(" + output.sql().orElseThrow() + ", '" + name + "')";
    }

    private static List<String> expressions(List<Output> outputs, Optional<String> filter) {
        List<String> all = new ArrayList<>();
        outputs.forEach(output -> output.sql().ifPresent(all::add));
        filter.ifPresent(all::add);
        return all;
    }

    private static void requireBoolean(Field type, String filter, String what) {
        if (!(type.getType() instanceof ArrowType.Bool)) {
            throw SqlText.wrong(
                    what,
                    "the filter " + SqlText.shown(filter) + " gives " + type.getType() + ", not true or false",
                    "compare it with something");
        }
    }

    /** The columns of the result, with their types. */
    public Schema schema() {
        return new Schema(fields);
    }

    /** The columns of the input that are needed: those that expressions read, and those that are passed on. */
    public List<String> inputs() {
        Set<String> all = new LinkedHashSet<>(columns);
        outputs.stream().filter(o -> o.sql().isEmpty()).map(Output::column).forEach(all::add);
        return List.copyOf(all);
    }

    /** The columns of the input that expressions and filter read. */
    public List<String> columnsRead() {
        return columns;
    }

    /** Returns the results for the batches of a reader, which is closed with the result. The caller closes it. */
    public ArrowReader evaluate(ArrowReader input) {
        return new EvaluatedReader(store, this, input);
    }

    SqlPace pace() {
        return pace;
    }

    String what() {
        return what;
    }

    /** What it computes, in the order of the columns. */
    public List<Output> outputs() {
        return outputs;
    }

    /** Whether all columns come out of SQL, because rows are left out. */
    boolean isFiltering() {
        return filter.isPresent();
    }

    /** Whether nothing is to be computed. */
    boolean isPassing() {
        return filter.isEmpty() && outputs.stream().allMatch(o -> o.sql().isEmpty());
    }

    /** The SELECT over a table whose columns are {@code c0, c1, ...} in the order of {@link #columnsRead}. */
    String select() {
        List<String> selected = outputs.stream()
                .filter(o -> isFiltering() || o.sql().isPresent())
                .map(o -> o.sql().orElseGet(() -> SqlText.quoted(o.column())))
                .toList();
        // The SQL engine works in parallel and returns batches as they are done, so their order is asked for.
        String where = filter.map(sql -> " WHERE (" + sql + ")").orElse("");
        return select(selected, columns) + where + " ORDER BY " + POSITION;
    }

    static String select(List<String> expressions, List<String> columns) {
        String values = IntStream.range(0, expressions.size())
                .mapToObj(i -> "(" + expressions.get(i) + ") AS v" + i)
                .collect(Collectors.joining(", "));
        String names = IntStream.range(0, columns.size())
                .mapToObj(i -> "c" + i + " AS " + SqlText.quoted(columns.get(i)) + ", ")
                .collect(Collectors.joining());
        return "SELECT " + values + " FROM (SELECT " + names + POSITION + " FROM t) AS t";
    }

    /** A column under its plain name, without metadata, which would change how it is stored. */
    static Field plain(Field field, int index) {
        return new Field("c" + index, FieldType.nullable(field.getType()), field.getChildren());
    }
}
