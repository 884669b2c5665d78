// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.encoder.EncoderIdentity;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The models of a feature that lie where a parameter says.
 *
 * @param sources what finds them, by parameter
 * @param encoder what the last one that was found says about its vectors
 */
record FeatureModels(SortedMap<String, ModelSource> sources, Optional<EncoderIdentity> encoder) {
    static final FeatureModels NONE = new FeatureModels(new TreeMap<>(), Optional.empty());

    FeatureModels {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        requireNonNull(encoder, "encoder");
    }

    /** The hashes under names that no other model of the feature has. */
    SortedMap<String, String> named(String parameter, SortedMap<String, String> hashes) {
        if (sources.size() == 1) {
            return hashes;
        }
        TreeMap<String, String> named = new TreeMap<>();
        hashes.forEach((file, hash) -> named.put(parameter + "/" + file, hash));
        return named;
    }

    FeatureModels withEncoder(Optional<EncoderIdentity> found) {
        return new FeatureModels(sources, found.or(this::encoder));
    }
}
