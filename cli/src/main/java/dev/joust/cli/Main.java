// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import dev.joust.cli.frame.Interrupts;
import dev.joust.cli.print.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program behind {@code ./joust}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintStream stdout = utf8(FileDescriptor.out);
        PrintStream stderr = utf8(FileDescriptor.err);
        Terminal terminal = Terminal.detect(stdout, stderr, System.getenv(), System.getProperties());
        Interrupts interrupts = Interrupts.install();
        int exitCode = new CommandRunner(terminal, System.getenv(), interrupts).run(arguments);
        stdout.flush();
        stderr.flush();
        interrupts.finish();
        System.exit(exitCode);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
    }
}
