// SPDX-License-Identifier: Apache-2.0
package dev.joust.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.joust.permutation.PermutationDefinition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The order in which a training read its rows.
 *
 * <p>Without a permutation these are all rows of the views, in the order of the views and in each as they are stored,
 * mixed as one by {@link dev.joust.loader.RowOrder} where there is a shuffle. With one they are the rows of its split,
 * in the order of the permutation, or mixed anew where there is a shuffle.
 *
 * @param permutation what was read instead of whole views
 * @param shuffle the seed that mixes the rows in each epoch
 * @param hash the fingerprint of epoch 0, before sharding; see {@link dev.joust.loader.RowOrder#hash}
 */
public record TrainingOrder(Optional<Part> permutation, OptionalLong shuffle, String hash) {
    /** Checks that all is there. */
    public TrainingOrder {
        requireNonNull(permutation, "permutation");
        requireNonNull(shuffle, "shuffle");
        requireNonNull(hash, "hash");
    }

    /**
     * A permutation, or one of its splits. It can be made again from its definition, also when it was dropped.
     *
     * @param name what it was called
     * @param definition what makes it
     * @param split which of its splits; empty means all, one after the other
     */
    public record Part(String name, PermutationDefinition definition, Optional<String> split) {
        /** Checks that all is there. */
        public Part {
            requireNonNull(name, "name");
            requireNonNull(definition, "definition");
            requireNonNull(split, "split");
        }
    }
}
