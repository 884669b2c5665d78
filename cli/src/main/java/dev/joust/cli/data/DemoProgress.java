// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.data;

import dev.joust.cli.print.ProgressPrinter;
import dev.joust.driving.demo.DemoListener;
import java.util.OptionalLong;

/** Shows on stderr how far the demo's stages are. */
final class DemoProgress implements DemoListener {
    private final ProgressPrinter printer;
    private String stage = "";
    private String what = "";

    DemoProgress(ProgressPrinter printer) {
        this.printer = printer;
    }

    @Override
    public void stageStarted(int number, int stages, String name, String title) {
        stage = name;
        what = "";
        printer.begin(stage, OptionalLong.empty());
    }

    @Override
    public void progress(String doing, long done, long total) {
        if (!doing.equals(what)) {
            what = doing;
            printer.begin(stage + ": " + doing, OptionalLong.of(total));
        }
        printer.expect(total);
        printer.reach(done);
    }
}
