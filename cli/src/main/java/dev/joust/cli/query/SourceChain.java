// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.query;

import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.schema.Column;
import dev.joust.view.Projection;
import dev.joust.view.ViewDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table, or a view with what it is a view of, as far as that is there and up to the first that declares a key.
 *
 * @param tables each but the last is a view of the next
 * @param views their definitions
 */
record SourceChain(List<Table> tables, List<ViewDefinition> views) {
    private static final String KEY = "lance-schema:unenforced-primary-key";

    SourceChain {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
    }

    static SourceChain of(Table table) {
        Lake lake = table.lake();
        List<Table> tables = new ArrayList<>(List.of(table));
        List<ViewDefinition> views = new ArrayList<>();
        Set<String> passed = new HashSet<>();
        Table last = table;
        while (passed.add(last.name()) && declared(last).isEmpty()) {
            Optional<ViewDefinition> view = last.viewDefinition().filter(one -> lake.exists(one.source()));
            if (view.isEmpty()) {
                break;
            }
            last = lake.openTable(view.get().source());
            tables.add(last);
            views.add(view.get());
        }
        return new SourceChain(tables, views);
    }

    int length() {
        return tables.size();
    }

    Table table(int step) {
        return tables.get(step);
    }

    /** The columns of one of them that are the key, or copies of it; empty if it has not all of them. */
    List<Column> key(int step) {
        if (step == tables.size() - 1) {
            return declared(tables.get(step));
        }
        List<Column> source = key(step + 1);
        List<Column> copies = source.stream()
                .flatMap(column -> copy(step, column.name()).stream())
                .toList();
        return copies.size() == source.size() ? copies : List.of();
    }

    private Optional<Column> copy(int step, String column) {
        return views.get(step).projections().stream()
                .filter(projection -> projection.expression().equals(column))
                .map(Projection::output)
                .findFirst()
                .flatMap(tables.get(step).schema()::find);
    }

    /** What a column of the first is called in one of the others; empty where it is computed on the way. */
    Optional<String> original(String column, int step) {
        Optional<String> name = Optional.of(column);
        for (int i = 0; i < step; i++) {
            ViewDefinition view = views.get(i);
            Table source = tables.get(i + 1);
            name = name.flatMap(output -> view.projections().stream()
                    .filter(projection -> projection.output().equals(output))
                    .map(Projection::expression)
                    .filter(expression -> source.schema().names().contains(expression))
                    .findFirst());
        }
        return name;
    }

    private static List<Column> declared(Table table) {
        return table.schema().columns().stream()
                .filter(column -> "true".equalsIgnoreCase(column.metadata().get(KEY)))
                .toList();
    }
}
