// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.query;

import dev.joust.error.InvalidRequestException;
import dev.joust.index.IndexType;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.lance.index.IndexFacts;
import dev.joust.internal.lance.index.LanceIndexes;
import dev.joust.schema.Column;
import dev.joust.schema.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The columns of one version that words can be looked for in. */
record TextColumns(Snapshot snapshot, TableColumns table) {
    /** The only column with a full text index; if there is no such index at all, the only column of text. */
    String only() {
        List<String> indexed = names(column -> index(column.name()).isPresent());
        if (indexed.size() == 1) {
            return indexed.get(0);
        }
        List<String> texts = names(column -> IndexChecks.isSearchable(column.type()));
        if (indexed.isEmpty() && texts.size() == 1) {
            return texts.get(0);
        }
        throw new InvalidRequestException("Cannot " + table.what() + ": "
                + (texts.isEmpty()
                        ? "no column holds text; search in a table that has one"
                        : indexed.isEmpty()
                                ? "several columns hold text; name one of " + Names.quoted(texts)
                                : "several columns have a full text index; name one of " + Names.quoted(indexed)));
    }

    private List<String> names(Predicate<Column> condition) {
        return table.schema().columns().stream()
                .filter(condition)
                .map(Column::name)
                .toList();
    }

    /** Checks that words can be looked for in a column. */
    void require(String name) {
        Column column = table.column(name);
        if (!IndexChecks.isSearchable(column.type())) {
            throw new InvalidRequestException("Cannot " + table.what() + ": column '" + name + "' is " + column.type()
                    + ", not text or lists of text; search in a column of text");
        }
    }

    private Optional<IndexFacts> index(String name) {
        return LanceIndexes.of(snapshot, name).stream()
                .filter(facts -> facts.type() == IndexType.FULL_TEXT)
                .findFirst();
    }

    /** The indexes of these columns; those without one are absent. */
    Map<String, IndexFacts> indexes(List<String> columns) {
        Map<String, IndexFacts> found = new HashMap<>();
        columns.forEach(name -> index(name).ifPresent(facts -> found.put(name, facts)));
        return Map.copyOf(found);
    }
}
