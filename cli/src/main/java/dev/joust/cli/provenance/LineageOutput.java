// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.print.JsonFields;
import dev.joust.feature.FeatureIdentity;
import dev.joust.lineage.Lineage;
import dev.joust.lineage.LineageEdge;
import dev.joust.lineage.LineageNode;
import java.util.Locale;
import java.util.Map;

/** A lineage as JSON. */
final class LineageOutput {
    private LineageOutput() {}

    static void write(ObjectNode json, Lineage lineage) {
        json.put("root", lineage.root());
        ArrayNode nodes = json.putArray("nodes");
        lineage.nodes().forEach(node -> write(nodes.addObject().put("id", node.id()), node));
        ArrayNode edges = json.putArray("edges");
        lineage.edges().forEach(edge -> write(edges.addObject(), edge));
    }

    private static void write(ObjectNode json, LineageEdge edge) {
        json.put("from", edge.from())
                .put("to", edge.to())
                .put("kind", edge.kind().name().toLowerCase(Locale.ROOT));
        edge.rows().ifPresent(rows -> json.put("rows", rows));
    }

    private static void write(ObjectNode json, LineageNode node) {
        if (node instanceof LineageNode.OfTable table) {
            json.put("kind", "table")
                    .put("name", table.name())
                    .put("version", table.version())
                    .put("rows", table.rows());
        } else if (node instanceof LineageNode.OfView view) {
            json.put("kind", "view")
                    .put("name", view.name())
                    .put("version", view.version())
                    .put("rows", view.rows())
                    .put("source", view.definition().source())
                    .put("where", view.definition().filter().orElse(null));
            JsonFields.put(json, "source_version", view.sourceVersion());
        } else if (node instanceof LineageNode.OfColumn column) {
            json.put("kind", "column")
                    .put("table", column.table())
                    .put("name", column.name())
                    .put("type", column.type().toString());
        } else if (node instanceof LineageNode.OfFeature feature) {
            write(json, feature);
        } else if (node instanceof LineageNode.OfJob job) {
            write(json, job);
        } else if (node instanceof LineageNode.OfPin pin) {
            json.put("kind", "pin").put("name", pin.name());
            ObjectNode versions = json.putObject("versions");
            pin.versions().forEach(versions::put);
        } else if (node instanceof LineageNode.OfSource source) {
            json.put("kind", "source").put("uri", source.uri());
        } else {
            throw new AssertionError(node);
        }
    }

    private static void write(ObjectNode json, LineageNode.OfFeature feature) {
        FeatureIdentity identity = feature.identity();
        json.put("kind", "feature").put("table", feature.table()).put("name", feature.name());
        JsonFields.put(json, "columns", feature.columns());
        JsonFields.put(json, "inputs", identity.inputs());
        json.put("udf", identity.udf())
                .put("udf_version", identity.version())
                .put("udf_hash", identity.hash())
                .put("class_hash", identity.classHash().isEmpty() ? null : identity.classHash());
        write(json, "parameters", identity.parameters());
        write(json, "models", identity.models());
        json.put("rows", feature.rows());
        ObjectNode byVersion = json.putObject("rows_by_version");
        feature.rowsByVersion().forEach(byVersion::put);
    }

    private static void write(ObjectNode json, String name, Map<String, String> entries) {
        ObjectNode node = json.putObject(name);
        entries.forEach(node::put);
    }

    private static void write(ObjectNode json, LineageNode.OfJob node) {
        json.put("kind", "job").put("job", node.job());
        node.recorded()
                .ifPresent(job -> json.put("job_kind", job.kind())
                        .put("state", job.state().name().toLowerCase(Locale.ROOT))
                        .put("started", job.started().toString())
                        .put("seconds", JsonFields.seconds(job.seconds()))
                        .put("rows_done", job.rowsDone())
                        .put("version", job.version()));
    }
}
