// SPDX-License-Identifier: Apache-2.0
package dev.joust.permutation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says which rows a permutation has, in which splits and in which order: first the filter, then the splits, then the
 * shuffle within each. Without any of them it has all rows in the order of the table.
 *
 * <p>Threads: belongs to one thread.
 */
public final class PermutationBuilder {
    private final PermutationEngine engine;
    private Optional<String> filter = Optional.empty();
    private OptionalLong version = OptionalLong.empty();
    private Splits splits = Splits.whole();
    private Optional<Shuffle> shuffle = Optional.empty();

    /** Begins a permutation of a table. */
    public PermutationBuilder(PermutationEngine engine) {
        this.engine = requireNonNull(engine, "engine");
    }

    /** Only rows for which this SQL expression is true; the last one counts. */
    public PermutationBuilder where(String sql) {
        filter = Optional.of(sql);
        return this;
    }

    /** The rows of this version instead of the newest. */
    public PermutationBuilder atVersion(long number) {
        version = OptionalLong.of(number);
        return this;
    }

    /** Divides the rows. */
    public PermutationBuilder split(Splits how) {
        splits = requireNonNull(how, "how");
        return this;
    }

    /** Mixes the rows of each split; the same seed gives the same order everywhere. */
    public PermutationBuilder shuffle(long seed) {
        return shuffle(seed, 1);
    }

    /** Mixes clumps of so many rows that follow each other, which stay together. */
    public PermutationBuilder shuffle(long seed, int clumpRows) {
        shuffle = Optional.of(new Shuffle(seed, clumpRows));
        return this;
    }

    /**
     * Finds the rows, which takes about 40 bytes of memory for each.
     *
     * @throws dev.joust.error.InvalidRequestException if the filter or a column does not fit, a split would have no
     *     rows, or there are not as many as were asked for
     * @throws dev.joust.error.NotFoundException if there is no such version
     */
    public Permutation build() {
        return engine.build(new PermutationDefinition(
                engine.table(), version.orElseGet(engine::newestVersion), filter, splits, shuffle));
    }
}
