// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.joust.cli.feature.BackfillOutput;
import dev.joust.cli.print.HumanFormat;
import dev.joust.cli.print.JsonFields;
import dev.joust.cli.print.Text;
import dev.joust.cli.view.RefreshOutput;
import dev.joust.sync.FilledFeatures;
import dev.joust.sync.SyncFailure;
import dev.joust.sync.SyncResult;
import dev.joust.sync.UpdatedIndex;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The report of a sync: as one document, and as lines table by table. */
final class SyncOutput {
    private SyncOutput() {}

    static void write(ObjectNode json, SyncResult result) {
        json.put("table", result.table());
        ArrayNode backfills = json.putArray("backfills");
        for (FilledFeatures filled : result.backfills()) {
            ObjectNode node = backfills.addObject().put("table", filled.table());
            JsonFields.put(node, "features", filled.features());
            BackfillOutput.write(node, filled.result());
        }
        ArrayNode indexes = json.putArray("indexes");
        for (UpdatedIndex index : result.indexes()) {
            indexes.addObject()
                    .put("table", index.table())
                    .put("name", index.index())
                    .put("rows_indexed", index.rowsIndexed())
                    .put("version", index.version());
        }
        ArrayNode views = json.putArray("views");
        result.views().forEach(view -> RefreshOutput.write(views.addObject(), view));
        ArrayNode failed = json.putArray("failed");
        for (SyncFailure failure : result.failed()) {
            failed.addObject()
                    .put("table", failure.table())
                    .put("part", failure.part().word())
                    .put("name", failure.name())
                    .put("code", failure.reason().code().name())
                    .put("message", failure.message());
        }
        json.put("seconds", JsonFields.seconds(result.seconds()));
    }

    static void print(Text text, SyncResult result) {
        if (result.isNothingToDo()) {
            text.line("Nothing to do: " + upToDate(result));
            return;
        }
        Set<String> tables = new LinkedHashSet<>(List.of(result.table()));
        result.views().forEach(view -> tables.add(view.view()));
        result.failed().forEach(failure -> tables.add(failure.table()));
        for (String table : tables) {
            result.views().stream()
                    .filter(view -> view.view().equals(table) && !isSame(view))
                    .forEach(view -> text.line(view.toString()));
            result.backfills().stream()
                    .filter(filled -> filled.table().equals(table))
                    .forEach(filled -> text.line(filled.toString()));
            result.indexes().stream()
                    .filter(index -> index.table().equals(table))
                    .forEach(index -> text.line(index.toString()));
            result.failed().stream()
                    .filter(failure -> failure.table().equals(table))
                    .forEach(failure -> text.line(text.style().red(failure.toString())));
        }
        List<String> same = result.views().stream()
                .filter(SyncOutput::isSame)
                .map(RefreshResult::view)
                .toList();
        if (!same.isEmpty()) {
            text.hint("without change: " + String.join(", ", same));
        }
        result.backfills().stream()
                .filter(filled -> filled.result().rowsFailed() > 0)
                .forEach(filled -> text.hint("see why rows failed with: joust jobs errors "
                        + filled.result().job()));
        text.hint("synced in " + HumanFormat.seconds(result.seconds()));
    }

    /** A refresh can commit just that it has seen a newer version of the source. */
    private static boolean isSame(RefreshResult view) {
        return view.mode() == RefreshMode.NO_OP || view.added() + view.removed() + view.replaced() == 0;
    }

    private static String upToDate(SyncResult result) {
        long views = result.views().stream()
                .map(RefreshResult::view)
                .filter(view -> !view.equals(result.table()))
                .count();
        String table = "'" + result.table() + "'";
        if (views == 0) {
            return table + " is up to date";
        }
        return table + " and the " + HumanFormat.count(views, "view") + " that " + (views == 1 ? "depends" : "depend")
                + " on it are up to date";
    }
}
