// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lineage;

import dev.joust.error.InvalidRequestException;
import dev.joust.internal.feature.Registrations;
import dev.joust.internal.lance.LanceTable;
import dev.joust.internal.lance.Snapshot;
import dev.joust.internal.view.ViewEngine;
import dev.joust.lineage.LineageNode;
import dev.joust.schema.TableSchema;
import dev.joust.view.ViewDefinition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one table or view of a lake tells about where it comes from.
 *
 * @param definition what it holds, if it is a view whose definition can be read
 * @param sourceVersion the version of its source that a view has come to
 * @param copiedFrom where a copy was copied from, if that was written down
 */
record TableFacts(
        String name,
        long version,
        long rows,
        TableSchema schema,
        Registrations features,
        Optional<ViewDefinition> definition,
        OptionalLong sourceVersion,
        Optional<String> copiedFrom) {
    /** The key of a table's metadata that says where its rows were copied from. */
    static final String COPIED_FROM = "joust.copied-from";

    static TableFacts of(LanceTable table) {
        try (Snapshot now = table.latest()) {
            TableSchema schema = now.tableSchema();
            Optional<ViewDefinition> definition = definition(table, now);
            return new TableFacts(
                    table.name(),
                    now.version(),
                    now.count(),
                    schema,
                    Registrations.of(now),
                    definition,
                    definition.isPresent() ? ViewEngine.sourceVersion(table) : OptionalLong.empty(),
                    Optional.ofNullable(schema.metadata().get(COPIED_FROM)));
        }
    }

    private static Optional<ViewDefinition> definition(LanceTable table, Snapshot now) {
        if (!ViewEngine.isView(now.schema())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ViewEngine.definition(table.name(), now.schema()));
        } catch (InvalidRequestException e) {
            // Another program's kind of view: its rows are known, where they come from is not.
            return Optional.empty();
        }
    }

    /** The table or view as a node. */
    LineageNode node() {
        return definition
                .<LineageNode>map(view -> new LineageNode.OfView(name, version, rows, view, sourceVersion))
                .orElseGet(() -> new LineageNode.OfTable(name, version, rows));
    }
}
