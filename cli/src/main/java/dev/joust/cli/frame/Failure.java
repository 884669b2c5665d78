// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static java.util.Objects.requireNonNull;

import dev.joust.error.ErrorCode;
import dev.joust.error.JoustException;
import dev.joust.error.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command's failure is told: to a script by exit code and code word, to a person by one line.
 *
 * @param exitCode what the process returns
 * @param code the name of an {@link ErrorCode}, {@code INTERRUPTED}, or {@code PARTLY_FAILED}
 * @param message one line
 * @param job the id of the job that failed, if it was one
 */
public record Failure(ExitCode exitCode, String code, String message, Optional<String> job) {
    /** Puts the message on one line. */
    public Failure {
        requireNonNull(exitCode, "exitCode");
        requireNonNull(code, "code");
        requireNonNull(job, "job");
        message = message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** One that is of no job. */
    public Failure(ExitCode exitCode, String code, String message) {
        this(exitCode, code, message, Optional.empty());
    }

    /** Describes what a command threw. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof FailedJob e) {
            Failure why = of(e.reason());
            return new Failure(why.exitCode, why.code, why.message, Optional.of(e.job()));
        }
        if (thrown instanceof NotFoundException e && e.kind().equals("column")) {
            // A column is named by an option or an expression, so that the command line is wrong.
            return new Failure(ExitCode.WRONG_INPUT, ErrorCode.INVALID_REQUEST.name(), text(e));
        }
        if (thrown instanceof PartlyFailed e) {
            return new Failure(ExitCode.FAILED, "PARTLY_FAILED", text(e));
        }
        if (thrown instanceof JoustException e) {
            return new Failure(ExitCode.of(e.code()), e.code().name(), text(e));
        }
        if (thrown instanceof ParameterException e) {
            return new Failure(ExitCode.WRONG_INPUT, ErrorCode.INVALID_REQUEST.name(), usage(e));
        }
        if (thrown instanceof IllegalArgumentException) {
            return new Failure(ExitCode.WRONG_INPUT, ErrorCode.INVALID_REQUEST.name(), text(thrown));
        }
        if (thrown instanceof CancellationException || thrown instanceof InterruptedException) {
            String message = thrown instanceof Interruption e
                    ? e.message()
                    : "Interrupted; what is committed stays, and nothing is half done";
            return new Failure(ExitCode.INTERRUPTED, "INTERRUPTED", message);
        }
        if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
            return new Failure(ExitCode.FAILED, ErrorCode.STORAGE.name(), text(thrown));
        }
        String message = "Cannot finish: " + thrown + "; this is a defect, run again with --debug for its trace";
        return new Failure(ExitCode.FAILED, ErrorCode.INTERNAL.name(), message);
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.toString() : ShellWords.of(message);
    }

    private static String usage(ParameterException thrown) {
        CommandLine command = thrown.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String help = "; '" + name + " --help' shows what there is";
        if (thrown instanceof UnmatchedArgumentException e && !e.getUnmatched().isEmpty()) {
            String given = e.getUnmatched().get(0);
            String kind =
                    e.isUnknownOption() ? "option" : command.getSubcommands().isEmpty() ? "argument" : "command";
            List<String> near = e.getSuggestions();
            return "Cannot run '" + name + "': it has no " + kind + " '" + given + "'"
                    + (near.isEmpty() ? help : "; did you mean '" + String.join("' or '", near) + "'?");
        }
        return "Cannot run '" + name + "': " + ShellWords.ofUsage(uncapitalized(text(thrown))) + help;
    }

    private static String uncapitalized(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
