// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli.permutation;

import dev.joust.permutation.SplitSizes;
import dev.joust.permutation.Splits;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how rows are divided. */
final class SplitOptions {
    /** Shares become whole weights of a hash. */
    private static final long WEIGHT_OF_ALL = 1_000_000;

    private static final BigDecimal ROUNDED_ONE = new BigDecimal("1.000000001");

    @Option(
            names = "--split",
            paramLabel = "NAME=SIZE,...",
            description =
                    "The splits: shares such as train=0.9,val=0.1, or numbers of rows such as train=9000,val=1000."
                            + " Default: one split, 'all'.")
    private @Nullable String sizes;

    @Option(
            names = "--hash-by",
            paramLabel = "C,...",
            description =
                    "Divide by the hash of these columns: equal values stay together, and rows in their split when"
                            + " others come. Default: draw rows at random.")
    private @Nullable String hashed;

    @Option(names = "--sequential", description = "The first rows of the table go to the first split, and so on.")
    private boolean isSequential;

    Splits splits(long seed, int clumpRows) {
        if (sizes == null) {
            if (hashed != null || isSequential) {
                throw wrong("--hash-by and --sequential say how rows are divided; give the splits with --split");
            }
            return Splits.whole();
        }
        Map<String, BigDecimal> numbers = numbers(sizes);
        boolean isShares = numbers.values().stream().anyMatch(number -> number.compareTo(BigDecimal.ONE) < 0)
                || numbers.values().stream().allMatch(number -> number.compareTo(BigDecimal.ONE) == 0);
        if (hashed != null) {
            if (isSequential) {
                throw wrong("--hash-by and --sequential are two ways to divide rows; leave one out");
            }
            return byHash(List.of(hashed.split("\\s*,\\s*")), numbers, isShares);
        }
        SplitSizes parts = isShares ? shares(numbers) : counts(numbers);
        return isSequential
                ? Splits.sequential(parts)
                : Splits.random(seed, parts).clump(clumpRows);
    }

    private static Map<String, BigDecimal> numbers(String text) {
        Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String[] sides = part.strip().split("=", 2);
            try {
                if (sides.length < 2 || numbers.put(sides[0].strip(), new BigDecimal(sides[1].strip())) != null) {
                    throw wrong("'" + part + "' in --split is not a new name and its size, such as train=0.9");
                }
            } catch (NumberFormatException e) {
                throw wrong("'" + part + "' in --split has no number, such as train=0.9");
            }
        }
        return numbers;
    }

    private static SplitSizes shares(Map<String, BigDecimal> numbers) {
        BigDecimal sum = numbers.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(ROUNDED_ONE) > 0) {
            throw wrong("the shares in --split add up to " + sum.toPlainString()
                    + "; give some that add up to at most 1," + " or whole numbers of rows");
        }
        return valid(() -> new SplitSizes.Shares(numbers.entrySet().stream()
                .map(one -> new SplitSizes.Share(one.getKey(), one.getValue().doubleValue()))
                .toList()));
    }

    private static SplitSizes counts(Map<String, BigDecimal> numbers) {
        Map<String, Long> rows = new LinkedHashMap<>();
        numbers.forEach((name, number) -> rows.put(name, whole(name, number)));
        return valid(() -> new SplitSizes.Counts(rows.entrySet().stream()
                .map(one -> new SplitSizes.Count(one.getKey(), one.getValue()))
                .toList()));
    }

    /** What the library refuses is an option here. */
    private static <T> T valid(Supplier<T> parts) {
        try {
            return parts.get();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage() + "; change --split");
        }
    }

    private static Splits byHash(List<String> columns, Map<String, BigDecimal> numbers, boolean isShares) {
        if (isShares) {
            shares(numbers);
        } else {
            counts(numbers);
        }
        Splits.ByHash weighed = Splits.byHash(columns.toArray(String[]::new));
        for (Map.Entry<String, BigDecimal> one : numbers.entrySet()) {
            weighed = weighed.weight(
                    one.getKey(),
                    isShares
                            ? Math.round(one.getValue().doubleValue() * WEIGHT_OF_ALL)
                            : whole(one.getKey(), one.getValue()));
        }
        long shared =
                weighed.weights().stream().mapToLong(Splits.Weight::weight).sum();
        return isShares ? weighed.discard(Math.max(0, WEIGHT_OF_ALL - shared)) : weighed;
    }

    private static long whole(String name, BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw wrong("the size " + number + " of split '" + name + "' is no whole number of rows, and others are no"
                    + " shares; give shares that add up to at most 1, or whole numbers");
        }
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("Cannot divide the rows: " + why);
    }
}
