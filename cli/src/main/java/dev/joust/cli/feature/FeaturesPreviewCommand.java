// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.Lake;
import dev.joust.Table;
import dev.joust.backfill.Preview;
import dev.joust.backfill.PreviewRow;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Quantity;
import dev.joust.cli.print.Text;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureIdentity;
import dev.joust.feature.FeatureStatus;
import dev.joust.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes a feature for a few rows and writes nothing. */
@Command(
        name = "preview",
        description = "Compute a feature for a few rows without writing anything: values, speed, time for the rest.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust features preview bdd100k dhash --rows 5")
public final class FeaturesPreviewCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table or view.")
    private String table;

    @Parameters(index = "1", paramLabel = "NAME", description = "A feature of the table, or one of the catalog.")
    private String name;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many rows to compute at most. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable Function function;

    @Mixin
    private dev.joust.cli.feature.Parameters parameters;

    @Mixin
    private UdfJars udfJars;

    FeaturesPreviewCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (rows < 1) {
            throw new IllegalArgumentException("Cannot preview " + rows + " rows; give --rows 1 or more");
        }
        try (Lake lake = session.openLake()) {
            udfJars.register(lake);
            Table opened = lake.openTable(table);
            Preview preview = preview(lake, opened);
            session.output().print(json -> write(json, preview), text -> print(text, preview));
        }
    }

    private Preview preview(Lake lake, Table opened) {
        if (function != null && function.sql != null) {
            return opened.preview(opened.sqlFeature(name, function.sql), rows);
        }
        if (function != null && function.udf != null) {
            return opened.preview(parameters.set(lake.catalog().feature(function.udf)), rows);
        }
        if (opened.featureColumns().contains(name) && parameters.isEmpty()) {
            return opened.preview(name, rows);
        }
        Feature brought = lake.catalog().feature(name);
        return opened.preview(
                addedAs(opened, brought)
                        .map(added -> parameters.set(brought, added))
                        .orElseGet(() -> parameters.set(brought)),
                rows);
    }

    /** What the table records, if a feature of it is filled by this function. */
    private static Optional<FeatureIdentity> addedAs(Table table, Feature brought) {
        return table.features().stream()
                .map(FeatureStatus::identity)
                .filter(added -> added.udf().equals(brought.identity().udf()))
                .findFirst();
    }

    private void write(ObjectNode json, Preview preview) {
        json.put("table", table).put("feature", preview.columns().get(0).name());
        JsonFields.put(
                json, "columns", preview.columns().stream().map(Column::name).toList());
        ArrayNode array = json.putArray("rows");
        for (PreviewRow row : preview.rows()) {
            ObjectNode node = array.addObject().put("_rowid", row.rowId());
            row.values().forEach((column, value) -> JsonFields.putValue(node, column, value));
            row.error().ifPresent(error -> node.put("_error", error));
        }
        json.put("rows_failed", preview.rowsFailed())
                .put("open_seconds", JsonFields.seconds(preview.openSeconds()))
                .put("seconds", JsonFields.seconds(preview.seconds()))
                .put("later_rows", preview.laterRows())
                .put("later_seconds", JsonFields.seconds(preview.laterSeconds()))
                .put("rows_per_second", Math.round(preview.rowsPerSecond() * 10) / 10.0)
                .put("rows_left", preview.rowsLeft())
                .put("seconds_left", JsonFields.seconds(preview.secondsLeft(1)))
                .put("sample_too_small", preview.isTooShort());
    }

    private void print(Text text, Preview preview) {
        List<String> columns = new ArrayList<>(List.of("row id"));
        preview.columns().forEach(column -> columns.add(column.name()));
        columns.add("error");
        text.table(
                columns,
                preview.rows().stream().map(row -> cells(preview, row)).toList(),
                "Table '" + table + "' has no rows");
        if (preview.rows().isEmpty()) {
            return;
        }
        PreviewSummary.lines(preview, Runtime.getRuntime().availableProcessors())
                .forEach(text::line);
    }

    private static List<Object> cells(Preview preview, PreviewRow row) {
        List<Object> cells = new ArrayList<>();
        cells.add(Quantity.of(row.rowId()));
        for (Column column : preview.columns()) {
            Object value = row.values().get(column.name());
            cells.add(value == null ? "-" : value);
        }
        cells.add(row.error().orElse(""));
        return cells;
    }

    /** Another function than the table records. */
    static final class Function {
        @Option(
                names = "--udf",
                paramLabel = "U",
                description = "A function of the catalog; default: the recorded one.")
        private @Nullable String udf;

        @Option(names = "--sql", paramLabel = "EXPR", description = "An SQL expression over the other columns.")
        private @Nullable String sql;
    }
}
