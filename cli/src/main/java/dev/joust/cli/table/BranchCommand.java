// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Try changes of a table beside it. */
@Command(
        name = "branch",
        description = "Try changes of a table beside it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BranchCreateCommand.class, BranchListCommand.class, BranchDropCommand.class},
        footerHeading = Help.EXAMPLE,
        footer = "  joust branch create bdd100k relabeled")
public final class BranchCommand {}
