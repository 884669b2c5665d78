// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.view;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Create, refresh, list and drop views: named queries that are tables. */
@Command(
        name = "view",
        description = "Create, refresh, list and drop views: named queries that are tables.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ViewCreateCommand.class,
            ViewRefreshCommand.class,
            ViewShowCommand.class,
            ViewListCommand.class,
            ViewDropCommand.class
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust view create riders --from bdd100k --where has_rider")
public final class ViewCommand {}
