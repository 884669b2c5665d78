// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.read;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.arrow.PlainTextReader;
import dev.joust.internal.lance.LanceStore;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlErrors;
import dev.joust.internal.lance.guard.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * SQL expressions over groups of rows, checked and typed once.
 *
 * <p>The answer has a row for each group: its keys as {@code k0, k1, ...}, then the values as {@code v0, v1, ...}. Rows
 * with NULL in a key belong to no group.
 *
 * <p>Threads: safe for use by several threads.
 */
public final class GroupedSql {
    private final String select;
    private final List<Field> fields;
    private final List<String> columnsRead;
    private final String what;

    private GroupedSql(String select, List<Field> fields, List<String> columnsRead, String what) {
        this.select = select;
        this.fields = fields;
        this.columnsRead = columnsRead;
        this.what = what;
    }

    /**
     * Checks expressions against the columns of a table.
     *
     * @param by the columns whose equal values make a group
     * @param expressions such as {@code count(*)}
     * @param what what cannot be done if they are wrong, for messages: {@code "add feature 'clips'"}
     * @throws InvalidRequestException if one is wrong, names a column that is not there, or does not give one value for
     *     each group, the same each time
     */
    public static GroupedSql of(
            LanceStore store, Schema input, List<String> by, List<String> expressions, String what) {
        List<SqlText> texts =
                expressions.stream().map(sql -> SqlText.expression(sql, what)).toList();
        for (SqlText text : texts) {
            if (text.isVolatile()) {
                throw SqlText.wrong(
                        what, SqlText.shown(text.text()) + " gives another value each time", "leave that part out");
            }
        }
        for (String column : by) {
            ExpressionPlan.field(input, column, what);
        }
        ExpressionPlan plan = ExpressionPlan.grouped(store, input, by, texts, what);
        return new GroupedSql(
                select(by, texts),
                IntStream.range(0, texts.size())
                        .mapToObj(i -> SqlEvaluator.stored("v" + i, plan.types().get(i)))
                        .toList(),
                plan.columns(),
                what);
    }

    private static String select(List<String> by, List<SqlText> expressions) {
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < by.size(); i++) {
            selected.add(SqlText.quoted(by.get(i)) + " AS k" + i);
        }
        for (int i = 0; i < expressions.size(); i++) {
            selected.add("(" + expressions.get(i).text() + ") AS v" + i);
        }
        String groups = by.stream().map(SqlText::quoted).collect(Collectors.joining(", "));
        String keyed =
                by.stream().map(name -> SqlText.quoted(name) + " IS NOT NULL").collect(Collectors.joining(" AND "));
        return "SELECT " + String.join(", ", selected) + " FROM t WHERE " + keyed + " GROUP BY " + groups;
    }

    /** The values, with the types that they are stored in. */
    public List<Field> fields() {
        return fields;
    }

    /** The columns that the expressions read, in the order of the table. */
    public List<String> columnsRead() {
        return columnsRead;
    }

    /**
     * Computes all groups of a version. SQL keeps the state of every group in memory at once; the answer comes as a
     * stream. The caller closes it.
     */
    public ArrowReader run(Snapshot snapshot) {
        ArrowReader reader = snapshot.sql(select, "t");
        try {
            return PlainTextReader.of(snapshot.table().store().allocator(), reader);
        } catch (IOException e) {
            throw SqlErrors.translate(what, snapshot.schema(), e);
        }
    }
}
