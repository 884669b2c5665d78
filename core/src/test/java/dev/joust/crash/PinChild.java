// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Joust;
import dev.joust.Lake;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A process that makes or drops a pin and ends before one of the steps that this takes on the disk. */
final class PinChild {
    static final String STEPS = "STEPS ";

    /** Whatever happens to a file of pins, and each tag that was written. */
    private static final Pattern STEP = Pattern.compile("(.* _joust/pins/.*|write .*/_refs/tags/.*)");

    private PinChild() {}

    /** Arguments: folder, {@code pin} or {@code drop}, the number of the step that is not taken any more. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int last = Integer.parseInt(arguments[2]);
        AtomicInteger steps = new AtomicInteger();
        try (Lake lake = Joust.open(folder)) {
            WatchedFiles.watch((operation, path) -> {
                Path absolute = path.toAbsolutePath();
                boolean isStep = absolute.startsWith(folder)
                        && STEP.matcher(operation + " " + folder.relativize(absolute))
                                .matches();
                if (isStep && steps.incrementAndGet() == last) {
                    Runtime.getRuntime().halt(3);
                }
            });
            if (arguments[1].equals("pin")) {
                lake.pin("model-7", "t", "v");
            } else {
                lake.dropPin("model-7");
            }
            WatchedFiles.watch((operation, path) -> {});
        }
        System.out.println(STEPS + steps.get());
    }
}
