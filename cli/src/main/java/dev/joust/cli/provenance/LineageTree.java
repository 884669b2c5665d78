// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.provenance;

import dev.joust.cli.print.Style;
import dev.joust.lineage.Lineage;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageEdge.Kind;
import dev.joust.lineage.LineageNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A lineage as two trees: what something comes from, and what depends on it. */
final class LineageTree {
    private static final String ABOVE = " (see above)";

    private final Lineage lineage;
    private final Style style;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> shown = new HashSet<>();

    LineageTree(Lineage lineage, Style style) {
        this.lineage = lineage;
        this.style = style;
    }

    /** A branch: one thing and how it stands to the one that it hangs on. */
    private record Branch(String label, LineageNode node) {}

    List<String> lines() {
        LineageNode root = node(lineage.root()).orElseThrow();
        lines.add(style.bold(LineageWords.of(root)));
        section("comes from", upstreamOfRoot(root), Direction.UPSTREAM);
        plainColumns(root);
        section("is used by", downstreamOfRoot(root), Direction.DOWNSTREAM);
        return lines;
    }

    private enum Direction {
        UPSTREAM,
        DOWNSTREAM
    }

    private void section(String title, List<Branch> branches, Direction direction) {
        shown.clear();
        shown.add(lineage.root());
        lines.add(style.dim(title) + (branches.isEmpty() ? " " + nothing(direction) : ""));
        print(branches, "", direction);
    }

    private String nothing(Direction direction) {
        return direction == Direction.UPSTREAM && node(lineage.root()).orElseThrow() instanceof LineageNode.OfView view
                ? "table " + view.definition().source() + ", which is not in the lake any more"
                : "nothing that is recorded";
    }

    private void print(List<Branch> branches, String indent, Direction direction) {
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            boolean isLast = i == branches.size() - 1;
            List<Branch> below = direction == Direction.UPSTREAM ? upstream(branch.node()) : downstream(branch.node());
            boolean isKnown = !shown.add(branch.node().id()) && !below.isEmpty();
            lines.add(indent
                    + (isLast ? "└─ " : "├─ ")
                    + style.dim(branch.label())
                    + (isKnown
                            ? LineageWords.shortly(branch.node()) + style.dim(ABOVE)
                            : LineageWords.of(branch.node())));
            if (!isKnown) {
                print(below, indent + (isLast ? "   " : "│  "), direction);
            }
        }
    }

    private Optional<LineageNode> node(String id) {
        return lineage.find(id);
    }

    /** Columns of a view, and those of a table that only were written, in one line. */
    private void plainColumns(LineageNode root) {
        if (root instanceof LineageNode.OfView view) {
            line(
                    "columns: ",
                    view.definition().projections().stream()
                            .map(column ->
                                    column.isCopy() ? column.output() : column.output() + " = " + column.expression()));
        } else {
            line(
                    "columns that were written as they are: ",
                    columns(root)
                            .filter(column -> !isComputed(column))
                            .map(column -> ((LineageNode.OfColumn) column).name()));
        }
    }

    private void line(String label, Stream<String> columns) {
        String names = columns.collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            lines.add(style.dim(label) + names);
        }
    }

    private Stream<LineageNode> columns(LineageNode table) {
        return lineage.outOf(table.id()).stream()
                .filter(edge -> edge.kind() == Kind.CONTAINS)
                .flatMap(edge -> node(edge.to()).stream());
    }

    private List<Branch> upstreamOfRoot(LineageNode root) {
        List<Branch> branches = new ArrayList<>(upstream(root));
        if (root instanceof LineageNode.OfColumn column) {
            // Which rows there are is decided by the view, or by what the table was copied from.
            node(LineageNode.table(column.table()))
                    .filter(table -> !upstream(table).isEmpty())
                    .ifPresent(table -> branches.add(new Branch("a column of ", table)));
            return branches;
        }
        Set<String> seen = new HashSet<>();
        branches.forEach(branch -> seen.add(branch.node().id()));
        columns(root)
                .flatMap(column -> upstream(column).stream())
                .filter(branch -> branch.node() instanceof LineageNode.OfFeature
                        || (branch.node() instanceof LineageNode.OfColumn && isComputed(branch.node())))
                .filter(branch -> seen.add(branch.node().id()))
                .forEach(branches::add);
        return branches;
    }

    private boolean isComputed(LineageNode column) {
        return upstream(column).stream().anyMatch(branch -> !(branch.node() instanceof LineageNode.OfJob));
    }

    private List<Branch> upstream(LineageNode node) {
        return lineage.into(node.id()).stream()
                .filter(edge -> edge.kind() != Kind.CONTAINS)
                .filter(edge -> !(edge.kind() == Kind.WROTE && isComputed(edge)))
                .flatMap(edge -> node(edge.from()).map(from -> new Branch(LineageWords.upstream(edge), from)).stream())
                .toList();
    }

    /** Whether a job that wrote a column is said to have computed cells of its feature. */
    private boolean isComputed(LineageEdge wrote) {
        return lineage.into(wrote.to()).stream()
                .filter(edge -> edge.kind() == Kind.FILLS)
                .flatMap(edge -> lineage.into(edge.from()).stream())
                .anyMatch(edge -> edge.kind() == Kind.COMPUTED && edge.from().equals(wrote.from()));
    }

    private List<Branch> downstreamOfRoot(LineageNode root) {
        if (root instanceof LineageNode.OfColumn) {
            return downstream(root);
        }
        List<Branch> branches = new ArrayList<>(downstream(root));
        Set<String> features = new HashSet<>();
        columns(root)
                .flatMap(column -> downstream(column).stream())
                .filter(branch -> branch.node() instanceof LineageNode.OfFeature feature
                        && !LineageNode.table(feature.table()).equals(root.id()))
                .filter(branch -> features.add(branch.node().id()))
                .forEach(branches::add);
        return branches;
    }

    private List<Branch> downstream(LineageNode node) {
        return lineage.outOf(node.id()).stream()
                .filter(edge -> edge.kind() != Kind.CONTAINS)
                .flatMap(edge -> node(edge.to()).map(to -> new Branch(LineageWords.downstream(edge, to), to)).stream())
                .toList();
    }
}
