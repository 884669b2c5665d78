// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Draw synthetic footage with its labels. */
@Command(
        name = "synth",
        description = "Draw synthetic footage with its labels.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SynthBdd100kCommand.class},
        footerHeading = Help.EXAMPLE,
        footer = "  joust synth bdd100k --out data/synth --frames 500")
public final class SynthCommand {}
