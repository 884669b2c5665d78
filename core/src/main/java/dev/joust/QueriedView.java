// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.lance.guard.FilterSql;
import dev.joust.query.Query;
import dev.joust.query.QuerySpec;
import dev.joust.query.Selected;
import dev.joust.schema.TableSchema;
import dev.joust.view.Projection;
import dev.joust.view.ViewDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the definition of a view from a query. */
final class QueriedView {
    private QueriedView() {}

    static ViewDefinition definition(String name, Query query, TableSchema source) {
        QuerySpec spec = query.spec();
        requireNot(!spec.order().isEmpty(), name, "an order", "a view has no order of its own");
        requireNot(spec.offset() > 0, name, "an offset", "which rows it leaves out would depend on their order");
        requireNot(spec.version().isPresent(), name, "a version", "a view follows its source");
        requireNot(spec.rowIds().isPresent(), name, "row ids", "a view is defined by what its rows are like");
        List<String> filters = spec.filters().stream()
                .map(filter -> FilterSql.of(filter, source, "create view '" + name + "'"))
                .toList();
        String filter = filters.size() == 1
                ? filters.get(0)
                : filters.stream().map(sql -> "(" + sql + ")").collect(Collectors.joining(" AND "));
        return new ViewDefinition(
                query.table(),
                spec.select().stream().map(QueriedView::projection).toList(),
                filter.isEmpty() ? Optional.empty() : Optional.of(filter),
                spec.limit(),
                Optional.empty());
    }

    private static Projection projection(Selected selected) {
        return selected instanceof Selected.Computed computed
                ? new Projection(computed.name(), computed.sql())
                : Projection.column(selected.name());
    }

    private static void requireNot(boolean has, String name, String what, String why) {
        if (has) {
            throw new InvalidRequestException(
                    "Cannot create view '" + name + "': the query has " + what + ", but " + why + "; leave it out");
        }
    }
}
