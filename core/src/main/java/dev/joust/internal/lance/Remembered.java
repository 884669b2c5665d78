// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.lance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers about something that never changes, those that were asked for last.
 *
 * <p>Threads: safe for use by several threads, of which two may find out the same answer at once.
 */
final class Remembered {
    private final Map<Object, Object> answers;

    /** Keeps at most so many answers. */
    Remembered(int maxAnswers) {
        answers = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
                return size() > maxAnswers;
            }
        };
    }

    /**
     * Finds out what is not known yet; a failure is not remembered.
     *
     * @param question questions about different types of answers are never equal
     */
    <T> T get(Class<T> type, Object question, Supplier<T> answer) {
        Optional<T> known = known(type, question);
        if (known.isPresent()) {
            return known.get();
        }
        T found = answer.get();
        put(question, found);
        return found;
    }

    /** Keeps an answer that is known before anybody asks. */
    void put(Object question, Object answer) {
        synchronized (answers) {
            answers.put(question, answer);
        }
    }

    private <T> Optional<T> known(Class<T> type, Object question) {
        synchronized (answers) {
            @Nullable Object answer = answers.get(question);
            return Optional.ofNullable(type.cast(answer));
        }
    }
}
