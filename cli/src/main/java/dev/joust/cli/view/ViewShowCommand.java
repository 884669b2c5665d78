// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import dev.joust.Lake;
import dev.joust.View;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.HumanFormat;
import dev.joust.view.ViewDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Show what a view is and how far it is behind its source. */
@Command(
        name = "show",
        description = "Show what a view is and how far it is behind its source.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust view show riders_train")
public final class ViewShowCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The view.")
    private String name;

    ViewShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            ViewOutput.State state = ViewOutput.State.of(lake.openView(name));
            session.output().print(json -> ViewOutput.write(json, state), text -> {
                text.fields(fields(state));
                if (state.lag().map(lag -> lag.versions() > 0).orElse(false)) {
                    text.hint("bring it up to date with: joust view refresh " + name);
                }
            });
        }
    }

    private static Map<String, Object> fields(ViewOutput.State state) {
        View view = state.view();
        ViewDefinition definition = view.definition();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("view", view.name());
        fields.put("of", definition.source());
        fields.put("where", definition.filter().orElse("all rows"));
        definition.limit().ifPresent(limit -> fields.put("limit", HumanFormat.count(limit, "row")));
        definition
                .sample()
                .ifPresent(sample -> fields.put("sample", sample.share() + " of the rows, seed " + sample.seed()));
        fields.put(
                "columns",
                definition.projections().stream()
                        .map(column ->
                                column.isCopy() ? column.output() : column.output() + " = " + column.expression())
                        .collect(Collectors.joining(", ")));
        fields.put("rows", HumanFormat.count(view.table().count()));
        fields.put("version", view.table().version());
        fields.put("state", ViewOutput.words(state));
        state.lag()
                .filter(lag -> lag.versions() > 0)
                .ifPresent(lag -> fields.put(
                        "refresh", lag.next().map(mode -> mode + ": ").orElse("refused: ") + lag.why()));
        return fields;
    }
}
