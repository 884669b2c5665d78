// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.job;

import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import picocli.CommandLine.Command;

/** Lists the jobs of the lake; its subcommands show one. */
@Command(
        name = "jobs",
        description = "Show what ran in the lake; without a subcommand, the list.",
        subcommands = {JobsListCommand.class, JobsShowCommand.class, JobsErrorsCommand.class, JobsCancelCommand.class},
        footerHeading = Help.EXAMPLE,
        footer = "  joust jobs list")
public final class JobsCommand implements Runnable {
    private final Session session;

    JobsCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        new JobsListCommand(session).run();
    }
}
