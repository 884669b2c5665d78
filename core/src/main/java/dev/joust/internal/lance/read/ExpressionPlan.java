// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.guard.SqlErrors;
import dev.joust.internal.lance.guard.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.WriteParams;

/**
 * What Lance's SQL engine says about expressions without data: the type of each, and the columns that they read.
 *
 * @param types one field for each expression
 * @param columns the columns that any of them reads, in the order of the input
 */
record ExpressionPlan(List<Field> types, List<String> columns) {
    /** What was asked, which has the same answer each time. */
    private record Question(List<Field> columns, String select) {}

    private static final int MAX_REMEMBERED_LENGTH = 16_384;
    private static final Pattern SCAN = Pattern.compile("TableScan: t projection=\\[([^\\]]*)\\]");
    private static final Pattern MORE_THAN_ROWS =
            Pattern.compile("^\\s*(Aggregate|WindowAggr|Unnest|Subquery|Distinct|Join):.*", Pattern.MULTILINE);

    private static final Pattern MORE_THAN_GROUPS =
            Pattern.compile("^\\s*(WindowAggr|Unnest|Subquery|Join):.*", Pattern.MULTILINE);

    static ExpressionPlan of(LanceStore store, Schema input, List<String> expressions, String what) {
        if (expressions.isEmpty()) {
            return new ExpressionPlan(List.of(), List.of());
        }
        List<SqlText> texts =
                expressions.stream().map(sql -> SqlText.expression(sql, what)).toList();
        List<Field> mentioned = input.getFields().stream()
                .filter(field -> texts.stream().anyMatch(text -> text.mentions(field.getName())))
                .toList();
        List<String> names = mentioned.stream().map(Field::getName).toList();
        String select = SqlEvaluator.select(texts.stream().map(SqlText::text).toList(), names);
        Supplier<ExpressionPlan> answer = () -> ask(store, input, mentioned, texts, select, what);
        return select.length() > MAX_REMEMBERED_LENGTH
                ? answer.get()
                : store.remembered(ExpressionPlan.class, new Question(mentioned, select), answer);
    }

    private static ExpressionPlan ask(
            LanceStore store, Schema input, List<Field> mentioned, List<SqlText> texts, String select, String what) {
        List<String> names = mentioned.stream().map(Field::getName).toList();
        List<String> expressions = texts.stream().map(SqlText::text).toList();
        try (Dataset empty = emptyTable(store, mentioned)) {
            String plan = text(empty, "EXPLAIN " + select);
            requireValuePerRow(plan, expressions, what);
            List<String> columns = columnsRead(plan, names);
            try (ArrowReader reader = empty.sql(select).tableName("t").intoBatchRecords()) {
                return new ExpressionPlan(
                        reader.getVectorSchemaRoot().getSchema().getFields(), columns);
            }
        } catch (RuntimeException | IOException e) {
            throw SqlErrors.translate(what, input, expressions, "EXPLAIN " + select, e);
        }
    }

    /**
     * The same for expressions over groups of rows.
     *
     * @param by the columns whose equal values make a group
     */
    static ExpressionPlan grouped(
            LanceStore store, Schema input, List<String> by, List<SqlText> expressions, String what) {
        List<Field> mentioned = input.getFields().stream()
                .filter(field -> by.contains(field.getName())
                        || expressions.stream().anyMatch(text -> text.mentions(field.getName())))
                .toList();
        List<String> names = mentioned.stream().map(Field::getName).toList();
        List<String> texts = expressions.stream().map(SqlText::text).toList();
        String select = SqlEvaluator.select(texts, names) + " GROUP BY "
                + by.stream().map(SqlText::quoted).collect(Collectors.joining(", "));
        try (Dataset empty = emptyTable(store, mentioned)) {
            String plan = text(empty, "EXPLAIN " + select);
            if (MORE_THAN_GROUPS.matcher(plan).find()) {
                throw new InvalidRequestException("Cannot " + what + ": " + SqlText.shown(String.join(", ", texts))
                        + " reads more than the rows of its group; leave out windows and subqueries");
            }
            List<String> columns = columnsRead(plan, names);
            try (ArrowReader reader = empty.sql(select).tableName("t").intoBatchRecords()) {
                return new ExpressionPlan(
                        reader.getVectorSchemaRoot().getSchema().getFields(), columns);
            }
        } catch (RuntimeException | IOException e) {
            throw SqlErrors.translate(what, input, texts, "EXPLAIN " + select, e);
        }
    }

    /** A column of the input by its name. */
    static Field field(Schema input, String name, String what) {
        return input.getFields().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> SqlErrors.missingColumn(what, input, name));
    }

    private static Dataset emptyTable(LanceStore store, List<Field> columns) {
        List<Field> plain = new ArrayList<>(IntStream.range(0, columns.size())
                .mapToObj(i -> SqlEvaluator.plain(columns.get(i), i))
                .toList());
        plain.add(Field.nullable(SqlEvaluator.POSITION, new ArrowType.Int(Integer.SIZE, true)));
        return Dataset.write()
                .allocator(store.allocator())
                .schema(new Schema(plain))
                .uri(LanceStore.memoryUri())
                .mode(WriteParams.WriteMode.CREATE)
                .execute();
    }

    private static String text(Dataset dataset, String explain) throws IOException {
        try (ArrowReader reader = dataset.sql(explain).tableName("t").intoBatchRecords()) {
            reader.loadNextBatch();
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            return ((VarCharVector) root.getVector("plan")).getObject(0).toString();
        }
    }

    private static void requireValuePerRow(String plan, List<String> expressions, String what) {
        if (MORE_THAN_ROWS.matcher(plan).find()) {
            throw new InvalidRequestException("Cannot " + what + ": " + SqlText.shown(String.join(", ", expressions))
                    + " does not give one value for each row by itself; use a whole SELECT for sums, windows and"
                    + " subqueries");
        }
    }

    private static List<String> columnsRead(String plan, List<String> names) {
        Matcher scan = SCAN.matcher(plan);
        if (!scan.find() || scan.group(1).isEmpty()) {
            return List.of();
        }
        List<String> read = Arrays.asList(scan.group(1).split(", "));
        return IntStream.range(0, names.size())
                .filter(i -> read.contains("c" + i))
                .mapToObj(names::get)
                .toList();
    }
}
