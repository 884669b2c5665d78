// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import dev.joust.error.InvalidRequestException;
import dev.joust.error.NotFoundException;
import dev.joust.internal.arrow.ArrowSchemas;
import dev.joust.internal.view.ViewEngine;
import dev.joust.view.Projection;
import dev.joust.view.ViewDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views of a lake, and what they need of the tables that they read. */
record LakeViews(Lake lake) {
    private static final Logger LOG = LoggerFactory.getLogger(LakeViews.class);

    /** All whose definition can be read, in alphabetical order; a warning names the others. */
    List<View> all() {
        return readable((name, reason) -> LOG.warn("View '{}' is left out: {}", name, reason));
    }

    /** All whose definition can be read, in alphabetical order: what others need of a table, nobody here can tell. */
    List<View> readable() {
        return readable((name, reason) -> LOG.debug("View '{}' is left out: {}", name, reason));
    }

    private List<View> readable(BiConsumer<String, String> leftOut) {
        List<View> views = new ArrayList<>();
        for (String name : names()) {
            try {
                views.add(open(name));
            } catch (NotFoundException e) {
                LOG.debug("View '{}' was dropped meanwhile", name);
            } catch (InvalidRequestException e) {
                leftOut.accept(name, String.valueOf(e.getMessage()));
            }
        }
        return views;
    }

    private List<String> names() {
        return lake.tables().stream()
                .filter(info -> info.kind() == TableInfo.Kind.VIEW)
                .map(TableInfo::name)
                .toList();
    }

    View open(String name) {
        if (!lake.exists(name)) {
            throw LakeUri.notFound("view", name, lake.uri(), names());
        }
        Table table = lake.openTable(name);
        return new View(table, ViewEngine.definition(name, ArrowSchemas.schema(table.schema())));
    }

    private Stream<View> of(String table) {
        return readable().stream().filter(view -> view.definition().source().equals(table));
    }

    /** A definition that names its columns: without projections it has all those of the source. */
    static ViewDefinition whole(ViewDefinition definition, Table source) {
        if (!definition.projections().isEmpty()) {
            return definition;
        }
        return new ViewDefinition(
                definition.source(),
                source.schema().names().stream()
                        .filter(column -> !column.equals(ViewEngine.SOURCE_ROW_ID))
                        .map(Projection::column)
                        .toList(),
                definition.filter(),
                definition.limit(),
                definition.sample());
    }

    /** Refuses to take columns away that a view of the table reads. */
    void requireUnread(String table, List<String> columns, String what) {
        of(table)
                .filter(view -> columns.stream().anyMatch(column -> ViewEngine.uses(view.definition(), column)))
                .findFirst()
                .ifPresent(view -> {
                    throw new InvalidRequestException("Cannot " + what + " table '" + table + "': view '" + view.name()
                            + "' reads it; drop the view first, or create it again without the column");
                });
    }

    /** The versions of a table that its views have come to, from which their next refresh starts. */
    List<Long> neededVersions(String table) {
        return of(table).flatMap(view -> view.sourceVersion().stream().boxed()).toList();
    }
}
