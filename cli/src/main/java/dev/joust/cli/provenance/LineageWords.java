// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.provenance;

import dev.joust.cli.print.HumanFormat;
import dev.joust.feature.FeatureIdentity;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageNode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Nodes and edges of a lineage in words. */
final class LineageWords {
    private static final int SHOWN_HASH_DIGITS = 12;
    private static final int MAX_SHOWN_PARAMETER = 60;

    private LineageWords() {}

    static String of(LineageNode node) {
        if (node instanceof LineageNode.OfTable table) {
            return "table " + table.name() + ", version " + table.version() + ", "
                    + HumanFormat.count(table.rows(), "row");
        } else if (node instanceof LineageNode.OfView view) {
            return of(view);
        } else if (node instanceof LineageNode.OfColumn column) {
            return column.table() + "." + column.name() + ": " + column.type();
        } else if (node instanceof LineageNode.OfFeature feature) {
            return of(feature);
        } else if (node instanceof LineageNode.OfJob job) {
            return "job " + job.job()
                    + job.recorded()
                            .map(j -> " (" + j.kind() + ", "
                                    + j.state().name().toLowerCase(Locale.ROOT) + ", "
                                    + j.started().truncatedTo(ChronoUnit.SECONDS) + ")")
                            .orElse(", which the lake has no record of");
        } else if (node instanceof LineageNode.OfPin pin) {
            return "pin " + pin.name();
        } else if (node instanceof LineageNode.OfSource source) {
            return source.uri();
        }
        throw new AssertionError(node);
    }

    private static String of(LineageNode.OfView view) {
        return "view " + view.name() + ", version " + view.version() + ", " + HumanFormat.count(view.rows(), "row")
                + view.definition().filter().map(sql -> ", where " + sql).orElse("")
                + (view.sourceVersion().isPresent()
                        ? ", at version " + view.sourceVersion().getAsLong() + " of its source"
                        : ", never refreshed");
    }

    private static String of(LineageNode.OfFeature feature) {
        FeatureIdentity identity = feature.identity();
        List<String> parts = new ArrayList<>();
        parts.add(identity.udf() + " version " + identity.version() + ", hash " + shownHash(identity.hash()));
        identity.parameters().forEach((name, value) -> parts.add(name + "=" + shortened(value)));
        identity.models().forEach((name, hash) -> parts.add("model " + name + " " + shownHash(hash)));
        return shortly(feature) + " (" + String.join(", ", parts) + "), " + coverage(feature);
    }

    /** A node that was told of before. */
    static String shortly(LineageNode node) {
        if (node instanceof LineageNode.OfFeature feature) {
            return "feature " + feature.name();
        } else if (node instanceof LineageNode.OfView view) {
            return "view " + view.name();
        } else if (node instanceof LineageNode.OfTable table) {
            return "table " + table.name();
        }
        return of(node);
    }

    private static String coverage(LineageNode.OfFeature feature) {
        String current = feature.identity().udf() + " " + feature.identity().version();
        long computed = feature.rowsByVersion().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        String others = feature.rowsByVersion().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(current))
                .map(entry -> HumanFormat.count(entry.getValue()) + " by " + entry.getKey())
                .collect(Collectors.joining(", "));
        return HumanFormat.count(computed) + " of " + HumanFormat.count(feature.rows(), "row") + " computed"
                + (others.isEmpty() ? "" : ", " + others);
    }

    private static String shownHash(String hash) {
        return hash.length() <= SHOWN_HASH_DIGITS ? hash : hash.substring(0, SHOWN_HASH_DIGITS);
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= MAX_SHOWN_PARAMETER ? line : line.substring(0, MAX_SHOWN_PARAMETER - 1) + "…";
    }

    /** How a thing stands to what it comes from. */
    static String upstream(LineageEdge edge) {
        return switch (edge.kind()) {
            case FILLS -> "filled by ";
            case READS -> "reads ";
            case JOINS -> "joins on ";
            case TAKES -> "takes ";
            case GROUPS -> "groups by ";
            case AGGREGATES -> "aggregates ";
            case SELECTS -> "selects ";
            case FILTERS -> "filtered by ";
            case VIEWS -> "rows of ";
            case COPIED -> "copied from ";
            case COMPUTED -> rows(edge) + "computed by ";
            case WROTE -> "written by ";
            case CONTAINS, PINNED -> "";
        };
    }

    private static String rows(LineageEdge edge) {
        return edge.rows().isPresent() ? HumanFormat.count(edge.rows().getAsLong(), "row") + " " : "";
    }

    /** How a thing stands to what depends on it. */
    static String downstream(LineageEdge edge, LineageNode to) {
        return switch (edge.kind()) {
            case FILLS -> "fills ";
            case READS -> "read by ";
            case JOINS -> "joined on by ";
            case TAKES -> "taken by ";
            case GROUPS -> "groups for ";
            case AGGREGATES -> "aggregated by ";
            case SELECTS -> "selected as ";
            case FILTERS -> "filters ";
            case VIEWS -> "rows in ";
            case COPIED -> "copied to ";
            case PINNED -> "version " + ((LineageNode.OfPin) to).versions().get(tableName(edge.from())) + " kept by ";
            case CONTAINS, COMPUTED, WROTE -> "";
        };
    }

    private static String tableName(String id) {
        return id.substring(id.indexOf(':') + 1);
    }
}
