// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving.bdd100k;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counts problems and keeps the first {@value #KEPT} of them, so that a wrong download cannot fill the memory.
 *
 * <p>Threads: a log belongs to one thread.
 */
public final class ProblemLog implements Consumer<Problem> {
    /** How many problems are kept: {@value}. */
    public static final int KEPT = 1000;

    private final List<Problem> first = new ArrayList<>();
    private long count;

    /** Creates an empty log. */
    public ProblemLog() {}

    @Override
    public void accept(Problem problem) {
        requireNonNull(problem, "problem");
        count++;
        if (first.size() < KEPT) {
            first.add(problem);
        }
    }

    /** How many problems there were, kept or not. */
    public long count() {
        return count;
    }

    /** The first {@value #KEPT} problems in the order in which they were found. */
    public List<Problem> first() {
        return List.copyOf(first);
    }
}
