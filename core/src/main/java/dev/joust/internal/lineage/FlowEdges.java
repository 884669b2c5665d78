// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lineage;

import dev.joust.internal.feature.InputPaths;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.lance.guard.SqlText;
import dev.joust.internal.relation.Relation;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageEdge.Kind;
import dev.joust.lineage.LineageNode;
import dev.joust.schema.Column;
import dev.joust.view.Projection;
import dev.joust.view.ViewDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds the columns, features and views of tables to a graph, with the edges on which values flow. */
final class FlowEdges {
    private static final String READ = "read a view's definition";

    private final LineageGraph graph;
    private final Map<String, TableFacts> tables;
    private final String lake;

    /**
     * Describes what is added.
     *
     * @param lake the URI of the lake, to know a copy of one of its tables
     */
    FlowEdges(LineageGraph graph, Map<String, TableFacts> tables, String lake) {
        this.graph = graph;
        this.tables = tables;
        this.lake = lake;
    }

    void addAll() {
        tables.values().forEach(table -> {
            graph.add(table.node());
            for (Column column : table.schema().columns()) {
                LineageNode node = new LineageNode.OfColumn(table.name(), column.name(), column.type());
                graph.add(node);
                graph.add(new LineageEdge(LineageNode.table(table.name()), node.id(), Kind.CONTAINS));
            }
        });
        tables.values().forEach(table -> {
            table.features().all().forEach(feature -> add(table, feature));
            table.definition().ifPresent(view -> add(table, view));
            table.copiedFrom().ifPresent(uri -> addCopy(table, uri));
        });
    }

    private void add(TableFacts table, Registration feature) {
        LineageNode node = new LineageNode.OfFeature(
                table.name(), feature.name(), feature.identity(), feature.columnNames(), table.rows(), new TreeMap<>());
        graph.add(node);
        feature.columnNames()
                .forEach(column ->
                        graph.add(new LineageEdge(node.id(), LineageNode.column(table.name(), column), Kind.FILLS)));
        Optional<Relation> relation = Relation.of(table.name(), feature.identity());
        relation.ifPresent(r -> add(table, node, r));
        List<String> read = feature.identity().inputs().stream()
                .filter(input -> !InputPaths.isRowId(input))
                .map(input -> InputPaths.column(input, table.schema().names()))
                .filter(input -> relation.isEmpty() || !readBy(relation.get(), input))
                .toList();
        add(table.name(), read, node, Kind.READS);
    }

    private static boolean readBy(Relation relation, String column) {
        return relation.keys().contains(column)
                || ((relation.isAggregate() || relation.bits().isPresent())
                        && relation.content().contains(column));
    }

    private void add(TableFacts table, LineageNode feature, Relation relation) {
        if (relation.isAggregate()) {
            add(table.name(), relation.keys(), feature, Kind.GROUPS);
            add(table.name(), relation.content(), feature, Kind.AGGREGATES);
            return;
        }
        if (relation.bits().isPresent()) {
            add(table.name(), relation.keys(), feature, Kind.GROUPS);
            add(table.name(), relation.content(), feature, Kind.TAKES);
            return;
        }
        String source = relation.source().orElse(table.name());
        add(table.name(), relation.keys(), feature, Kind.JOINS);
        add(source, relation.sourceKeys(), feature, Kind.JOINS);
        add(source, relation.content(), feature, Kind.TAKES);
    }

    private void add(String table, Collection<String> columns, LineageNode to, Kind kind) {
        Optional<TableFacts> known = Optional.ofNullable(tables.get(table));
        for (String path : columns) {
            String column = known.map(
                            facts -> InputPaths.column(path, facts.schema().names()))
                    .orElse(path);
            graph.add(new LineageEdge(LineageNode.column(table, column), to.id(), kind));
        }
    }

    private void add(TableFacts table, ViewDefinition view) {
        graph.add(new LineageEdge(LineageNode.table(view.source()), LineageNode.table(table.name()), Kind.VIEWS));
        List<String> columns = Optional.ofNullable(tables.get(view.source()))
                .map(source -> source.schema().names())
                .orElse(List.of());
        for (Projection projection : view.projections()) {
            String to = LineageNode.column(table.name(), projection.output());
            mentioned(projection, columns)
                    .forEach(column ->
                            graph.add(new LineageEdge(LineageNode.column(view.source(), column), to, Kind.SELECTS)));
        }
        view.filter().map(sql -> mentioned(sql, columns)).orElse(List.of()).forEach(column -> {
            String from = LineageNode.column(view.source(), column);
            graph.add(new LineageEdge(from, LineageNode.table(table.name()), Kind.FILTERS));
        });
    }

    private static List<String> mentioned(Projection projection, List<String> columns) {
        return projection.isCopy() ? List.of(projection.output()) : mentioned(projection.expression(), columns);
    }

    private static List<String> mentioned(String sql, List<String> columns) {
        SqlText expression = SqlText.expression(sql, READ);
        return columns.stream().filter(expression::mentions).toList();
    }

    private void addCopy(TableFacts table, String uri) {
        String to = LineageNode.table(table.name());
        String ending = ".lance";
        String name = uri.startsWith(lake) && uri.endsWith(ending)
                ? uri.substring(lake.length(), uri.length() - ending.length())
                : "";
        if (tables.containsKey(name)) {
            graph.add(new LineageEdge(LineageNode.table(name), to, Kind.COPIED));
            return;
        }
        LineageNode source = new LineageNode.OfSource(uri);
        graph.add(source);
        graph.add(new LineageEdge(source.id(), to, Kind.COPIED));
    }
}
