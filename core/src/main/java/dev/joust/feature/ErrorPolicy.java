// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What a backfill does when a function fails: a rule, or a list of rules of which the first that matches decides.
 *
 * <pre>{@code
 * ErrorPolicy.firstOf(
 *         ErrorPolicy.retry(3).backoff(Backoff.exponential(Duration.ofSeconds(1))).on(IOException.class).then(skip()),
 *         ErrorPolicy.skip().on(IllegalArgumentException.class).matching("corrupt"))
 * }</pre>
 *
 * <p>A failure that no rule matches stops the feature, whether the rules are one or many. A function of one row fails
 * for a row, and so does {@link OutputBatch#fail}. What {@link BatchUdf#compute} throws is first a failure of the whole
 * call: it is made again as often as the policy says, and if it still fails the call is halved until the rows are found
 * that fail alone, each of which the policy then judges. That costs at most {@code 2 log2 n} further calls for each
 * such row of {@code n}, on the same instance.
 */
public sealed interface ErrorPolicy extends Serializable {
    /**
     * Stops the feature at the first failure.
     *
     * @param match what it is for
     */
    record Fail(ErrorMatch match) implements ErrorPolicy {
        /** Checks that nothing is null. */
        public Fail {
            requireNonNull(match, "match");
        }

        /** Returns the same for this type of exception only, or for one type more. */
        public Fail on(Class<? extends Throwable> type) {
            return new Fail(match.or(type));
        }

        /** Returns the same only for messages in which this regular expression is found. */
        public Fail matching(String regex) {
            return new Fail(match.withMessage(regex));
        }

        @Override
        public Reaction to(Throwable failure, int attempt) {
            return Reaction.STOP;
        }
    }

    /**
     * Leaves NULL in the cell, remembers it as failed, writes the error to the lake's table of errors, and goes on.
     *
     * @param match what it is for
     */
    record Skip(ErrorMatch match) implements ErrorPolicy {
        /** Checks that nothing is null. */
        public Skip {
            requireNonNull(match, "match");
        }

        /** Returns the same for this type of exception only, or for one type more. */
        public Skip on(Class<? extends Throwable> type) {
            return new Skip(match.or(type));
        }

        /** Returns the same only for messages in which this regular expression is found. */
        public Skip matching(String regex) {
            return new Skip(match.withMessage(regex));
        }

        @Override
        public Reaction to(Throwable failure, int attempt) {
            return match.matches(failure) ? Reaction.SKIP : Reaction.STOP;
        }
    }

    /**
     * Calls the function again, and once that was done often enough does something else.
     *
     * @param retries how many calls follow the first one at most
     * @param backoff how long to wait before each
     * @param match what it is for
     * @param then what to do when all of them failed; retries nothing itself
     */
    record Retry(int retries, Backoff backoff, ErrorMatch match, ErrorPolicy then) implements ErrorPolicy {
        /** Checks the numbers. */
        public Retry {
            if (retries < 1) {
                throw new IllegalArgumentException("retries must be positive but was " + retries);
            }
            requireNonNull(backoff, "backoff");
            requireNonNull(match, "match");
            if (then.attempts() > 1) {
                throw new IllegalArgumentException("then must not retry but was " + then);
            }
        }

        /** Returns the same with other waits. */
        public Retry backoff(Backoff waits) {
            return new Retry(retries, waits, match, then);
        }

        /** Returns the same for this type of exception only, or for one type more. */
        public Retry on(Class<? extends Throwable> type) {
            return new Retry(retries, backoff, match.or(type), then);
        }

        /** Returns the same only for messages in which this regular expression is found. */
        public Retry matching(String regex) {
            return new Retry(retries, backoff, match.withMessage(regex), then);
        }

        /** Returns the same with something else to do when all retries failed. */
        public Retry then(ErrorPolicy policy) {
            return new Retry(retries, backoff, match, policy);
        }

        @Override
        public int attempts() {
            return retries + 1;
        }

        @Override
        public Reaction to(Throwable failure, int attempt) {
            if (!match.matches(failure)) {
                return Reaction.STOP;
            }
            return attempt <= retries ? Reaction.RETRY : then.to(failure, attempt);
        }

        @Override
        public Duration waitBefore(int retry, Throwable failure, double random) {
            return backoff.before(retry, random);
        }
    }

    /**
     * Follows the first rule that matches.
     *
     * @param rules rules, each for something else; what none of them matches stops the feature
     */
    record FirstOf(List<ErrorPolicy> rules) implements ErrorPolicy {
        /** Copies. */
        public FirstOf {
            rules = List.copyOf(rules);
            if (rules.isEmpty()) {
                throw new IllegalArgumentException("rules must not be empty");
            }
        }

        @Override
        public ErrorMatch match() {
            return ErrorMatch.ANY;
        }

        @Override
        public int attempts() {
            return rules.stream().mapToInt(ErrorPolicy::attempts).max().orElseThrow();
        }

        @Override
        public Reaction to(Throwable failure, int attempt) {
            return first(failure).to(failure, attempt);
        }

        @Override
        public Duration waitBefore(int retry, Throwable failure, double random) {
            return first(failure).waitBefore(retry, failure, random);
        }

        private ErrorPolicy first(Throwable failure) {
            return rules.stream()
                    .filter(rule -> rule.match().matches(failure))
                    .findFirst()
                    .orElse(ErrorPolicy.fail());
        }
    }

    /** What is done about one failure. */
    enum Reaction {
        /** The feature stops. */
        STOP,
        /** The row stays NULL and is remembered. */
        SKIP,
        /** The function is called again. */
        RETRY
    }

    /** Which failures it is for; others stop the feature, or are for a later rule. */
    ErrorMatch match();

    /** How often a row may be tried at most. */
    default int attempts() {
        return 1;
    }

    /**
     * Says what is done about a failure.
     *
     * @param attempt which attempt failed, counted from 1
     */
    Reaction to(Throwable failure, int attempt);

    /**
     * Says how long to wait before the function is called again.
     *
     * @param retry which retry follows, counted from 1
     * @param random in {@code [0, 1)}, spread evenly
     */
    default Duration waitBefore(int retry, Throwable failure, double random) {
        return Duration.ZERO;
    }

    /** Returns the policy that stops at the first failed row. */
    static Fail fail() {
        return new Fail(ErrorMatch.ANY);
    }

    /** Returns the policy that remembers failed rows and goes on. */
    static Skip skip() {
        return new Skip(ErrorMatch.ANY);
    }

    /** Returns the policy that calls the function so many times more, at once, and then stops. */
    static Retry retry(int retries) {
        return new Retry(retries, Backoff.fixed(Duration.ZERO), ErrorMatch.ANY, fail());
    }

    /** Returns the policy that follows the first rule that matches, and stops where none does. */
    static FirstOf firstOf(ErrorPolicy... rules) {
        return new FirstOf(List.of(rules));
    }
}
