// SPDX-License-Identifier: Apache-2.0
package dev.joust.diff;

import dev.joust.feature.FeatureIdentity;
import dev.joust.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Differences as people say them. */
final class DiffWords {
    private DiffWords() {}

    static String of(TableDiff diff) {
        List<String> parts = new ArrayList<>();
        rows(parts, diff);
        diff.columns().stream()
                .filter(column -> column.change() != ColumnDiff.Change.CHANGED && !isOfFeature(diff, column))
                .forEach(column -> parts.add(column(column)));
        diff.features().forEach(feature -> parts.add(feature(feature)));
        return parts.isEmpty() ? "no difference" : String.join(", ", parts);
    }

    /** A feature that comes or goes says the same as its column. */
    private static boolean isOfFeature(TableDiff diff, ColumnDiff column) {
        return diff.features().stream()
                .anyMatch(feature -> feature.name().equals(column.name())
                        && feature.change().name().equals(column.change().name()));
    }

    private static void rows(List<String> parts, TableDiff diff) {
        add(parts, diff.rowsAdded(), "added", "");
        add(parts, diff.rowsRemoved(), "removed", "");
        String where = diff.columns().stream()
                .filter(column -> column.rowsChanged() > 0)
                .map(column -> column.name() + " in " + count(column.rowsChanged()))
                .collect(Collectors.joining(", ", " (", ")"));
        add(parts, diff.rowsChanged(), "changed", where);
    }

    private static void add(List<String> parts, long rows, String what, String where) {
        if (rows > 0) {
            String noun = parts.isEmpty() ? rows == 1 ? " row" : " rows" : "";
            parts.add(count(rows) + noun + " " + what + where);
        }
    }

    private static String column(ColumnDiff column) {
        return switch (column.change()) {
            case ADDED -> "column '" + column.name() + "' added";
            case DROPPED -> "column '" + column.name() + "' dropped";
            case RENAMED ->
                "column '" + column.before().map(Column::name).orElse("") + "' renamed to '" + column.name() + "'";
            case RETYPED ->
                "column '" + column.name() + "' went from "
                        + column.before().map(c -> c.type().toString()).orElse("") + " to "
                        + column.after().map(c -> c.type().toString()).orElse("");
            case CHANGED -> "column '" + column.name() + "' changed";
        };
    }

    private static String feature(FeatureDiff feature) {
        String name = "feature '" + feature.name() + "' ";
        return switch (feature.change()) {
            case ADDED -> name + "added";
            case DROPPED -> name + "dropped";
            case ALTERED ->
                name
                        + altered(
                                feature.before().orElseThrow().identity(),
                                feature.after().orElseThrow().identity());
            case COMPUTED ->
                name + "computed for "
                        + rows(feature.after().orElseThrow().rowsByVersion().values()) + ", before for "
                        + rows(feature.before().orElseThrow().rowsByVersion().values());
        };
    }

    private static String altered(FeatureIdentity before, FeatureIdentity after) {
        if (!before.udf().equals(after.udf())) {
            return "went from '" + before.udf() + "' version " + before.version() + " to '" + after.udf() + "' version "
                    + after.version();
        }
        if (before.version() != after.version()) {
            return "went from version " + before.version() + " to " + after.version();
        }
        return !before.parameters().equals(after.parameters())
                ? "has other parameters"
                : !before.models().equals(after.models()) ? "uses other models" : "reads other columns";
    }

    private static String rows(java.util.Collection<Long> byVersion) {
        long rows = byVersion.stream().mapToLong(Long::longValue).sum();
        return count(rows) + (rows == 1 ? " row" : " rows");
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
