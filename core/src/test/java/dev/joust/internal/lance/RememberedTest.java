// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final Remembered remembered = new Remembered(64);
    private final AtomicInteger asked = new AtomicInteger();

    private int ask(String question) {
        return remembered.get(Integer.class, question, asked::incrementAndGet);
    }

    @Test
    void findsAnAnswerOutOnce() {
        assertThat(ask("a")).isEqualTo(1);
        assertThat(ask("b")).isEqualTo(2);
        assertThat(ask("a")).isEqualTo(1);
    }

    @Test
    void forgetsTheAnswersThatWereAskedForLongestAgo() {
        ask("kept");
        ask("forgotten");
        for (int i = 0; i < 63; i++) {
            ask("kept");
            ask("other " + i);
        }

        assertThat(ask("kept")).isEqualTo(1);
        assertThat(ask("forgotten")).isEqualTo(66);
    }

    @Test
    void asksAgainAfterAFailure() {
        assertThatThrownBy(() -> remembered.get(Integer.class, "a", () -> {
                    throw new IllegalStateException("no answer");
                }))
                .hasMessage("no answer");

        assertThat(ask("a")).isEqualTo(1);
    }
}
