// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.feature.CellCounts;
import dev.joust.feature.FeatureStatus;
import dev.joust.schema.Column;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The state of a feature as fields. */
final class FeatureOutput {
    private FeatureOutput() {}

    static void write(ObjectNode json, FeatureStatus feature) {
        json.put("name", feature.name())
                .put("type", feature.outputs().get(0).type().toString());
        JsonFields.put(
                json, "columns", feature.outputs().stream().map(Column::name).toList());
        JsonFields.put(json, "inputs", feature.inputs());
        json.put("udf", feature.identity().udf())
                .put("udf_version", feature.identity().version())
                .put("udf_hash", feature.identity().hash());
        write(json, feature.cells());
        json.put("code_changed", feature.codeChanged());
    }

    static void write(ObjectNode json, CellCounts cells) {
        json.put("rows", cells.rows())
                .put("fresh", cells.fresh())
                .put("null", cells.nulls())
                .put("missing", cells.missing())
                .put("stale", cells.stale())
                .put("failed", cells.failed())
                .put("foreign", cells.foreign());
    }

    /** The states that some cell is in, in words. */
    static String words(CellCounts cells) {
        Map<String, Long> states = new LinkedHashMap<>();
        states.put("fresh", cells.fresh());
        states.put("missing", cells.missing());
        states.put("stale", cells.stale());
        states.put("failed", cells.failed());
        states.put("foreign", cells.foreign());
        return states.entrySet().stream()
                .filter(state -> state.getValue() > 0)
                .map(state -> HumanFormat.count(state.getValue()) + " " + state.getKey()
                        + (state.getKey().equals("fresh") && cells.nulls() > 0
                                ? " (" + HumanFormat.count(cells.nulls()) + " NULL)"
                                : ""))
                .collect(Collectors.joining(", "));
    }
}
