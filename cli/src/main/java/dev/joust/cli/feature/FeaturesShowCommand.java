// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Quantity;
import dev.joust.cli.print.Text;
import dev.joust.feature.FeatureStatus;
import dev.joust.feature.FragmentStatus;
import dev.joust.feature.Stamp;
import dev.joust.schema.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one feature with the state of its cells, fragment by fragment. */
@Command(
        name = "show",
        description = "Show one feature: who computed which cells, and why some are missing or stale.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust features show bdd100k has_person")
public final class FeaturesShowCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "The feature.")
    private String name;

    @Mixin
    private UdfJars udfJars;

    FeaturesShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            FeatureStatus feature = lake.openTable(table).feature(name);
            session.output().print(json -> write(json, feature), text -> print(text, feature));
        }
    }

    private static void write(ObjectNode json, FeatureStatus feature) {
        FeatureOutput.write(json, feature);
        ObjectNode parameters = json.putObject("parameters");
        feature.identity().settings().forEach(parameters::put);
        ObjectNode models = json.putObject("models");
        feature.identity().models().forEach(models::put);
        ObjectNode byVersion = json.putObject("rows_by_version");
        feature.rowsByVersion().forEach(byVersion::put);
        ArrayNode fragments = json.putArray("fragments");
        for (FragmentStatus fragment : feature.fragments()) {
            ObjectNode node = fragments.addObject().put("fragment", fragment.fragment());
            FeatureOutput.write(node, fragment.cells());
            JsonFields.put(node, "why", fragment.why());
            ArrayNode stamps = node.putArray("stamps");
            fragment.stamps().forEach(stamp -> write(stamps.addObject(), stamp));
        }
    }

    private static void write(ObjectNode json, Stamp stamp) {
        json.put("udf", stamp.udf())
                .put("udf_version", stamp.udfVersion())
                .put("udf_hash", stamp.udfHash())
                .put("job", stamp.job())
                .put("time", stamp.time().toString())
                .put("computed", stamp.computed().size())
                .put("null", stamp.nulls().size())
                .put("failed", stamp.failed().size());
        ObjectNode inputs = json.putObject("inputs");
        stamp.inputs().forEach((column, files) -> JsonFields.put(inputs, column, files));
        stamp.source()
                .ifPresent(source ->
                        json.putObject("source").put("table", source.table()).put("version", source.version()));
    }

    private void print(Text text, FeatureStatus feature) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("columns", feature.outputs().stream().map(Column::toString).collect(Collectors.joining(", ")));
        fields.put("function", feature.identity().toString());
        fields.put("inputs", String.join(", ", feature.inputs()));
        feature.identity().settings().forEach(fields::put);
        fields.put("cells", FeatureOutput.words(feature.cells()));
        feature.rowsByVersion().forEach((version, rows) -> fields.put("by " + version, HumanFormat.count(rows, "row")));
        text.fields(fields);
        text.line("");
        text.table(
                List.of("fragment", "rows", "fresh", "why"),
                feature.fragments().stream()
                        .map(fragment -> List.of(
                                fragment.fragment(),
                                Quantity.of(fragment.cells().rows()),
                                Quantity.of(fragment.cells().fresh()),
                                String.join("; ", fragment.why())))
                        .toList(),
                "Table '" + table + "' has no rows");
        if (!feature.isComplete()) {
            text.hint("fill what is missing or stale with: joust backfill " + table + " " + feature.name());
        }
    }
}
