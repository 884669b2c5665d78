// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Change the columns of a table. */
@Command(
        name = "columns",
        description = "Change the columns of a table: their types, their names.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ColumnsCastCommand.class, ColumnsRenameCommand.class},
        footerHeading = Help.EXAMPLE,
        footer = "  joust columns cast bdd100k width int64")
public final class ColumnsCommand {}
