// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.pin;

import dev.joust.Lake;
import dev.joust.Pinned;
import dev.joust.cli.frame.ExitCode;
import dev.joust.cli.frame.Help;
import dev.joust.cli.frame.Session;
import dev.joust.cli.print.ProgressPrinter;
import dev.joust.cli.print.Text;
import dev.joust.job.Cancellation;
import dev.joust.pin.PinCheck;
import dev.joust.pin.TableCheck;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Read all that a pin keeps and compare its fingerprints. */
@Command(
        name = "verify",
        description = "Read all that a pin keeps and compare its fingerprints. Ends with exit code 1 if anything is"
                + " missing, damaged or different.",
        footerHeading = Help.EXAMPLE,
        footer = "  joust pin verify model-7")
public final class PinVerifyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The pin.")
    private String name;

    PinVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Lake lake = session.openLake()) {
            Pinned pinned = lake.openPin(name);
            PinCheck check = session.runCancellable(
                    "pin '" + name + "' stays as it is; run the same command again",
                    cancellation -> verify(pinned, cancellation));
            session.output().print(json -> PinOutput.write(json, check), text -> tell(text, check));
            return (check.isOk() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private PinCheck verify(Pinned pinned, Cancellation cancellation) {
        try (ProgressPrinter progress = session.newProgress()) {
            progress.begin("verify " + name, OptionalLong.of(PinOutput.rows(pinned.pin())));
            return pinned.verify(done -> {
                cancellation.check();
                progress.reach(done);
            });
        }
    }

    private static void tell(Text text, PinCheck check) {
        text.table(
                List.of("name", "version", "fingerprint", "state"),
                check.tables().stream().map(PinVerifyCommand::cells).toList(),
                "The pin keeps nothing");
        String pin = "Pin '" + check.pin().name() + "'";
        text.line(
                check.isOk()
                        ? text.style().green(pin + " is what it was: " + PinOutput.size(check.pin()))
                        : text.style().red(pin + " is not what it was"));
    }

    private static List<Object> cells(TableCheck check) {
        return List.of(
                check.table().name(),
                check.table().version(),
                PinOutput.shortened(check.table()),
                check.problem().orElse("ok"));
    }
}
