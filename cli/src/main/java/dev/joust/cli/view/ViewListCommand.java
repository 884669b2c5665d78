// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import dev.joust.Lake;
import dev.joust.View;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.Quantity;
import java.util.List;
import picocli.CommandLine.Command;

/** List the views of the lake. */
@Command(
        name = "list",
        description = "List the views of the lake.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust view list")
public final class ViewListCommand implements Runnable {
    private final Session session;

    ViewListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            List<ViewOutput.State> states =
                    lake.views().stream().map(ViewOutput.State::of).toList();
            session.output()
                    .printArray(
                            json -> states.forEach(state -> ViewOutput.write(json.addObject(), state)),
                            text -> text.table(
                                    List.of("view", "of", "rows", "version", "state", "where"),
                                    states.stream().map(ViewListCommand::cells).toList(),
                                    "There are no views in '" + lake.uri() + "' yet"));
        }
    }

    private static List<Object> cells(ViewOutput.State state) {
        View view = state.view();
        return List.of(
                view.name(),
                view.definition().source(),
                Quantity.of(view.table().count()),
                view.table().version(),
                ViewOutput.words(state),
                view.definition().filter().orElse("all rows"));
    }
}
