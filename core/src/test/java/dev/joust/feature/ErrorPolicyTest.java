// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joust.feature.ErrorPolicy.Reaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorPolicyTest {
    private final IOException busy = new IOException("503 busy");

    @Test
    void stopsAtTheFirstFailureUnlessToldOtherwise() {
        assertThat(ErrorPolicy.fail().to(busy, 1)).isEqualTo(Reaction.STOP);
        assertThat(ErrorPolicy.skip().to(busy, 1)).isEqualTo(Reaction.SKIP);
        assertThat(ErrorPolicy.skip().attempts()).isEqualTo(1);
    }

    @Test
    void retriesAsOftenAsItSaysAndThenDoesSomethingElse() {
        ErrorPolicy stopping = ErrorPolicy.retry(2);
        ErrorPolicy skipping = ErrorPolicy.retry(2).then(ErrorPolicy.skip());

        assertThat(stopping.to(busy, 1)).isEqualTo(Reaction.RETRY);
        assertThat(stopping.to(busy, 2)).isEqualTo(Reaction.RETRY);
        assertThat(stopping.to(busy, 3)).isEqualTo(Reaction.STOP);
        assertThat(skipping.to(busy, 3)).isEqualTo(Reaction.SKIP);
        assertThat(skipping.attempts()).isEqualTo(3);
    }

    @Test
    void matchesTypesAndMessagesAnywhereInTheChainOfCauses() {
        ErrorPolicy policy = ErrorPolicy.skip().on(IOException.class).matching("50[0-9]");

        assertThat(policy.to(busy, 1)).isEqualTo(Reaction.SKIP);
        assertThat(policy.to(new IllegalStateException("no", new UncheckedIOException(busy)), 1))
                .isEqualTo(Reaction.SKIP);
        assertThat(policy.to(new FileNotFoundException("status 500"), 1)).isEqualTo(Reaction.SKIP);
        assertThat(policy.to(new FileNotFoundException("status 404"), 1)).isEqualTo(Reaction.STOP);
        assertThat(policy.to(new IllegalStateException("500"), 1)).isEqualTo(Reaction.STOP);
        assertThat(policy.to(new IOException(), 1)).isEqualTo(Reaction.STOP);
    }

    @Test
    void matchesAnyOfSeveralTypes() {
        ErrorPolicy policy = ErrorPolicy.skip().on(IOException.class).on(ArithmeticException.class);

        assertThat(policy.to(busy, 1)).isEqualTo(Reaction.SKIP);
        assertThat(policy.to(new ArithmeticException("/ by zero"), 1)).isEqualTo(Reaction.SKIP);
        assertThat(policy.to(new IllegalStateException(), 1)).isEqualTo(Reaction.STOP);
    }

    @Test
    void looksAtARingOfCausesOnce() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));

        assertThat(ErrorPolicy.skip().matching("third").to(first, 1)).isEqualTo(Reaction.STOP);
    }

    @Test
    void followsTheFirstRuleThatMatchesAndStopsWithoutOne() {
        ErrorPolicy policy = ErrorPolicy.firstOf(
                ErrorPolicy.retry(3)
                        .backoff(Backoff.fixed(Duration.ofSeconds(7)))
                        .on(IOException.class)
                        .then(ErrorPolicy.skip()),
                ErrorPolicy.fail().on(AssertionError.class),
                ErrorPolicy.skip().matching("corrupt"));

        assertThat(policy.to(busy, 3)).isEqualTo(Reaction.RETRY);
        assertThat(policy.to(busy, 4)).isEqualTo(Reaction.SKIP);
        assertThat(policy.waitBefore(1, busy, 0)).isEqualTo(Duration.ofSeconds(7));
        assertThat(policy.to(new AssertionError("corrupt"), 1)).isEqualTo(Reaction.STOP);
        assertThat(policy.to(new IllegalStateException("a corrupt row"), 1)).isEqualTo(Reaction.SKIP);
        assertThat(policy.to(new IllegalStateException("another"), 1)).isEqualTo(Reaction.STOP);
        assertThat(policy.attempts()).isEqualTo(4);
    }

    @Test
    void saysWhatIsWrongWithAnExpression() {
        assertThatThrownBy(() -> ErrorPolicy.retry(1).matching("([a-z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "matching must be a regular expression but was '([a-z': Unclosed character class at index 4");
    }

    @Test
    void refusesRetriesThatNeverEnd() {
        assertThatThrownBy(() -> ErrorPolicy.retry(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retries must be positive but was 0");
        assertThatThrownBy(() -> ErrorPolicy.retry(1).then(ErrorPolicy.retry(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("then must not retry but was " + ErrorPolicy.retry(1));
        assertThatThrownBy(ErrorPolicy::firstOf)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rules must not be empty");
    }

    @Test
    void waitsAsItsBackoffSays() {
        Backoff fixed = Backoff.fixed(Duration.ofMillis(30));
        Backoff linear = Backoff.linear(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(25));
        Backoff exponential = Backoff.exponential(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(6));

        assertThat(fixed.before(9, 0.5)).isEqualTo(Duration.ofMillis(30));
        assertThat(linear.before(2, 0.5)).isEqualTo(Duration.ofSeconds(20));
        assertThat(linear.before(3, 0.5)).isEqualTo(Duration.ofSeconds(25));
        assertThat(exponential.before(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(exponential.before(3, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(exponential.before(3, 0.5)).isEqualTo(Duration.ofSeconds(3));
        assertThat(exponential.before(4, 0)).isEqualTo(Duration.ofSeconds(6));
        assertThat(exponential.before(5000, 0.999)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
        assertThatThrownBy(() -> Backoff.fixed(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("each must not be negative but was PT-0.001S");
    }

    @Test
    @SuppressWarnings("BanSerializableRead") // reads what it wrote
    void travels() throws Exception {
        ErrorPolicy policy = ErrorPolicy.firstOf(ErrorPolicy.retry(3)
                .backoff(Backoff.exponential(Duration.ofSeconds(1)))
                .on(IOException.class)
                .matching("x")
                .then(ErrorPolicy.skip()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(policy);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(policy);
        }
    }
}
