// SPDX-License-Identifier: Apache-2.0
package dev.joust.lineage;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Where a table or column comes from, and what depends on it.
 *
 * @param root the id of the table or column that it is about
 * @param nodes all things, the root first, then what it comes from and what depends on it
 * @param edges how they depend on each other; values flow from {@code from} to {@code to}
 */
public record Lineage(String root, List<LineageNode> nodes, List<LineageEdge> edges) {
    /** Copies the lists. */
    public Lineage {
        requireNonNull(root, "root");
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** Finds a node by its id. */
    public Optional<LineageNode> find(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** What a node depends on directly. */
    public List<LineageEdge> into(String id) {
        return edges.stream().filter(edge -> edge.to().equals(id)).toList();
    }

    /** What depends on a node directly. */
    public List<LineageEdge> outOf(String id) {
        return edges.stream().filter(edge -> edge.from().equals(id)).toList();
    }
}
