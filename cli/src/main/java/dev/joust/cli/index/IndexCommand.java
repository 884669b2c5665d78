// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.index;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Create, list, update and drop indexes. */
@Command(
        name = "index",
        description = "Create, list, update and drop indexes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            IndexCreateCommand.class,
            IndexListCommand.class,
            IndexDropCommand.class,
            IndexUpdateCommand.class
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust index create bdd100k --column scene_description --type fts")
public final class IndexCommand {}
