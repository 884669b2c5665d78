// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lineage;

import dev.joust.error.NotFoundException;
import dev.joust.internal.feature.CellOrigins;
import dev.joust.internal.feature.InputPaths;
import dev.joust.internal.feature.Registration;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.relation.Neighbours;
import dev.joust.job.Job;
import dev.joust.lineage.Lineage;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageEdge.Kind;
import dev.joust.lineage.LineageNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the lineage of a table or column together; the package says how.
 *
 * <p>The schemas of all tables of the lake are read, stamps only of features that belong to the answer. Threads:
 * belongs to one thread.
 */
public final class LineageEngine {
    /** The key of a table's metadata that says where its rows were copied from. */
    public static final String COPIED_FROM = TableFacts.COPIED_FROM;

    private static final Logger LOG = LoggerFactory.getLogger(LineageEngine.class);

    private final LanceTable table;
    private final Map<String, Job> jobs;
    private final List<LineageNode.OfPin> pins;
    private final Map<String, TableFacts> tables = new TreeMap<>();

    /**
     * Describes where to look.
     *
     * @param jobs the jobs that the lake records
     * @param pins its pins
     */
    public LineageEngine(LanceTable table, List<Job> jobs, List<LineageNode.OfPin> pins) {
        this.table = table;
        this.jobs = jobs.stream().collect(Collectors.toMap(Job::id, Function.identity(), (a, b) -> b));
        this.pins = List.copyOf(pins);
    }

    /** The lineage of the whole table. */
    public Lineage ofTable() {
        LineageGraph all = flow();
        String root = LineageNode.table(table.name());
        List<String> starts = new ArrayList<>(List.of(root));
        TableFacts facts = facts(table.name());
        facts.schema().names().forEach(column -> starts.add(LineageNode.column(table.name(), column)));
        return complete(all.around(root, starts, starts), root);
    }

    /**
     * The lineage of one column.
     *
     * @throws NotFoundException if there is no such column, with the nearest ones
     */
    public Lineage ofColumn(String column) {
        LineageGraph all = flow();
        facts(table.name()).schema().column(column, "table '" + table.name() + "'");
        String name = InputPaths.column(column, facts(table.name()).schema().names());
        String root = LineageNode.column(table.name(), name);
        // Which rows there are depends on the filter of a view, and on where a table was copied from.
        List<String> sources = List.of(root, LineageNode.table(table.name()));
        return complete(all.around(root, sources, List.of(root)), root);
    }

    private TableFacts facts(String name) {
        return Optional.ofNullable(tables.get(name)).orElseThrow();
    }

    private LineageGraph flow() {
        tables.put(table.name(), TableFacts.of(table));
        for (String name : Neighbours.names(table)) {
            try (LanceTable other = Neighbours.open(table, name)) {
                tables.put(name, TableFacts.of(other));
            } catch (NotFoundException e) {
                // Dropped since it was listed.
                tables.remove(name);
            }
        }
        LineageGraph graph = new LineageGraph();
        String uri = table.uri();
        new FlowEdges(graph, tables, uri.substring(0, uri.lastIndexOf('/') + 1)).addAll();
        return graph;
    }

    /** Adds who computed and wrote what is in the graph, and which pins keep its tables. */
    private Lineage complete(LineageGraph graph, String root) {
        tables.values().stream()
                .filter(facts -> graph.has(LineageNode.table(facts.name())))
                .forEach(facts -> {
                    addComputed(graph, facts);
                    addWritten(graph, facts);
                });
        for (LineageNode.OfPin pin : pins) {
            pin.versions().keySet().stream()
                    .map(LineageNode::table)
                    .filter(graph::has)
                    .forEach(kept -> {
                        graph.add(pin);
                        graph.add(new LineageEdge(kept, pin.id(), Kind.PINNED));
                    });
        }
        return graph.toLineage(root);
    }

    private void addComputed(LineageGraph graph, TableFacts facts) {
        List<Registration> features = facts.features().all().stream()
                .filter(feature -> graph.has(LineageNode.feature(facts.name(), feature.name())))
                .toList();
        if (features.isEmpty()) {
            return;
        }
        if (facts.name().equals(table.name())) {
            addComputed(graph, facts, table, features);
            return;
        }
        try (LanceTable other = Neighbours.open(table, facts.name())) {
            addComputed(graph, facts, other, features);
        } catch (NotFoundException e) {
            // Dropped since it was read, or that version of it; who computed its cells cannot be known then.
            LOG.debug("Table '{}' was dropped or cleaned up meanwhile", facts.name());
        }
    }

    private void addComputed(LineageGraph graph, TableFacts facts, LanceTable of, List<Registration> features) {
        try (Snapshot now = of.at(facts.version())) {
            features.forEach(feature -> add(graph, facts, feature, CellOrigins.of(now, feature)));
        }
    }

    private void add(LineageGraph graph, TableFacts facts, Registration feature, CellOrigins cells) {
        LineageNode node = new LineageNode.OfFeature(
                facts.name(),
                feature.name(),
                feature.identity(),
                feature.columnNames(),
                facts.rows(),
                cells.byVersion());
        graph.replace(node);
        cells.byJob().forEach((job, rows) -> {
            LineageNode by = new LineageNode.OfJob(job, Optional.ofNullable(jobs.get(job)));
            graph.add(by);
            graph.add(new LineageEdge(by.id(), node.id(), Kind.COMPUTED, OptionalLong.of(rows)));
        });
    }

    /** Jobs that wrote to what is there, even if nothing of it is left. */
    private void addWritten(LineageGraph graph, TableFacts facts) {
        jobs.values().stream()
                .filter(job -> job.table().equals(facts.name()))
                .sorted(Comparator.comparing(Job::started).thenComparing(Job::id))
                .forEach(job -> {
                    LineageNode by = new LineageNode.OfJob(job.id(), Optional.of(job));
                    List<String> written = job.columns().isEmpty()
                            ? List.of(LineageNode.table(facts.name()))
                            : job.columns().stream()
                                    .map(column -> LineageNode.column(facts.name(), column))
                                    .toList();
                    written.stream().filter(graph::has).forEach(to -> {
                        graph.add(by);
                        graph.add(new LineageEdge(by.id(), to, Kind.WROTE));
                    });
                });
    }
}
