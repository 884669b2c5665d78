// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.change;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs pieces of code at the same time. */
final class Racers {
    /** A piece of code that may fail. */
    interface Racer {
        void run() throws Exception;
    }

    private Racers() {}

    /** Starts all together, waits for all, and throws what the first of them threw. */
    static void race(Racer... racers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(racers.length);
        try {
            CyclicBarrier start = new CyclicBarrier(racers.length);
            List<Callable<Void>> calls = new ArrayList<>();
            for (Racer racer : racers) {
                calls.add(() -> {
                    start.await();
                    racer.run();
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(calls)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
