// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.Lake;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.Quantity;
import dev.joust.cli.print.Text;
import dev.joust.feature.CellCounts;
import dev.joust.feature.FeatureStatus;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the features of a table and the state of their cells. */
@Command(
        name = "list",
        description = "List the features of a table and the state of their cells.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust features list bdd100k")
public final class FeaturesListCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Mixin
    private UdfJars udfJars;

    FeaturesListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            List<FeatureStatus> features = lake.openTable(table).features();
            session.output()
                    .printArray(
                            json -> features.forEach(feature -> FeatureOutput.write(json.addObject(), feature)),
                            text -> print(text, features));
        }
    }

    private void print(Text text, List<FeatureStatus> features) {
        text.table(
                List.of("name", "type", "function", "rows", "fresh", "missing", "stale", "failed", "foreign"),
                features.stream().map(FeaturesListCommand::cells).toList(),
                "Table '" + table + "' has no features yet; see joust features catalog");
        List<String> behind = features.stream()
                .filter(feature -> !feature.isComplete())
                .map(FeatureStatus::name)
                .toList();
        if (!behind.isEmpty()) {
            text.hint("fill what is missing or stale with: joust backfill " + table + " " + String.join(" ", behind));
        }
        features.stream()
                .filter(FeatureStatus::codeChanged)
                .forEach(feature -> text.hint("the code of '" + feature.name()
                        + "' changed under the same version; if its values differ, raise the version and use joust"
                        + " features alter"));
    }

    private static List<Object> cells(FeatureStatus feature) {
        CellCounts cells = feature.cells();
        return List.of(
                feature.name(),
                feature.outputs().get(0).type().toString(),
                feature.identity().udf() + " " + feature.identity().version(),
                Quantity.of(cells.rows()),
                Quantity.of(cells.fresh()),
                Quantity.of(cells.missing()),
                Quantity.of(cells.stale()),
                Quantity.of(cells.failed()),
                Quantity.of(cells.foreign()));
    }
}
