// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static java.util.Objects.requireNonNull;

import dev.joust.cli.frame.ExitCode;
import dev.joust.cli.frame.Failure;
import dev.joust.cli.frame.Interrupts;
import dev.joust.cli.frame.Output;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.Style;
import dev.joust.cli.print.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs one command line and turns everything that can be thrown into an exit code, a line on stderr, and with
 * {@code --json} a document {@code {"error":{"code","message"}}} on stdout.
 */
final class CommandRunner {
    /** As narrow as picocli goes. */
    private static final int MIN_HELP_WIDTH = 55;

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Interrupts interrupts;

    CommandRunner(Terminal terminal, Map<String, String> environment, Interrupts interrupts) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.environment = Map.copyOf(environment);
        this.interrupts = requireNonNull(interrupts, "interrupts");
    }

    /** Runs the command that the arguments name and returns the exit code; throws nothing. */
    int run(String... given) {
        String[] arguments = withoutHelpCommand(given);
        Session session = new Session(terminal, environment, interrupts);
        CommandLine commandLine = commandLine(session, arguments);
        commandLine.setExecutionStrategy(parsed -> execute(session, parsed));
        commandLine.setExecutionExceptionHandler((thrown, command, parsed) ->
                session.isLeft() ? ExitCode.INTERRUPTED.number() : report(session, thrown));
        commandLine.setParameterExceptionHandler((thrown, words) -> {
            // Parsing stopped at the fault, perhaps before these.
            if (Arrays.asList(words).contains("--json")) {
                session.useJson();
            }
            return report(session, thrown);
        });
        int exitCode =
                interrupts.runAbandonable(() -> commandLine.execute(arguments), () -> report(session, session.leave()));
        if (exitCode == ExitCode.DONE.number() && interrupts.isRequested()) {
            terminal.stderr().println("joust: Interrupted too late; all that the command was asked for is done");
        }
        return exitCode;
    }

    /** The command that the arguments name or, where they name none, all: to run or to describe. */
    static CommandLine commandLine(Session session, String... arguments) {
        CommandLine commandLine = new CommandLine(new JoustCommand(session), new SessionFactory(session));
        Commands.addTo(commandLine, arguments);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        Terminal terminal = session.terminal();
        commandLine.setOut(new PrintWriter(terminal.stdout(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(terminal.stderr(), true, StandardCharsets.UTF_8));
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.stdoutStyle() == Style.ANSI ? Ansi.ON : Ansi.OFF));
        commandLine.setUsageHelpWidth(Math.max(MIN_HELP_WIDTH, Math.min(terminal.columns(), 120)));
        commandLine.setUsageHelpAutoWidth(false);
        return commandLine;
    }

    /** Reads {@code joust help query} as {@code joust query --help}. */
    private static String[] withoutHelpCommand(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals("help")) {
            return arguments;
        }
        String[] words = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        words[words.length - 1] = "--help";
        return words;
    }

    private static int execute(Session session, ParseResult parsed) {
        requireCommands(parsed);
        if (session.isJson()) {
            for (CommandLine command : parsed.asCommandLineList()) {
                if (command.isUsageHelpRequested()) {
                    session.output().print(json -> json.put("help", command.getUsageMessage(Ansi.OFF)), text -> {});
                    return ExitCode.DONE.number();
                }
            }
        }
        if (parsed.isVersionHelpRequested()) {
            printVersion(session.output());
            return ExitCode.DONE.number();
        }
        session.begin();
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Help that was asked for hides from the parser that the words before it name no command. */
    private static void requireCommands(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            List<String> words = command.getParseResult().unmatched().stream()
                    .filter(word -> !word.startsWith("-"))
                    .toList();
            if (!words.isEmpty() && !command.getSubcommands().isEmpty()) {
                throw new UnmatchedArgumentException(command, words);
            }
        }
    }

    private static void printVersion(Output output) {
        String version = Optional.ofNullable(CommandRunner.class.getPackage().getImplementationVersion())
                .orElse("unreleased");
        String java = Runtime.version().toString();
        output.print(
                json -> json.put("version", version).put("java", java),
                text -> text.line("joust " + version + " on Java " + java));
    }

    private static int report(Session session, Throwable thrown) {
        Failure failure = Failure.of(thrown);
        Terminal terminal = session.terminal();
        terminal.stderr().println(terminal.stderrStyle().red("joust: ") + failure.message());
        if (!session.isJson()) {
            failure.job()
                    .ifPresent(job -> terminal.stderr()
                            .println("see how far it came with: joust jobs show " + job
                                    + System.lineSeparator()
                                    + "see why rows failed with: joust jobs errors " + job));
        }
        if (session.isDebug()) {
            thrown.printStackTrace(terminal.stderr());
        }
        terminal.stderr().flush();
        session.output().error(failure);
        return failure.exitCode().number();
    }
}
