// SPDX-License-Identifier: Apache-2.0
package dev.joust.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets writers work at the same time. */
final class Writers {
    private Writers() {}

    /** Returns the rows of all models; throws what the first writer threw that failed. */
    static Map<Long, Frame> together(List<Writer> writers) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        Map<Long, Frame> rows = new TreeMap<>();
        try {
            List<Future<Map<Long, Frame>>> ends = new ArrayList<>();
            writers.forEach(writer -> ends.add(threads.submit(writer)));
            for (Future<Map<Long, Frame>> end : ends) {
                rows.putAll(end.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdown();
        }
        return rows;
    }
}
