// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import dev.joust.Joust;
import dev.joust.Lake;
import dev.joust.view.RefreshResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The process that refreshes a view and is killed at its n-th operation on a file. */
final class ViewCrashChild {
    static final String AT = "AT ";
    static final String DONE = "DONE ";

    private ViewCrashChild() {}

    /** Arguments: folder, which operation, whether it waits there or runs on while it is killed. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int wanted = Integer.parseInt(arguments[1]);
        boolean waits = Boolean.parseBoolean(arguments[2]);
        AtomicInteger operations = new AtomicInteger();
        try (Lake lake = Joust.open(folder.resolve("lake"))) {
            WatchedFiles.watch((operation, path) -> {
                if (path.toAbsolutePath().startsWith(folder.resolve("lake"))
                        && operations.incrementAndGet() == wanted) {
                    System.out.println(AT + operation + " " + folder.relativize(path.toAbsolutePath()));
                    System.out.flush();
                    if (waits) {
                        waitForTheEnd();
                    }
                }
            });
            RefreshResult result = lake.openView("v").refresh();
            WatchedFiles.watch((operation, path) -> {});
            System.out.println(DONE + operations.get() + " " + result.mode());
        }
    }

    private static void waitForTheEnd() {
        try {
            // The parent writes nothing: this ends with one of the two processes.
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Runtime.getRuntime().halt(3);
    }
}
