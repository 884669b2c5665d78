// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** How the rows of a permutation are divided into splits. Values: immutable. */
public sealed interface Splits {
    /** The name of the only split of {@link Whole}: {@value}. */
    String ALL = "all";

    /** All rows in one split, {@value #ALL}. */
    record Whole() implements Splits {}

    /**
     * Rows drawn at random: they are shuffled, the first go to the first split and so on. In a split they have the
     * order of the table again, unless the permutation is shuffled.
     *
     * @param seed the same seed draws the same rows
     * @param clumpRows so many rows that follow each other stay together
     */
    record Random(SplitSizes sizes, long seed, int clumpRows) implements Splits {
        /** Checks the clump. */
        public Random {
            requireNonNull(sizes, "sizes");
            Shuffle.requireClump(clumpRows);
        }

        /** The same with so many rows that stay together, such as the frames of a short clip. */
        public Random clump(int rows) {
            return new Random(sizes, seed, rows);
        }
    }

    /** The first rows of the table go to the first split and so on. */
    record Sequential(SplitSizes sizes) implements Splits {
        /** Checks. */
        public Sequential {
            requireNonNull(sizes, "sizes");
        }
    }

    /**
     * Rows divided by the hash of some columns: rows with equal values are in one split, and a row stays in its split
     * when others come and go. Sizes are what weights make them in the mean.
     *
     * <p>The hash of a row is the first eight bytes, as an unsigned little-endian number, of the SHA-256 over its cells
     * in the order of the columns, each in the bytes that it has in a fingerprint (see docs/reproducibility.md). Its
     * remainder by the sum of all weights falls into a split, or into what is discarded, which comes last.
     *
     * @param columns whose values are hashed
     * @param weights a whole number for each split
     * @param discarded the weight of the rows that are in no split
     */
    record ByHash(List<String> columns, List<Weight> weights, long discarded) implements Splits {
        /** Checks. */
        public ByHash {
            columns = List.copyOf(columns);
            weights = List.copyOf(weights);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("a split by hash needs at least one column");
            }
            if (discarded < 0) {
                throw new IllegalArgumentException("discarded must not be negative but was " + discarded);
            }
            if (new HashSet<>(weights.stream().map(Weight::name).toList()).size() < weights.size()) {
                throw new IllegalArgumentException("the names of splits must differ but were "
                        + weights.stream().map(Weight::name).toList());
            }
        }

        /** The same with one more split. */
        public ByHash weight(String name, long weight) {
            List<Weight> more = new ArrayList<>(weights);
            more.add(new Weight(name, weight));
            return new ByHash(columns, more, discarded);
        }

        /** The same with this weight of the rows in no split. */
        public ByHash discard(long weight) {
            return new ByHash(columns, weights, weight);
        }
    }

    /** A name and its weight. */
    record Weight(String name, long weight) {
        /** Checks the weight. */
        public Weight {
            if (name.isBlank() || weight <= 0) {
                throw new IllegalArgumentException(
                        "a split must have a name and a positive weight but was '" + name + "' with " + weight);
            }
        }
    }

    /**
     * SQL says the split of each row: its number from 0, or its name as text; rows with NULL are in none.
     *
     * @param sql an expression over the columns
     * @param names of the splits by their numbers; of an expression that gives text these are the names that count, and
     *     if there are none, all that it gives, in alphabetical order
     */
    record BySql(String sql, List<String> names) implements Splits {
        /** Copies. */
        public BySql {
            requireNonNull(sql, "sql");
            names = List.copyOf(names);
        }
    }

    /** One split with all rows. */
    static Whole whole() {
        return new Whole();
    }

    /** Rows drawn at random. */
    static Random random(long seed, SplitSizes sizes) {
        return new Random(sizes, seed, 1);
    }

    /** Rows in the order of the table. */
    static Sequential sequential(SplitSizes sizes) {
        return new Sequential(sizes);
    }

    /** Begins a division by the hash of columns; each split is added with its weight. */
    static ByHash byHash(String... columns) {
        return new ByHash(List.of(columns), List.of(), 0);
    }

    /** A division by SQL. */
    static BySql bySql(String sql, String... names) {
        return new BySql(sql, List.of(names));
    }
}
