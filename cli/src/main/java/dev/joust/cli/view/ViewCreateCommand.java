// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import dev.joust.Lake;
import dev.joust.View;
import dev.joust.cli.arguments.NewName;
import dev.joust.cli.arguments.Selection;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.query.Selected;
import dev.joust.view.Projection;
import dev.joust.view.RebuildEstimate;
import dev.joust.view.Sample;
import dev.joust.view.ViewDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a view. */
@Command(
        name = "create",
        description = "Create a view: a query that is kept as a table. It is empty until it is refreshed.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust view create riders_train --from bdd100k --where \"has_rider AND split = 'train'\"")
public final class ViewCreateCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The view.")
    private String name;

    @Option(names = "--from", paramLabel = "TABLE", required = true, description = "The table that it is of.")
    private String source = "";

    @Option(names = "--where", paramLabel = "SQL", description = "The rows that it holds; default: all.")
    private @Nullable String where;

    @Option(
            names = "--select",
            paramLabel = "X",
            description = "Columns with commas between them, or alias=SQL; may be given several times. Default: all.")
    private List<String> select = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows, those with the lowest ids.")
    private @Nullable Long limit;

    @Option(names = "--sample", paramLabel = "P", description = "Only this share of the rows, above 0 and at most 1.")
    private @Nullable Double sample;

    @Option(names = "--seed", paramLabel = "S", description = "With --sample: chooses which. Default: 0.")
    private @Nullable Long seed;

    ViewCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        NewName.require("view", name);
        ViewDefinition definition = definition();
        try (Lake lake = session.openLake()) {
            View view = lake.createView(name, definition);
            session.tellCommit("create", 0, view.table().version());
            RebuildEstimate estimate = view.estimateRebuild();
            session.output()
                    .print(
                            json -> ViewOutput.write(json, ViewOutput.State.of(view))
                                    .put("refresh_rows", estimate.rows())
                                    .put("refresh_bytes", estimate.bytes()),
                            text -> text.line("View '" + name + "' is created and empty; a refresh will copy "
                                            + HumanFormat.count(estimate.rows(), "row") + ", about "
                                            + HumanFormat.bytes(estimate.bytes()))
                                    .hint("fill it with: joust view refresh " + name));
        }
    }

    private ViewDefinition definition() {
        if (seed != null && sample == null) {
            throw new IllegalArgumentException(
                    "Cannot create view '" + name + "': --seed chooses the rows of a --sample; give both or neither");
        }
        return new ViewDefinition(
                source,
                Selection.parse(select).stream()
                        .map(selected -> selected instanceof Selected.Computed computed
                                ? new Projection(computed.name(), computed.sql())
                                : Projection.column(selected.name()))
                        .toList(),
                Optional.ofNullable(where),
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit),
                sample == null ? Optional.empty() : Optional.of(new Sample(sample, seed == null ? 0 : seed)));
    }
}
