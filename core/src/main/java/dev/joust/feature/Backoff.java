// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import java.io.Serializable;
import java.time.Duration;

/** How long to wait before a function is called again. */
public sealed interface Backoff extends Serializable {
    /** The longest wait where none is said: one minute. */
    Duration DEFAULT_LONGEST = Duration.ofMinutes(1);

    /**
     * The wait before a retry.
     *
     * @param retry which retry, counted from 1
     * @param random in {@code [0, 1)}, spread evenly; what jitter is drawn from
     */
    Duration before(int retry, double random);

    /**
     * The same wait each time.
     *
     * @param each not negative
     */
    record Fixed(Duration each) implements Backoff {
        /** Checks the wait. */
        public Fixed {
            requireNotNegative("each", each);
        }

        @Override
        public Duration before(int retry, double random) {
            return each;
        }
    }

    /**
     * One step more each time.
     *
     * @param step not negative
     * @param longest no wait is longer
     */
    record Linear(Duration step, Duration longest) implements Backoff {
        /** Checks the waits. */
        public Linear {
            requireNotNegative("step", step);
            requireNotNegative("longest", longest);
        }

        @Override
        public Duration before(int retry, double random) {
            return capped(nanos(step) * (double) retry, longest);
        }

        /** Returns the same with another limit. */
        public Linear atMost(Duration wait) {
            return new Linear(step, wait);
        }
    }

    /**
     * Twice as long each time, each wait shortened at random by up to half, so that callers that failed together do not
     * come back together.
     *
     * @param first the first wait before it is shortened; not negative
     * @param longest no wait is longer
     */
    record Exponential(Duration first, Duration longest) implements Backoff {
        /** Checks the waits. */
        public Exponential {
            requireNotNegative("first", first);
            requireNotNegative("longest", longest);
        }

        @Override
        public Duration before(int retry, double random) {
            Duration whole = capped(nanos(first) * Math.pow(2, retry - 1.0), longest);
            return Duration.ofNanos((long) (nanos(whole) * (1 - random / 2)));
        }

        /** Returns the same with another limit. */
        public Exponential atMost(Duration wait) {
            return new Exponential(first, wait);
        }
    }

    /** Returns a backoff that always waits as long. */
    static Fixed fixed(Duration wait) {
        return new Fixed(wait);
    }

    /** Returns a backoff that waits one step more each time, a minute at most. */
    static Linear linear(Duration step) {
        return new Linear(step, DEFAULT_LONGEST);
    }

    /** Returns a backoff that waits about twice as long each time, a minute at most. */
    static Exponential exponential(Duration first) {
        return new Exponential(first, DEFAULT_LONGEST);
    }

    private static Duration capped(double nanos, Duration longest) {
        return nanos >= nanos(longest) ? longest : Duration.ofNanos((long) nanos);
    }

    private static double nanos(Duration duration) {
        return duration.toSeconds() * 1e9 + duration.toNanosPart();
    }

    private static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative but was " + duration);
        }
    }
}
