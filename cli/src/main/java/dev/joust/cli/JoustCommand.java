// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static java.util.Objects.requireNonNull;

import dev.joust.cli.frame.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others: the options that each of them takes. */
@Command(
        name = "joust",
        description = "A lakehouse for images, features and search on the Lance format.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  joust demo")
final class JoustCommand implements Runnable {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    JoustCommand(Session session) {
        this.session = requireNonNull(session, "session");
    }

    @Option(
            names = "--lake",
            paramLabel = "URI",
            scope = ScopeType.INHERIT,
            description = "The lake, a folder or an object store's URI; default: $JOUST_LAKE, then data/lake.")
    void lake(String uri) {
        session.useLake(uri);
    }

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one JSON document on stdout, and progress as JSON lines on stderr.")
    void json(boolean given) {
        if (given) {
            session.useJson();
        }
    }

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    void debug(boolean given) {
        if (given) {
            session.useDebug();
        }
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    void help(boolean given) {
        // picocli looks at the option itself.
    }

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of Joust and Java.")
    void version(boolean given) {
        // CommandRunner looks at the option itself.
    }

    /** Refuses a line without a command. */
    @Override
    public void run() {
        CommandSpec self = requireNonNull(spec, "spec");
        throw new ParameterException(self.commandLine(), "No command was given");
    }
}
