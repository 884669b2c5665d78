// SPDX-License-Identifier: Apache-2.0
package dev.joust.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Stops the process at the n-th time that it comes to a moment, says so, and waits to be killed. */
final class Trap {
    static final String SPRUNG = "AT ";

    private final Path folder;
    private final Moment moment;
    private final int times;
    private final AtomicInteger passed = new AtomicInteger();

    Trap(Path folder, Moment moment, int times) {
        this.folder = folder;
        this.moment = moment;
        this.times = times;
    }

    /** One that nothing springs. */
    static Trap none(Path folder) {
        return new Trap(folder, Moment.NEVER, 1);
    }

    /** Waits for operations on files as well. */
    void set() {
        WatchedFiles.watch((operation, path) -> {
            if (moment.is(operation + " " + name(path))) {
                at(moment);
            }
        });
    }

    private String name(Path path) {
        Path absolute = path.toAbsolutePath();
        return absolute.startsWith(folder) ? folder.relativize(absolute).toString() : "elsewhere";
    }

    void at(Moment reached) {
        if (reached == moment && passed.incrementAndGet() == times) {
            System.out.println(SPRUNG + moment);
            System.out.flush();
            if (moment.waits()) {
                waitForTheEnd();
            }
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
