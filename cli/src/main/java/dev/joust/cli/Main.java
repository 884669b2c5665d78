// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import dev.joust.cli.frame.ExitCode;
import dev.joust.cli.frame.Interrupts;
import dev.joust.cli.frame.ResultStream;
import dev.joust.cli.print.Terminal;
import dev.joust.error.StorageException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The program behind {@code ./joust}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
        PrintStream stdout = utf8(results);
        PrintStream stderr = utf8(new FileOutputStream(FileDescriptor.err));
        Terminal terminal = Terminal.detect(stdout, stderr, System.getenv(), System.getProperties());
        Interrupts interrupts = Interrupts.install();
        int exitCode = run(new CommandRunner(terminal, System.getenv(), interrupts), arguments, stderr);
        stdout.flush();
        Optional<String> problem = results.problem();
        if (problem.isPresent()) {
            stderr.println("joust: Cannot write the output: " + problem.get() + "; what it says is lost");
            exitCode = Math.max(exitCode, ExitCode.FAILED.number());
        }
        stderr.flush();
        interrupts.finish();
        System.exit(exitCode);
    }

    private static int run(CommandRunner runner, String[] arguments, PrintStream stderr) {
        try {
            return runner.run(LongArguments.orGiven(arguments, System.getProperties()));
        } catch (StorageException e) {
            stderr.println("joust: " + e.getMessage());
            return ExitCode.FAILED.number();
        }
    }

    private static PrintStream utf8(OutputStream bytes) {
        return new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.UTF_8);
    }
}
