// SPDX-License-Identifier: Apache-2.0
package dev.joust.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.job.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalRunnerTest {
    private record Square(int number) implements Task<Integer> {
        @Override
        public String label() {
            return "square " + number;
        }
    }

    private final List<Integer> results = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();

    private static List<Square> tasks(int count) {
        return IntStream.range(0, count).mapToObj(Square::new).toList();
    }

    @Test
    void runsEveryTaskAndHandsResultsToTheCaller() {
        Thread caller = Thread.currentThread();

        new LocalRunner(3)
                .run(
                        tasks(50),
                        context -> task -> task.number() * task.number(),
                        new RunContext(cancellation),
                        result -> {
                            assertThat(Thread.currentThread()).isSameAs(caller);
                            results.add(result);
                        });

        assertThat(results)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 50).mapToObj(n -> n * n).toList());
    }

    @Test
    void runsAsManyAtOnceAsAllowed() {
        CyclicBarrier together = new CyclicBarrier(4);

        new LocalRunner(4)
                .run(
                        tasks(8),
                        context -> task -> {
                            try {
                                return together.await();
                            } catch (java.util.concurrent.BrokenBarrierException e) {
                                throw new AssertionError(e);
                            }
                        },
                        new RunContext(cancellation),
                        results::add);

        assertThat(results).hasSize(8);
    }

    @Test
    void theFirstFailureStopsTheRest() {
        AtomicInteger started = new AtomicInteger();

        assertThatThrownBy(() -> new LocalRunner(1)
                        .run(
                                tasks(10),
                                context -> task -> {
                                    started.incrementAndGet();
                                    if (task.number() == 3) {
                                        throw new IllegalStateException("three");
                                    }
                                    return task.number();
                                },
                                new RunContext(cancellation),
                                results::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("three");

        assertThat(started).hasValue(4);
        assertThat(results).containsExactly(0, 1, 2);
    }

    @Test
    void aRequestedCancellationStopsTheRest() {
        assertThatThrownBy(() -> new LocalRunner(1)
                        .run(
                                tasks(10),
                                context -> task -> {
                                    if (task.number() == 2) {
                                        cancellation.request();
                                    }
                                    return task.number();
                                },
                                new RunContext(cancellation),
                                results::add))
                .isInstanceOf(CancellationException.class);

        assertThat(results).containsExactly(0, 1, 2);
    }
}
