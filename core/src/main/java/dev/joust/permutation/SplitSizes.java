// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** The names of splits and how many rows each gets. Values: immutable. */
public sealed interface SplitSizes {
    /**
     * Shares of the rows, which add up to at most 1; what is left over belongs to no split.
     *
     * <p>A split gets {@code round(share * rows)}. Rows too many are taken from the splits in turns, beginning with the
     * first, and rows that are missing although the shares add up to 1 are given in turns, as LanceDB does it. So a
     * small table may leave a split with a small share without rows, which is an error.
     */
    record Shares(List<Share> shares) implements SplitSizes {
        private static final double ROUNDING = 1e-9;

        /** Checks that the shares add up. */
        public Shares {
            shares = List.copyOf(shares);
            double sum = shares.stream().mapToDouble(Share::share).sum();
            if (sum > 1 + ROUNDING) {
                throw new IllegalArgumentException("shares must add up to at most 1 but add up to " + sum);
            }
            requireDistinct(shares.stream().map(Share::name).toList());
        }

        /** The same with one more split. */
        public Shares share(String name, double share) {
            List<Share> more = new ArrayList<>(shares);
            more.add(new Share(name, share));
            return new Shares(more);
        }

        @Override
        public List<String> names() {
            return shares.stream().map(Share::name).toList();
        }

        @Override
        public List<Long> of(long rows) {
            long[] sizes = shares.stream()
                    .mapToLong(share -> Math.round(share.share() * rows))
                    .toArray();
            double wanted = shares.stream().mapToDouble(Share::share).sum() * rows;
            long total = Arrays.stream(sizes).sum();
            boolean isAll = Math.abs(rows - wanted) < 0.5;
            for (int next = 0; total > rows || (isAll && total < rows); next = (next + 1) % sizes.length) {
                int step = total > rows ? (sizes[next] > 0 ? -1 : 0) : 1;
                sizes[next] += step;
                total += step;
            }
            return Arrays.stream(sizes).boxed().toList();
        }
    }

    /** A name and its share of the rows, from above 0 to 1. */
    record Share(String name, double share) {
        /** Checks the share. */
        public Share {
            requireName(name);
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "the share of split '" + name + "' must be above 0 and at most 1" + " but was " + share);
            }
        }
    }

    /** Numbers of rows; rows that are left over belong to no split, and fewer than asked for are an error. */
    record Counts(List<Count> counts) implements SplitSizes {
        /** Checks the names. */
        public Counts {
            counts = List.copyOf(counts);
            requireDistinct(counts.stream().map(Count::name).toList());
        }

        /** The same with one more split. */
        public Counts rows(String name, long rows) {
            List<Count> more = new ArrayList<>(counts);
            more.add(new Count(name, rows));
            return new Counts(more);
        }

        @Override
        public List<String> names() {
            return counts.stream().map(Count::name).toList();
        }

        @Override
        public List<Long> of(long rows) {
            return counts.stream().map(Count::rows).toList();
        }
    }

    /** A name and its number of rows. */
    record Count(String name, long rows) {
        /** Checks the number. */
        public Count {
            requireName(name);
            if (rows <= 0) {
                throw new IllegalArgumentException(
                        "the number of rows of split '" + name + "' must be positive but was " + rows);
            }
        }
    }

    /** As many rows in each split, {@code floor(rows / splits)}; up to one row less than there are splits is left. */
    record Equal(List<String> names) implements SplitSizes {
        /** Checks the names. */
        public Equal {
            names = List.copyOf(names);
            requireDistinct(names);
        }

        @Override
        public List<Long> of(long rows) {
            return names.stream().map(name -> rows / names.size()).toList();
        }
    }

    /** Begins with a split that gets a share of the rows. */
    static Shares share(String name, double share) {
        return new Shares(List.of(new Share(name, share)));
    }

    /** Begins with a split that gets a number of rows. */
    static Counts rows(String name, long rows) {
        return new Counts(List.of(new Count(name, rows)));
    }

    /** Splits of equal size. */
    static Equal equal(String... names) {
        return new Equal(List.of(names));
    }

    /** The names of the splits, in their order. */
    List<String> names();

    /** How many rows each split gets of so many, which may be more than there are. */
    List<Long> of(long rows);

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a split must have a name");
        }
    }

    private static void requireDistinct(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one split");
        }
        names.forEach(SplitSizes::requireName);
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("the names of splits must differ but were " + names);
        }
    }
}
