// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Bring footage into a table; what it holds already is passed over. */
@Command(
        name = "ingest",
        description = "Bring footage into a table; what it holds already is passed over.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {IngestBdd100kCommand.class, IngestImagesCommand.class},
        footerHeading = Help.EXAMPLE,
        footer = "  joust ingest bdd100k --root data/bdd100k")
public final class IngestCommand {}
