// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    private final Interrupts interrupts = new Interrupts();

    @Test
    void endsAtOnceWhereNothingCanBeCancelled() {
        interrupts.request();

        assertThat(interrupts.isRequested()).isTrue();
    }

    @Test
    void doesNothingAfterTheEndOfTheCommand() {
        interrupts.finish();

        interrupts.request();

        assertThat(interrupts.isRequested()).isFalse();
    }

    @Test
    void cancelsWhatRunsAndWaitsForTheEndOfTheCommand() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Thread command = new Thread(() -> {
            interrupts.runCancellable(cancelled::countDown, () -> {
                running.countDown();
                awaitUninterruptibly(cancelled);
                return "done";
            });
            interrupts.finish();
        });
        command.start();
        running.await();

        interrupts.request();

        assertThat(cancelled.getCount()).isZero();
        command.join();
    }

    @Test
    void leavesAloneWhatIsOver() {
        List<String> cancelled = new ArrayList<>();
        String result = interrupts.runCancellable(() -> cancelled.add("over"), () -> "result");

        interrupts.request();

        assertThat(result).isEqualTo("result");
        assertThat(cancelled).isEmpty();
    }

    @Test
    void cancelsAtOnceWhatBeginsAfterTheSignal() {
        List<String> events = new ArrayList<>();
        interrupts.request();

        interrupts.runCancellable(() -> events.add("cancelled"), () -> events.add("worked"));

        assertThat(events).containsExactly("cancelled", "worked");
    }

    @Test
    void leavesWorkThatCannotBeCancelledWhereItIs() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
        Thread command = new Thread(() -> {
            outcomes.add(interrupts.runAbandonable(
                    () -> {
                        running.countDown();
                        awaitUninterruptibly(never);
                        return "done";
                    },
                    () -> "left"));
            interrupts.finish();
        });
        command.start();
        running.await();

        interrupts.request();

        command.join();
        never.countDown();
        assertThat(outcomes).containsExactly("left");
    }

    @Test
    void cancelsTheInnermostWorkAndReturnsWhatItMakesOfThat() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
        Thread command = new Thread(() -> {
            outcomes.add(interrupts.runAbandonable(
                    () -> interrupts.runCancellable(cancelled::countDown, () -> {
                        running.countDown();
                        awaitUninterruptibly(cancelled);
                        return "cancelled";
                    }),
                    () -> "left"));
            interrupts.finish();
        });
        command.start();
        running.await();

        interrupts.request();

        command.join();
        assertThat(outcomes).containsExactly("cancelled");
    }

    @Test
    void throwsWhatWorkOnAnotherThreadThrows() {
        assertThatThrownBy(() -> interrupts.runAbandonable(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        () -> "left"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
    }

    @Test
    void letsACommandEndItselfWhenItsProcessIsTerminated() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream stdout = process.getInputStream()) {
            assertThat(stdout.read()).isEqualTo('>');

            // Unlike the process itself, its handle leaves the streams open.
            assertThat(process.toHandle().destroy()).isTrue();

            assertThat(new String(stdout.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("cleaned up");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits to be cancelled, then cleans up. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) {
            Interrupts interrupts = Interrupts.install();
            CountDownLatch cancelled = new CountDownLatch(1);
            interrupts.runCancellable(cancelled::countDown, () -> {
                print(">");
                awaitUninterruptibly(cancelled);
                return true;
            });
            print("cleaned up");
            interrupts.finish();
        }

        private static void print(String text) {
            System.out.print(text);
            System.out.flush();
        }
    }
}
