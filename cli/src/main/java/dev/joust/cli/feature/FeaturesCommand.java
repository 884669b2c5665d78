// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.feature;

import dev.joust.cli.frame.Help;
import picocli.CommandLine.Command;

/** Add, preview, list, re-point and drop features. */
@Command(
        name = "features",
        description = "Add, preview, list, re-point and drop features.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FeaturesCatalogCommand.class,
            FeaturesAddCommand.class,
            FeaturesAlterCommand.class,
            FeaturesDropCommand.class,
            FeaturesListCommand.class,
            FeaturesPreviewCommand.class,
            FeaturesShowCommand.class
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust features add bdd100k has_person")
public final class FeaturesCommand {}
