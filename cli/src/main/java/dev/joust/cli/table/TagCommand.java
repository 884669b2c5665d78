// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.table;

import static java.util.Objects.requireNonNull;

import dev.joust.cli.arguments.VersionNumber;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names a version of a table, so that it stays; its subcommands list and forget such names. */
@Command(
        name = "tag",
        description = "Name a version of a table, which keeps it from being cleaned up.",
        subcommands = {TagSetCommand.class, TagListCommand.class, TagDropCommand.class},
        customSynopsis = {
            "joust tag TABLE NAME [--version V]",
            "joust tag set TABLE NAME [--version V]",
            "joust tag list TABLE",
            "joust tag drop TABLE NAME"
        },
        footerHeading = Help.EXAMPLE,
        footer = "  joust tag bdd100k before-relabeling")
public final class TagCommand implements Runnable {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    // Not required, because a subcommand may stand in their place.
    @Parameters(arity = "0..2", paramLabel = "TABLE NAME", description = "The table, and the name for its version.")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private List<String> words = List.of();

    @Option(
            names = "--version",
            paramLabel = "V",
            converter = VersionNumber.Converter.class,
            description = "The version; default: the newest.")
    private @Nullable Long version;

    TagCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (words.size() != 2) {
            throw new ParameterException(
                    requireNonNull(spec, "spec").commandLine(), "It needs a table and a name for its version");
        }
        TagSetCommand.tag(session, words.get(0), words.get(1), version);
    }
}
