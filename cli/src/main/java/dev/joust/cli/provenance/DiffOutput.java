// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Quantity;
import dev.joust.cli.print.Text;
import dev.joust.diff.ColumnDiff;
import dev.joust.diff.FeatureDiff;
import dev.joust.diff.RowDiff;
import dev.joust.diff.TableDiff;
import dev.joust.feature.FeatureIdentity;
import dev.joust.schema.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The differences of two versions as JSON and as text. */
final class DiffOutput {
    private DiffOutput() {}

    static void write(ObjectNode json, TableDiff diff) {
        json.put("table", diff.table()).put("before", diff.before()).put("after", diff.after());
        JsonFields.put(json, "key", diff.key());
        json.put("rows_before", diff.rowsBefore())
                .put("rows_after", diff.rowsAfter())
                .put("rows_added", diff.rowsAdded())
                .put("rows_removed", diff.rowsRemoved())
                .put("rows_changed", diff.rowsChanged());
        ArrayNode columns = json.putArray("columns");
        diff.columns().forEach(column -> write(columns.addObject(), column));
        ArrayNode features = json.putArray("features");
        diff.features().forEach(feature -> write(features.addObject(), feature));
        ArrayNode rows = json.putArray("rows");
        diff.rows().forEach(row -> write(rows.addObject(), row));
        json.put("summary", diff.toString());
    }

    private static void write(ObjectNode json, ColumnDiff column) {
        json.put("name", column.name())
                .put("change", word(column.change()))
                .put("name_before", column.before().map(Column::name).orElse(null))
                .put("type_before", type(column.before()))
                .put("type_after", type(column.after()))
                .put("rows_changed", column.rowsChanged());
    }

    private static @Nullable String type(Optional<Column> column) {
        return column.map(c -> c.type().toString()).orElse(null);
    }

    private static void write(ObjectNode json, FeatureDiff feature) {
        json.put("name", feature.name()).put("change", word(feature.change()));
        write(json, "before", feature.before());
        write(json, "after", feature.after());
    }

    private static void write(ObjectNode json, String name, Optional<FeatureDiff.State> state) {
        if (state.isEmpty()) {
            json.putNull(name);
            return;
        }
        FeatureIdentity identity = state.get().identity();
        ObjectNode node = json.putObject(name)
                .put("udf", identity.udf())
                .put("udf_version", identity.version())
                .put("udf_hash", identity.hash());
        JsonFields.put(node, "inputs", identity.inputs());
        ObjectNode parameters = node.putObject("parameters");
        identity.parameters().forEach(parameters::put);
        ObjectNode rows = node.putObject("rows_by_version");
        state.get().rowsByVersion().forEach(rows::put);
    }

    private static void write(ObjectNode json, RowDiff row) {
        json.put("change", word(row.change()));
        ObjectNode key = json.putObject("key");
        row.key().forEach((column, value) -> JsonFields.putValue(key, column, value));
        ObjectNode values = json.putObject("values");
        row.values().forEach(value -> {
            ObjectNode both = values.putObject(value.column());
            JsonFields.putValue(both, "before", value.before());
            JsonFields.putValue(both, "after", value.after());
        });
    }

    static void print(Text text, TableDiff diff) {
        text.line(text.style().bold(diff.table()) + ", version " + diff.before() + " to " + diff.after() + ": " + diff);
        if (!diff.columns().isEmpty()) {
            text.line("")
                    .table(
                            List.of("column", "change", "before", "after", "rows changed"),
                            diff.columns().stream().map(DiffOutput::cells).toList(),
                            "");
        }
        if (!diff.features().isEmpty()) {
            text.line("")
                    .table(
                            List.of("feature", "change", "before", "after", "rows before", "rows after"),
                            diff.features().stream().map(DiffOutput::cells).toList(),
                            "");
        }
        printRows(text, diff);
    }

    private static List<@Nullable Object> cells(ColumnDiff column) {
        boolean isRenamed = column.change() == ColumnDiff.Change.RENAMED;
        return Arrays.asList(
                column.name(),
                word(column.change()),
                isRenamed ? column.before().map(Column::name).orElse(null) : type(column.before()),
                isRenamed ? column.name() : type(column.after()),
                Quantity.of(column.rowsChanged()));
    }

    private static List<@Nullable Object> cells(FeatureDiff feature) {
        return Arrays.asList(
                feature.name(),
                word(feature.change()),
                function(feature.before()),
                function(feature.after()),
                rows(feature.before()),
                rows(feature.after()));
    }

    private static @Nullable String function(Optional<FeatureDiff.State> state) {
        return state.map(s -> s.identity().udf() + " " + s.identity().version()).orElse(null);
    }

    private static @Nullable String rows(Optional<FeatureDiff.State> state) {
        return state.map(s -> s.rowsByVersion().entrySet().stream()
                        .map(entry -> HumanFormat.count(entry.getValue()) + " by " + entry.getKey())
                        .collect(Collectors.joining(", ")))
                .filter(words -> !words.isEmpty())
                .orElse(null);
    }

    private static void printRows(Text text, TableDiff diff) {
        if (diff.rows().isEmpty()) {
            return;
        }
        List<String> headers = new ArrayList<>(List.of("row"));
        headers.addAll(diff.key());
        headers.addAll(List.of("column", "before", "after"));
        List<List<@Nullable Object>> lines = new ArrayList<>();
        diff.rows().forEach(row -> lines.addAll(lines(row)));
        text.line("").table(headers, lines, "");
        long left = diff.rowsAdded()
                + diff.rowsRemoved()
                + diff.rowsChanged()
                - diff.rows().size();
        if (left > 0) {
            text.hint("and " + HumanFormat.count(left, "row") + " more; list more of each kind with --limit");
        }
    }

    /** One line for each value that differs. */
    private static List<List<@Nullable Object>> lines(RowDiff row) {
        List<List<@Nullable Object>> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(1, row.values().size()); i++) {
            List<@Nullable Object> line = new ArrayList<>();
            line.add(word(row.change()));
            for (Map.Entry<String, @Nullable Object> part : row.key().entrySet()) {
                line.add(part.getValue());
            }
            boolean hasValue = i < row.values().size();
            line.add(hasValue ? row.values().get(i).column() : "");
            line.add(hasValue ? row.values().get(i).before() : "");
            line.add(hasValue ? row.values().get(i).after() : "");
            lines.add(line);
        }
        return lines;
    }

    private static String word(Enum<?> change) {
        return change.name().toLowerCase(Locale.ROOT);
    }
}
