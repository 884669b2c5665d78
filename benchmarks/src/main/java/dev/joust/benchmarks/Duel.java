// SPDX-License-Identifier: Apache-2.0
package dev.joust.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The same questions to Joust and to another, one by one and each first in turns, so that a machine that other programs
 * use as well slows both.
 *
 * <p>A round asks all questions; what counts is the median over the rounds of the ratios of their percentiles.
 */
final class Duel {
    /** An answer: the ids that were found, best first, and how long that took. */
    record Answer(List<Long> ids, long nanos) {}

    /** Who answers. */
    @FunctionalInterface
    interface Side {
        Answer ask(Question question) throws Exception;
    }

    /** Answers without times. */
    @FunctionalInterface
    interface Ids {
        List<Long> ask(Question question) throws Exception;
    }

    /** A side of this process, whose time is that of the call. */
    static Side timed(Ids ids) {
        return question -> {
            long start = System.nanoTime();
            List<Long> found = ids.ask(question);
            return new Answer(found, System.nanoTime() - start);
        };
    }

    private final List<Question> questions;
    private final long[][] ours;
    private final long[][] theirs;
    private final List<List<Long>> found;
    private final List<List<Long>> foundByOther;

    private Duel(List<Question> questions, int rounds) {
        this.questions = questions;
        this.ours = new long[rounds][questions.size()];
        this.theirs = new long[rounds][questions.size()];
        this.found = new java.util.ArrayList<>();
        this.foundByOther = new java.util.ArrayList<>();
    }

    static Duel of(List<Question> questions, int warmUps, int rounds, Side joust, Side other) throws Exception {
        Duel duel = new Duel(questions, rounds);
        for (int round = -warmUps; round < rounds; round++) {
            duel.round(round, joust, other);
        }
        return duel;
    }

    private void round(int round, Side joust, Side other) throws Exception {
        boolean isLast = round == ours.length - 1;
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            boolean isFirst = (i + round) % 2 == 0;
            Answer before = isFirst ? null : other.ask(question);
            Answer mine = joust.ask(question);
            Answer its = before == null ? other.ask(question) : before;
            if (round >= 0) {
                ours[round][i] = mine.nanos();
                theirs[round][i] = its.nanos();
            }
            if (isLast) {
                found.add(mine.ids());
                foundByOther.add(its.ids());
            }
        }
    }

    /** What Joust found for each question. */
    List<List<Long>> found() {
        return found;
    }

    /** What the other found for each question. */
    List<List<Long>> foundByOther() {
        return foundByOther;
    }

    /** How long Joust takes, in seconds: the median over the rounds of this percentile. */
    double seconds(int percentile) {
        return median(percentiles(ours, percentile)) / 1e9;
    }

    /** How long the other takes. */
    double secondsOfOther(int percentile) {
        return median(percentiles(theirs, percentile)) / 1e9;
    }

    /** How many times as long as the other Joust takes. */
    double ratio(int percentile) {
        double[] mine = percentiles(ours, percentile);
        double[] its = percentiles(theirs, percentile);
        double[] ratios = new double[mine.length];
        Arrays.setAll(ratios, i -> mine[i] / its[i]);
        return median(ratios);
    }

    private static double[] percentiles(long[][] rounds, int percentile) {
        return Arrays.stream(rounds)
                .mapToDouble(round -> {
                    long[] sorted = round.clone();
                    Arrays.sort(sorted);
                    return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)];
                })
                .toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
