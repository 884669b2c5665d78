// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.JsonFields;
import dev.joust.feature.Feature;
import dev.joust.schema.Column;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** List the features that this program brings. */
@Command(
        name = "catalog",
        description = "List the features that this program brings.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust features catalog")
public final class FeaturesCatalogCommand implements Runnable {
    private final Session session;

    @Mixin
    private UdfJars udfJars;

    FeaturesCatalogCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            List<Feature> features = lake.catalog().features();
            session.output()
                    .printArray(
                            json -> features.forEach(feature -> write(json.addObject(), feature)),
                            text -> text.table(
                                            List.of("name", "type", "reads", "function", "version"),
                                            features.stream()
                                                    .map(FeaturesCatalogCommand::cells)
                                                    .toList(),
                                            "This program brings no features")
                                    .hint("add one with: joust features add TABLE NAME"));
        }
    }

    private static void write(ObjectNode json, Feature feature) {
        json.put("name", feature.name())
                .put("type", feature.outputs().get(0).type().toString());
        JsonFields.put(json, "columns", columns(feature));
        JsonFields.put(json, "inputs", feature.identity().inputs());
        json.put("udf", feature.identity().udf())
                .put("udf_version", feature.identity().version())
                .put("udf_hash", feature.identity().hash());
    }

    private static List<Object> cells(Feature feature) {
        return List.of(
                String.join(", ", columns(feature)),
                feature.outputs().get(0).type().toString(),
                String.join(", ", feature.identity().inputs()),
                feature.identity().udf(),
                feature.identity().version());
    }

    private static List<String> columns(Feature feature) {
        return feature.outputs().stream().map(Column::name).toList();
    }
}
