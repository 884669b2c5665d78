// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Rows of one version in named splits and a fixed order. */
@Command(
        name = "permutation",
        description = "Rows of one version of a table or view, in named splits and a fixed order, for training.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PermutationCreateCommand.class,
            PermutationShowCommand.class,
            PermutationListCommand.class,
            PermutationDropCommand.class
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust permutation create bdd100k --name plan --split train=0.9,val=0.1 --seed 7")
public final class PermutationCommand {}
