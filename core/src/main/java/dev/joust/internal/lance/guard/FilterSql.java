// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance.guard;

import dev.joust.error.InvalidRequestException;
import dev.joust.filter.Filter;
import dev.joust.schema.ColumnType;
import dev.joust.schema.Names;
import dev.joust.schema.TableSchema;
import dev.joust.schema.Types;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Filters as the SQL that Lance reads. */
public final class FilterSql {
    /** Columns of every table that Lance adds; all are uint64. */
    private static final Set<String> ADDED =
            Set.of("_rowid", "_rowaddr", "_row_created_at_version", "_row_last_updated_at_version");

    private final TableSchema schema;
    private final String what;

    private FilterSql(TableSchema schema, String what) {
        this.schema = schema;
        this.what = what;
    }

    /**
     * Writes a filter as SQL in which every value has the type of its column.
     *
     * @param what what cannot be done if the filter is wrong, for messages: {@code "read table 'frames'"}
     * @throws InvalidRequestException if a column is not there, a value does not fit its column, or SQL and parameters
     *     do not fit each other
     */
    public static String of(Filter filter, TableSchema schema, String what) {
        return filter instanceof Filter.Sql sql
                        && sql.parameters().isEmpty()
                        && !sql.text().contains("?")
                ? sql.text()
                : new FilterSql(schema, what).text(filter);
    }

    private String text(Filter filter) {
        if (filter instanceof Filter.Sql sql) {
            return bound(sql);
        } else if (filter instanceof Filter.Compared compared) {
            return compared(compared);
        } else if (filter instanceof Filter.OneOf oneOf) {
            return oneOf(oneOf);
        } else if (filter instanceof Filter.Matched matched) {
            return matched(matched);
        } else if (filter instanceof Filter.Has has) {
            return has(has);
        } else if (filter instanceof Filter.Is is) {
            return is(is);
        } else if (filter instanceof Filter.All all) {
            return joined(all.filters(), " AND ", "true");
        } else if (filter instanceof Filter.Any any) {
            return joined(any.filters(), " OR ", "false");
        } else if (filter instanceof Filter.Not not) {
            return "NOT (" + text(not.filter()) + ")";
        }
        throw new AssertionError(filter);
    }

    private String joined(List<Filter> filters, String word, String none) {
        return filters.isEmpty()
                ? none
                : filters.stream().map(this::text).map(sql -> "(" + sql + ")").collect(Collectors.joining(word));
    }

    private String bound(Filter.Sql sql) {
        SqlText text = SqlText.filter(sql.text(), schema.names(), what);
        return text.bound(sql.parameters().stream().map(Literals::untyped).toList(), what);
    }

    private String compared(Filter.Compared compared) {
        ColumnType type = type(compared.column());
        Literals literals = new Literals(compared.column(), type, what);
        String column = SqlText.backticked(compared.column());
        Filter.Comparison how = compared.comparison();
        if (!literals.isZero(compared.value())) {
            return column + " " + how.symbol() + " " + literals.of(compared.value());
        }
        // To Lance, -0.0 is smaller than 0.0.
        String low = literals.of(-0.0);
        String high = literals.of(0.0);
        return switch (how) {
            case EQUAL -> column + " IN (" + high + ", " + low + ")";
            case NOT_EQUAL -> column + " NOT IN (" + high + ", " + low + ")";
            case LESS -> column + " < " + low;
            case AT_MOST -> column + " <= " + high;
            case GREATER -> column + " > " + high;
            case AT_LEAST -> column + " >= " + low;
        };
    }

    private String oneOf(Filter.OneOf oneOf) {
        Literals literals = new Literals(oneOf.column(), type(oneOf.column()), what);
        if (oneOf.values().isEmpty()) {
            return "false";
        }
        return oneOf.values().stream()
                .map(value -> literals.isZero(value) ? literals.of(0.0) + ", " + literals.of(-0.0) : literals.of(value))
                .collect(Collectors.joining(", ", SqlText.backticked(oneOf.column()) + " IN (", ")"));
    }

    private String matched(Filter.Matched matched) {
        ColumnType type = type(matched.column());
        if (!Literals.isText(type)) {
            throw wrong(matched.column(), type, "is no text to look into", "choose a column of text");
        }
        String column = SqlText.backticked(matched.column());
        String text = Literals.text(matched.text());
        return switch (matched.match()) {
            case LIKE -> column + " LIKE " + text;
            case STARTS_WITH -> "starts_with(" + column + ", " + text + ")";
            case ENDS_WITH -> "ends_with(" + column + ", " + text + ")";
            case CONTAINS -> "contains(" + column + ", " + text + ")";
        };
    }

    private String has(Filter.Has has) {
        ColumnType type = type(has.column());
        if (!(type instanceof ColumnType.ListOf) && !(type instanceof ColumnType.LargeListOf)) {
            throw wrong(has.column(), type, "is no list", "choose a column of lists");
        }
        Literals literals =
                new Literals(has.column() + "[]", type.children().get(0).type(), what);
        return "array_has(" + SqlText.backticked(has.column()) + ", " + literals.of(has.value()) + ")";
    }

    private String is(Filter.Is is) {
        ColumnType type = type(is.column());
        boolean asksTruth = is.state() == Filter.State.TRUE || is.state() == Filter.State.FALSE;
        if (asksTruth && !(type instanceof ColumnType.Bool)) {
            throw wrong(is.column(), type, "is neither true nor false", "compare it with a value");
        }
        return SqlText.backticked(is.column())
                + switch (is.state()) {
                    case NULL -> " IS NULL";
                    case NOT_NULL -> " IS NOT NULL";
                    case TRUE -> " IS TRUE";
                    case FALSE -> " IS FALSE";
                };
    }

    private InvalidRequestException wrong(String column, ColumnType type, String why, String advice) {
        return SqlText.wrong(what, "column '" + column + "' is " + type + ", which " + why, advice);
    }

    private ColumnType type(String column) {
        if (ADDED.contains(column)) {
            return Types.UINT64;
        }
        return schema.find(column)
                .orElseThrow(() -> new InvalidRequestException(
                        "Cannot " + what + ": " + Names.noColumn(Names.shown(column), schema.names())))
                .type();
    }
}
