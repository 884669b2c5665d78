// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures several ways to do the same in turns, so that a machine that other programs use as well slows all of them.
 *
 * <p>Each round runs each way once, and the next round begins with another one. What counts is the ratio of two ways
 * within a round, and the median of these ratios. JMH runs one side after the other and compares them minutes apart,
 * which on a shared machine measures the neighbours.
 */
final class Turns {
    /** One way to do it; returns a number that depends on all that was read or written. */
    @FunctionalInterface
    interface Work {
        long run() throws Exception;
    }

    private final Map<String, Work> works = new LinkedHashMap<>();
    private final Map<String, Runnable> preparations = new LinkedHashMap<>();
    private final Map<String, double[]> seconds = new LinkedHashMap<>();
    private final Map<String, Long> results = new LinkedHashMap<>();

    Turns with(String name, Work work) {
        works.put(name, work);
        return this;
    }

    /** One that is prepared before each run; the time of that does not count. */
    Turns with(String name, Runnable preparation, Work work) {
        preparations.put(name, preparation);
        return with(name, work);
    }

    /** Runs all ways; the rounds for warming up are not counted. */
    Turns run(int warmUps, int rounds) throws Exception {
        List<String> names = new ArrayList<>(works.keySet());
        names.forEach(name -> seconds.put(name, new double[rounds]));
        for (int round = -warmUps; round < rounds; round++) {
            for (int turn = 0; turn < names.size(); turn++) {
                String name = names.get(Math.floorMod(round + turn, names.size()));
                double taken = time(name);
                if (round >= 0) {
                    times(name)[round] = taken;
                }
            }
        }
        return this;
    }

    /**
     * Runs all ways, after warming up for so long. What takes less than a millisecond is mostly Java that the virtual
     * machine still interprets in its first thousands of calls, on one side more than on the other.
     */
    Turns run(Duration warmUp, int rounds) throws Exception {
        long end = System.nanoTime() + warmUp.toNanos();
        while (System.nanoTime() - end < 0) {
            for (String name : works.keySet()) {
                time(name);
            }
        }
        return run(1, rounds);
    }

    private double time(String name) throws Exception {
        Work work = works.get(name);
        if (work == null) {
            throw new IllegalArgumentException("there is no way '" + name + "'");
        }
        preparations.getOrDefault(name, () -> {}).run();
        long start = System.nanoTime();
        long result = work.run();
        double taken = (System.nanoTime() - start) / 1e9;
        Long before = results.putIfAbsent(name, result);
        if (before != null && before != result) {
            throw new IllegalStateException("'" + name + "' gave " + before + " before and " + result + " now");
        }
        return taken;
    }

    /** What a way returned, the same in each round. */
    long result(String name) {
        Long result = results.get(name);
        if (result == null) {
            throw new IllegalArgumentException("'" + name + "' has not run");
        }
        return result;
    }

    /** The median time of one run, in seconds. */
    double seconds(String name) {
        return median(times(name).clone());
    }

    /** How fast one way is as a part of the speed of the other: the median over the rounds. */
    double speed(String name, String other) {
        double[] mine = times(name);
        double[] theirs = times(other);
        double[] ratios = new double[mine.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = theirs[i] / mine[i];
        }
        return median(ratios);
    }

    private double[] times(String name) {
        double[] times = seconds.get(name);
        if (times == null) {
            throw new IllegalArgumentException("'" + name + "' has not run");
        }
        return times;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
