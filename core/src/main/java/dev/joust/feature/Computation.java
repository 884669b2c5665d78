// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the values of a feature come about. */
public sealed interface Computation {
    /**
     * A function in Java.
     *
     * @param instances makes one instance per worker thread
     * @param source the class that holds its code; the hash of its bytes is recorded beside the identity
     * @param needs what each instance needs of the machine
     */
    record Code(Supplier<BatchUdf> instances, Class<?> source, Needs needs) implements Computation {
        /** A function that needs nothing special. */
        public Code(Supplier<BatchUdf> instances, Class<?> source) {
            this(instances, source, Needs.NOTHING);
        }

        /** Checks that nothing is null. */
        public Code {
            requireNonNull(needs, "needs");
            requireNonNull(instances, "instances");
            requireNonNull(source, "source");
        }
    }

    /**
     * An expression in SQL over the columns of the row.
     *
     * @param expression such as {@code length(caption)}
     */
    record Sql(String expression) implements Computation {
        /** Checks that there is an expression. */
        public Sql {
            if (expression.isBlank()) {
                throw new IllegalArgumentException("expression must not be blank");
            }
        }
    }

    /**
     * Values by key from another table of the lake.
     *
     * @param source the other table
     * @param keys the columns of the own table
     * @param sourceKeys the columns of the other table that must be equal, one for each
     * @param take the columns of the other table that are taken, one for each column of the feature
     * @param missing what becomes of a row whose key the other table has not
     */
    record Joined(String source, List<String> keys, List<String> sourceKeys, List<String> take, MissingKey missing)
            implements Computation {
        /** Checks and copies. */
        public Joined {
            requireNonNull(source, "source");
            keys = List.copyOf(keys);
            sourceKeys = List.copyOf(sourceKeys);
            take = List.copyOf(take);
            requireNonNull(missing, "missing");
        }
    }

    /**
     * A value over a group of rows.
     *
     * @param expressions one for each column of the feature, such as {@code count(*)}
     * @param by the columns whose equal values make a group
     * @param read the columns that the expressions read
     */
    record Aggregate(List<String> expressions, List<String> by, List<String> read) implements Computation {
        /** Copies the lists. */
        public Aggregate {
            expressions = List.copyOf(expressions);
            by = List.copyOf(by);
            read = List.copyOf(read);
        }
    }

    /**
     * Near-duplicates by hashes, over the whole table.
     *
     * @param hash the column with the hashes
     * @param name the column whose value names a row
     * @param bits in how many bits hashes of duplicates differ at most
     */
    record Duplicates(String hash, String name, int bits) implements Computation {
        /** Checks that nothing is null. */
        public Duplicates {
            requireNonNull(hash, "hash");
            requireNonNull(name, "name");
        }
    }

    /** Returns the computation of a feature of which a table records all there is to know; empty for code. */
    static Optional<Computation> recorded(FeatureIdentity identity) {
        Map<String, String> parameters = identity.parameters();
        String expression = parameters.get(SqlFeature.EXPRESSION);
        if (identity.udf().equals(SqlFeature.UDF) && expression != null) {
            return Optional.of(new Sql(expression));
        }
        String source = parameters.get(JoinedFeature.SOURCE);
        if (identity.udf().equals(JoinedFeature.UDF) && source != null) {
            return Optional.of(new Joined(
                    source,
                    numbered(parameters, JoinedFeature.KEY),
                    numbered(parameters, JoinedFeature.SOURCE_KEY),
                    numbered(parameters, JoinedFeature.TAKE),
                    MissingKey.valueOf(parameters.getOrDefault(JoinedFeature.MISSING, MissingKey.NULL.name()))));
        }
        List<String> by = numbered(parameters, AggregateFeature.BY);
        if (identity.udf().equals(AggregateFeature.UDF) && !by.isEmpty()) {
            return Optional.of(new Aggregate(
                    numbered(parameters, AggregateFeature.EXPRESSION),
                    by,
                    identity.inputs().stream()
                            .filter(input -> !by.contains(input))
                            .toList()));
        }
        return identity.udf().equals(DuplicateFeature.UDF) ? duplicates(parameters) : Optional.empty();
    }

    private static Optional<Computation> duplicates(Map<String, String> parameters) {
        String hash = parameters.get(DuplicateFeature.HASH);
        String name = parameters.get(DuplicateFeature.NAME);
        String bits = parameters.get(DuplicateFeature.BITS);
        return hash == null || name == null || bits == null
                ? Optional.empty()
                : Optional.of(new Duplicates(hash, name, Integer.parseInt(bits)));
    }

    private static List<String> numbered(Map<String, String> parameters, String prefix) {
        List<String> values = new ArrayList<>();
        @Nullable String value = parameters.get(prefix + 0);
        while (value != null) {
            values.add(value);
            value = parameters.get(prefix + values.size());
        }
        return values;
    }
}
