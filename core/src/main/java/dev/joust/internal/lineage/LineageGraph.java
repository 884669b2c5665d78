// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lineage;

import dev.joust.lineage.Lineage;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageEdge.Kind;
import dev.joust.lineage.LineageNode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Nodes and edges as they are found, and the part of them that something depends on. Belongs to one thread. */
final class LineageGraph {
    /** Edges on which values, or the choice of rows, flow. */
    private static final Set<Kind> FLOW = EnumSet.of(
            Kind.FILLS,
            Kind.READS,
            Kind.JOINS,
            Kind.TAKES,
            Kind.GROUPS,
            Kind.AGGREGATES,
            Kind.SELECTS,
            Kind.FILTERS,
            Kind.VIEWS,
            Kind.COPIED);

    private final Map<String, LineageNode> nodes = new LinkedHashMap<>();
    private final Map<String, LineageEdge> edges = new LinkedHashMap<>();

    void add(LineageNode node) {
        nodes.putIfAbsent(node.id(), node);
    }

    void add(LineageEdge edge) {
        edges.putIfAbsent(edge.from() + '\n' + edge.to() + '\n' + edge.kind(), edge);
    }

    /** The nodes in the order in which they were added. */
    Collection<LineageNode> nodes() {
        return nodes.values();
    }

    /**
     * Cuts the graph down to what things come from and what depends on them.
     *
     * @param root the id of what it is about, which comes first
     * @param sources where to go upstream from
     * @param starts where to go downstream from
     */
    LineageGraph around(String root, Collection<String> sources, Collection<String> starts) {
        Set<String> kept = new LinkedHashSet<>(List.of(root));
        kept.addAll(reached(sources, LineageEdge::to, LineageEdge::from));
        kept.addAll(reached(starts, LineageEdge::from, LineageEdge::to));
        edges.values().stream()
                .filter(edge -> edge.kind() == Kind.CONTAINS && kept.contains(edge.to()))
                .map(LineageEdge::from)
                .toList()
                .forEach(kept::add);
        LineageGraph part = new LineageGraph();
        for (String id : kept) {
            LineageNode node = nodes.get(id);
            if (node != null) {
                part.add(node);
            }
        }
        edges.values().stream()
                .filter(edge -> part.nodes.containsKey(edge.from()) && part.nodes.containsKey(edge.to()))
                .forEach(part::add);
        return part;
    }

    private Set<String> reached(
            Collection<String> starts, Function<LineageEdge, String> near, Function<LineageEdge, String> far) {
        Map<String, List<LineageEdge>> edgesAt = edges.values().stream()
                .filter(edge -> FLOW.contains(edge.kind()))
                .collect(Collectors.groupingBy(near));
        Set<String> reached = new LinkedHashSet<>(starts);
        Deque<String> open = new ArrayDeque<>(starts);
        while (!open.isEmpty()) {
            for (LineageEdge edge : edgesAt.getOrDefault(open.removeFirst(), List.of())) {
                if (reached.add(far.apply(edge))) {
                    open.addLast(far.apply(edge));
                }
            }
        }
        return reached;
    }

    /** Puts another node in the place of the one with its id. */
    void replace(LineageNode node) {
        nodes.put(node.id(), node);
    }

    boolean has(String id) {
        return nodes.containsKey(id);
    }

    Lineage toLineage(String root) {
        return new Lineage(root, List.copyOf(nodes.values()), List.copyOf(edges.values()));
    }
}
