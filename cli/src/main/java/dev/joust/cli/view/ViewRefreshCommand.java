// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import dev.joust.Lake;
import dev.joust.View;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.job.Cancellation;
import dev.joust.view.RefreshMode;
import dev.joust.view.RefreshResult;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bring a view up to date, reading only what changed in its source. */
@Command(
        name = "refresh",
        description = "Bring a view up to date, reading only what changed in its source.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust view refresh riders_train")
public final class ViewRefreshCommand implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The view.")
    private String name;

    @Option(names = "--rebuild", description = "Fill it anew from all of its source.")
    private boolean rebuild;

    ViewRefreshCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (Lake lake = session.openLake()) {
            View view = lake.openView(name);
            RefreshResult result = session.runCancellable(
                    "view '" + name + "' is as it was; run the same command again",
                    cancellation -> refresh(view, cancellation));
            session.output()
                    .print(
                            json -> RefreshOutput.write(json, result),
                            text -> text.line(result.toString()).hint(result.mode() + ": " + result.why()));
        }
    }

    private RefreshResult refresh(View view, Cancellation cancellation) {
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("refresh", OptionalLong.empty());
            LongConsumer hears = rows -> {
                cancellation.check();
                progress.reach(rows);
            };
            RefreshResult result = rebuild ? view.rebuild(hears) : view.refresh(hears);
            if (result.mode() != RefreshMode.NO_OP) {
                progress.commit(result.version());
            }
            return result;
        }
    }
}
