// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.arrow.PlainTextReader;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.lance.index.LanceIndexes;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One SELECT over a table that it calls {@code t}.
 *
 * <p>Lance's SQL reads wrong columns, or fails inside, when {@code _rowid} is read without another column. Where a
 * statement mentions it, {@code t} is a common table expression in which the row id depends on a real column.
 */
final class SelectStatement {
    private static final String TABLE = "t";
    private static final String INDEX = "ScalarIndexQuery";
    private static final Set<String> CHANGING =
            Set.of("CopyTo", "Dml", "CreateMemoryTable", "CreateView", "CreateExternalTable", "DropTable", "Ddl");

    private final Snapshot snapshot;
    private final String sql;
    private final String what;
    private final boolean usesRowId;

    private SelectStatement(Snapshot snapshot, String sql, String what, boolean usesRowId) {
        this.snapshot = snapshot;
        this.sql = sql;
        this.what = what;
        this.usesRowId = usesRowId;
    }

    /** Checks a statement without running it. */
    static SelectStatement of(Snapshot snapshot, String select) {
        String what = "run SQL on table '" + snapshot.table().name() + "'";
        SqlText text = SqlText.select(select, what);
        boolean usesRowId = text.mentions(TableColumns.ROW_ID);
        SelectStatement statement = of(snapshot, text, what, usesRowId);
        String plan = statement.plan().stripLeading();
        if (CHANGING.stream().anyMatch(plan::startsWith)) {
            throw new InvalidRequestException(
                    "Cannot " + what + ": it would write; only one SELECT can be run; nothing was changed");
        }
        if (plan.contains(INDEX)) {
            LanceIndexes.suspectFilterIndex(snapshot).ifPresent(index -> {
                throw new InvalidRequestException("Cannot " + what + ": another program changed rows under index '"
                        + index + "', so that a filter would find old values; run joust index update first, or use a"
                        + " query instead of SQL");
            });
            return of(snapshot, text.withoutPrefixSearches(what), what, usesRowId);
        }
        return statement;
    }

    private static SelectStatement of(Snapshot snapshot, SqlText text, String what, boolean usesRowId) {
        String sql = usesRowId ? withRowId(text, snapshot.schema(), what) : text.text();
        return new SelectStatement(snapshot, sql, what, usesRowId);
    }

    private static String withRowId(SqlText text, Schema schema, String what) {
        String columns = schema.getFields().stream()
                .map(field -> SqlText.quoted(field.getName()))
                .collect(Collectors.joining(", "));
        String rowId = "CASE WHEN " + condition(schema.getFields(), what) + " THEN _rowid ELSE _rowid END AS _rowid";
        String table = TABLE + " AS (SELECT " + columns + ", " + rowId + " FROM " + TABLE + ")";
        String select = text.text().strip();
        if (!select.toUpperCase(Locale.ROOT).startsWith("WITH")) {
            return "WITH " + table + " " + select;
        }
        String rest = select.substring("WITH".length()).strip();
        boolean isRecursive = rest.toUpperCase(Locale.ROOT).startsWith("RECURSIVE ");
        return isRecursive
                ? "WITH RECURSIVE " + table + ", " + rest.substring("RECURSIVE ".length())
                : "WITH " + table + ", " + rest;
    }

    /** A condition that reads a column and that no optimizer can decide. */
    private static String condition(List<Field> fields, String what) {
        for (Field field : fields) {
            if (field.isNullable() && isSmall(field)) {
                return SqlText.quoted(field.getName()) + " IS NULL";
            }
        }
        for (Field field : fields) {
            if (field.getChildren().isEmpty()) {
                return "CAST(" + SqlText.quoted(field.getName()) + " AS VARCHAR) = ''";
            }
        }
        return fields.stream()
                .filter(Field::isNullable)
                .findFirst()
                .map(field -> SqlText.quoted(field.getName()) + " IS NULL")
                .orElseThrow(() -> new InvalidRequestException("Cannot " + what
                        + ": _rowid cannot be used in SQL on a table without a plain column; use a query"));
    }

    private static boolean isSmall(Field field) {
        return field.getType() instanceof ArrowType.Int
                || field.getType() instanceof ArrowType.Bool
                || field.getType() instanceof ArrowType.FloatingPoint
                || field.getType() instanceof ArrowType.Utf8;
    }

    ArrowReader run() {
        ArrowReader reader = read(sql);
        boolean isGood = false;
        try {
            requireDistinct(reader.getVectorSchemaRoot().getSchema());
            ArrowReader plain = PlainTextReader.of(snapshot.table().store().allocator(), reader);
            isGood = true;
            return plain;
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be read", e);
        } finally {
            if (!isGood) {
                close(reader);
            }
        }
    }

    private static void close(ArrowReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be closed", e);
        }
    }

    private void requireDistinct(Schema answer) {
        Set<String> names = new HashSet<>();
        for (Field field : answer.getFields()) {
            if (!names.add(field.getName())) {
                throw new InvalidRequestException("Cannot " + what + ": two columns of the answer are called '"
                        + field.getName() + "'; give them names with AS");
            }
        }
    }

    private ArrowReader read(String statement) {
        return usesRowId ? snapshot.sqlWithRowIds(statement, TABLE) : snapshot.sql(statement, TABLE);
    }

    /** The logical plan, then the physical one. */
    String plan() {
        StringBuilder text = new StringBuilder();
        try (ArrowReader reader = read("EXPLAIN " + sql)) {
            while (reader.loadNextBatch()) {
                var plans = reader.getVectorSchemaRoot().getVector("plan");
                for (int i = 0; i < plans.getValueCount(); i++) {
                    text.append(plans.getObject(i)).append('\n');
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a plan cannot be read", e);
        }
        return text.toString();
    }
}
