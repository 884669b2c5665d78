// SPDX-License-Identifier: Apache-2.0
package dev.joust.testing;

import static java.util.Objects.requireNonNull;

import dev.joust.feature.Feature;
import dev.joust.schema.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tests whether a function keeps the contract that a backfill relies on: it takes NULLs if it says so, gives one result
 * of the right type for each row, gives the same results again, in batches of any size and order and in several
 * instances at once, and does not let a row that it cannot compute spoil others.
 *
 * <pre>{@code
 * Joust.check(feature)
 *         .row(Map.of("text", "a rider in the rain"))
 *         .row(Map.of("text", ""))
 *         .run()
 *         .orThrow();
 * }</pre>
 *
 * <p>Threads: belongs to one thread; the check itself calls the function in several.
 */
public final class UdfCheck {
    /** Instances that work at once: {@value}. */
    public static final int DEFAULT_INSTANCES = 4;

    private final Function<Request, UdfReport> engine;
    private final Feature feature;
    private final Map<String, ColumnType> types = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> failing = new ArrayList<>();
    private int instances = DEFAULT_INSTANCES;

    /**
     * What is to be checked.
     *
     * @param types of inputs, where they are not those that the feature's input types are usually read from
     * @param rows examples that have a result
     * @param failing examples that must fail
     */
    public record Request(
            Feature feature,
            Map<String, ColumnType> types,
            List<Map<String, @Nullable Object>> rows,
            List<Map<String, @Nullable Object>> failing,
            int instances) {
        /** Copies the collections. */
        public Request {
            requireNonNull(feature, "feature");
            types = Map.copyOf(types);
            rows = List.copyOf(rows);
            failing = List.copyOf(failing);
        }
    }

    /**
     * Starts the description of a check.
     *
     * @param engine what runs it
     */
    public UdfCheck(Function<Request, UdfReport> engine, Feature feature) {
        this.engine = requireNonNull(engine, "engine");
        this.feature = requireNonNull(feature, "feature");
    }

    /**
     * Adds an example that the function can compute.
     *
     * @param inputs values as a query gives them, by the name of the input
     */
    public UdfCheck row(Map<String, ? extends @Nullable Object> inputs) {
        rows.add(Collections.unmodifiableMap(new LinkedHashMap<>(inputs)));
        return this;
    }

    /** Adds an example that the function must refuse by throwing, or by failing the row. */
    public UdfCheck failingRow(Map<String, ? extends @Nullable Object> inputs) {
        failing.add(Collections.unmodifiableMap(new LinkedHashMap<>(inputs)));
        return this;
    }

    /** Says of which type the column of an input is, where its input type does not tell: structs, vectors, anything. */
    public UdfCheck column(String input, ColumnType type) {
        types.put(requireNonNull(input, "input"), requireNonNull(type, "type"));
        return this;
    }

    /** Sets how many instances work at once. */
    public UdfCheck instances(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("instances must be positive but was " + atOnce);
        }
        this.instances = atOnce;
        return this;
    }

    /**
     * Calls the function in all these ways.
     *
     * @throws IllegalArgumentException if there is no example, an example does not fit the inputs, or the feature is an
     *     SQL expression
     */
    public UdfReport run() {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("A check needs at least one example; call row(...)");
        }
        return engine.apply(new Request(feature, types, rows, failing, instances));
    }
}
