// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Table;
import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.schema.Column;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A row that a person named by a value of the declared key, or by its row id.
 *
 * @param holder what has the row: the table or view where it was looked for, or else what that is a view of
 * @param steps how many views lie between the two
 * @param rowId its id in what has it
 */
record NamedRow(Table holder, int steps, long rowId) {
    private static final String ROW_ID = "_rowid";
    private static final String SOURCE_ROW_ID = "__source_row_id";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    /**
     * Finds the row: by its key in the table or view, by its key in what the view is of, and where no row has that key
     * by its row id in the table or view.
     *
     * @param text a value of the declared key, or a row id
     */
    static NamedRow in(Table table, String text) {
        SourceChain chain = SourceChain.of(table);
        Optional<NamedRow> found = byKey(chain, text);
        if (found.isPresent()) {
            return found.get();
        }
        if (WHOLE_NUMBER.matcher(text).matches()) {
            return new NamedRow(table, 0, Long.parseLong(text));
        }
        throw nothing(chain, text);
    }

    private static Optional<NamedRow> byKey(SourceChain chain, String text) {
        for (int step = 0; step < chain.length(); step++) {
            List<Column> key = chain.key(step);
            if (key.size() == 1) {
                Table table = chain.table(step);
                Optional<Long> rowId = rowId(table, condition(key.get(0)), text);
                if (rowId.isPresent()) {
                    return Optional.of(new NamedRow(table, step, rowId.get()).towards(chain));
                }
            }
        }
        return Optional.empty();
    }

    /** The same row where views on the way have it, under another key or without one. */
    private NamedRow towards(SourceChain chain) {
        NamedRow row = this;
        for (int step = steps - 1; step >= 0; step--) {
            Table view = chain.table(step);
            Optional<Long> inView = rowId(view, SOURCE_ROW_ID + " = ?", row.rowId);
            if (inView.isEmpty()) {
                return row;
            }
            row = new NamedRow(view, step, inView.get());
        }
        return row;
    }

    private static String condition(Column key) {
        String name = "`" + key.name() + "`";
        boolean isText = key.type().toString().endsWith("utf8");
        return (isText ? name : "CAST(" + name + " AS VARCHAR)") + " = ?";
    }

    private static Optional<Long> rowId(Table table, String condition, Object value) {
        return table.query().select(ROW_ID).where(condition, value).limit(1).rows().stream()
                .map(row -> row.longValue(ROW_ID))
                .findFirst();
    }

    private static RuntimeException nothing(SourceChain chain, String text) {
        String cannot = "Cannot search table '" + chain.table(0).name() + "' for rows like '" + text + "': ";
        Table last = chain.table(chain.length() - 1);
        boolean isOfView = chain.length() > 1;
        List<Column> key = chain.key(chain.length() - 1);
        if (key.size() == 1) {
            return new NotFoundException(
                    cannot + "no row" + (isOfView ? " of it or of its source '" + last.name() + "'" : "")
                            + " has it as its '" + key.get(0).name() + "'; check the value",
                    "row",
                    text,
                    List.of());
        }
        String whose = isOfView ? "its source '" + last.name() + "' " : "it ";
        String why = key.isEmpty()
                ? whose + "declares no key"
                : "the key of " + last.name() + " has " + key.size() + " columns";
        return new InvalidRequestException(
                cannot + why + ", and this is not a whole number; give a row id, which joust query --row-id shows");
    }
}
