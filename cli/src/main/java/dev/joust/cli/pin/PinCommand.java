// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.pin;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Keep the versions that a training read, and prove later that they are the same. */
@Command(
        name = "pin",
        description = "Keep the versions that a training read, and prove later that they are the same.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PinCreateCommand.class, PinVerifyCommand.class, PinListCommand.class, PinDropCommand.class},
        footerHeading = Help.EXAMPLE,
        footer = "  joust pin create model-7 riders_train night_train")
public final class PinCommand {}
