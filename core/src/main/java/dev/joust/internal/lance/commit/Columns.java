// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.commit;

import dev.joust.error.CommitConflictException;
import dev.joust.error.InternalException;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.JoustException;
import dev.joust.error.SchemaMismatchException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.guard.LanceErrors;
import dev.joust.internal.lance.read.SqlEvaluator;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.Dataset;
import org.lance.fragment.DataFile;
import org.lance.schema.ColumnAlteration;
import org.lance.schema.SqlExpressions;

/** Adds, drops and renames columns. No other column's bytes are touched. */
public final class Columns {
    private static final int ATTEMPTS = 20;

    private Columns() {}

    /**
     * Adds columns whose values are computed from those of other columns, all in one commit. They may hold NULL, which
     * rows have there that are written without them.
     *
     * @param expressions SQL by column name
     * @return the version that has them
     * @throws SchemaMismatchException if a name is taken
     * @throws InvalidRequestException if an expression is wrong
     */
    public static long add(LanceTable table, Map<String, String> expressions) {
        requireSome(expressions.keySet(), "add columns to table '" + table.name() + "'");
        String what = "add columns " + expressions.keySet() + " to table '" + table.name() + "'";
        return retried(table, what, (now, own) -> {
            List<SqlEvaluator.Output> outputs = new ArrayList<>();
            expressions.forEach((name, expression) -> {
                requireFree(now, name, what);
                outputs.add(SqlEvaluator.Output.computed(name, expression));
            });
            SqlExpressions.Builder sql = new SqlExpressions.Builder();
            SqlEvaluator.of(table.store(), now.schema(), outputs, what)
                    .outputs()
                    .forEach(output -> sql.withExpression(
                            output.name(), nullable(output.sql().orElseThrow())));
            own.addColumns(sql.build(), Optional.empty());
        });
    }

    /**
     * The same values from an expression that may be NULL to the SQL engine, which makes the column NOT NULL otherwise:
     * an element of a list may be missing. The position is always 1, but random, so that the engine does not fold
     * constants into values that are not NULL; it knows no CASE here.
     */
    private static String nullable(String expression) {
        return "array_element(make_array(" + expression + "), 1 + CAST(floor(random()) AS BIGINT))";
    }

    /**
     * Drops columns; their bytes stay until old versions are cleaned up.
     *
     * @param allowed throws if a version stands against it
     * @throws InvalidRequestException if one does not exist, or none would be left
     */
    public static long drop(LanceTable table, List<String> names, Consumer<Snapshot> allowed) {
        requireSome(names, "drop columns of table '" + table.name() + "'");
        String what = "drop columns " + names + " of table '" + table.name() + "'";
        return retried(table, what, (now, own) -> {
            names.forEach(name -> require(now, name, what));
            allowed.accept(now);
            if (own.getSchema().getFields().stream().allMatch(field -> names.contains(field.getName()))) {
                throw new InvalidRequestException("Cannot " + what + ": none would be left; drop the table instead");
            }
            own.dropColumns(names);
        });
    }

    /**
     * Renames a column.
     *
     * @param allowed throws if a version stands against it
     * @throws InvalidRequestException if it does not exist
     * @throws SchemaMismatchException if the new name is taken
     */
    public static long rename(LanceTable table, String from, String to, Consumer<Snapshot> allowed) {
        String what = "rename column '" + from + "' of table '" + table.name() + "'";
        return retried(table, what, (now, own) -> {
            require(now, from, what);
            requireFree(now, to, what);
            allowed.accept(now);
            own.alterColumns(
                    List.of(new ColumnAlteration.Builder(from).rename(to).build()));
        });
    }

    /**
     * Gives a column another type, in its place; it gets new data files, and loses its indexes.
     *
     * @param allowed throws if a version stands against it
     * @throws InvalidRequestException if it does not exist
     * @throws InternalException if Lance committed a version in which it has another type
     */
    public static long cast(LanceTable table, String name, ColumnType type, Consumer<Snapshot> allowed) {
        String what = "cast column '" + name + "' of table '" + table.name() + "' to " + type;
        return retried(table, what, (now, own) -> {
            require(now, name, what);
            allowed.accept(now);
            ArrowType arrow = CastTypes.of(type)
                    .orElseThrow(() -> new InvalidRequestException(
                            "Cannot " + what + ": no column can be cast to it; choose a type of numbers or text"));
            own.alterColumns(
                    List.of(new ColumnAlteration.Builder(name).castTo(arrow).build()));
            ColumnType is = ArrowSchemas.tableSchema(own.getSchema())
                    .find(name)
                    .orElseThrow()
                    .type();
            if (!is.equals(type)) {
                throw new InternalException("Cannot " + what + ": Lance committed version " + own.version()
                        + ", in which it is " + is + "; its values are as they were, please report this");
            }
        });
    }

    private static void require(Snapshot now, String name, String what) {
        List<String> names = names(now);
        if (!names.contains(name)) {
            throw new InvalidRequestException("Cannot " + what + ": " + Names.noColumn(name, names));
        }
    }

    private static void requireSome(Collection<String> names, String what) {
        if (names.isEmpty()) {
            throw new InvalidRequestException("Cannot " + what + ": none is named; name at least one");
        }
    }

    private static void requireFree(Snapshot now, String name, String what) {
        Names.requireColumnName(name);
        if (names(now).contains(name)) {
            throw new SchemaMismatchException(
                    "Cannot " + what + ": there is a column '" + name + "' already; choose another name");
        }
    }

    private static List<String> names(Snapshot now) {
        return now.schema().getFields().stream().map(Field::getName).toList();
    }

    /** Something that changes a handle of its own and commits by itself. */
    private interface Change {
        void apply(Snapshot now, Dataset own);
    }

    private static long retried(LanceTable table, String what, Change change) {
        for (int attempt = 1; ; attempt++) {
            try (Snapshot now = table.latest();
                    Dataset own = now.dataset().checkoutVersion(now.version())) {
                table.requireSame(now);
                change.apply(now, own);
                return KeptDescriptions.putBack(now, acknowledge(table, now, own));
            } catch (Exception e) {
                JoustException translated = LanceErrors.translate(what, e);
                if (!(translated instanceof CommitConflictException) || attempt == ATTEMPTS) {
                    throw translated;
                }
            }
        }
    }

    /** Syncs the column files that the commit added, and then its manifest. */
    private static long acknowledge(LanceTable table, Snapshot before, Dataset own) {
        Set<String> old = before.metadata().stream()
                .flatMap(f -> f.getFiles().stream())
                .map(DataFile::getPath)
                .collect(Collectors.toSet());
        List<String> added = own.getFragments().stream()
                .flatMap(f -> f.metadata().getFiles().stream())
                .map(DataFile::getPath)
                .filter(path -> !old.contains(path))
                .toList();
        table.syncData(added);
        table.syncManifest(own.version());
        return own.version();
    }
}
