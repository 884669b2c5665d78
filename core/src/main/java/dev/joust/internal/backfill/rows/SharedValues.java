// SPDX-License-Identifier: Apache-2.0
package dev.joust.internal.backfill.rows;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.FeatureInput;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that the functions of one pass share, by position in the batch.
 *
 * <p>Threads: a function that was given up may still read and keep values after {@link #close}; it keeps none then.
 */
public final class SharedValues implements AutoCloseable {
    private final Map<String, Map<Integer, Object>> computed = new HashMap<>();
    private final Map<FeatureInput, Map<Integer, Object>> decoded = new HashMap<>();
    private final Map<FeatureInput, Long> largest = new HashMap<>();
    private final DecodedBudget budget;
    private long bytes;
    private boolean isOfUnknownSize;
    private boolean isClosed;

    /** Decodes each value for each function. */
    public SharedValues() {
        this(Set.of(), new DecodedBudget(1));
    }

    /** Keeps the decoded values of these inputs as far as the budget goes. */
    public SharedValues(Set<FeatureInput> kept, DecodedBudget budget) {
        this.budget = budget;
        kept.forEach(input -> decoded.put(input, new HashMap<>()));
    }

    /** What was computed under a key, which one thread at a time asks for. */
    Map<Integer, Object> computed(String key) {
        return computed.computeIfAbsent(key, k -> new HashMap<>());
    }

    boolean isKept(FeatureInput input) {
        return decoded.containsKey(input);
    }

    synchronized @Nullable Object known(FeatureInput input, int position) {
        return decoded.getOrDefault(input, Map.of()).get(position);
    }

    synchronized void keep(FeatureInput input, int position, Object value) {
        if (isClosed) {
            return;
        }
        OptionalLong known = input.type().decodedBytes(value);
        long size = Math.max(0, known.orElse(0));
        isOfUnknownSize |= known.isEmpty();
        largest.merge(input, size, Math::max);
        if (known.isEmpty() || budget.tryKeep(size)) {
            bytes += size;
            requireNonNull(decoded.get(input)).put(position, value);
        }
    }

    /** Forgets decoded values, which no function needs any more, and remembers how large they were. */
    public synchronized void forget() {
        long row = largest.values().stream().mapToLong(Long::longValue).sum();
        if (!largest.isEmpty()) {
            budget.learn(isOfUnknownSize ? 0 : Math.max(1, row));
        }
        release();
    }

    private void release() {
        decoded.values().forEach(Map::clear);
        largest.clear();
        budget.giveBack(bytes);
        bytes = 0;
    }

    /** Gives back its part of the budget; it keeps nothing from now on. */
    @Override
    public synchronized void close() {
        isClosed = true;
        release();
    }
}
