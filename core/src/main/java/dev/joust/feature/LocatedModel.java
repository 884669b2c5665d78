// SPDX-License-Identifier: Apache-2.0
package dev.joust.feature;

import static java.util.Objects.requireNonNull;

import dev.joust.encoder.EncoderIdentity;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that was found.
 *
 * @param hashes the SHA-256, in hex, of each file that decides the values, by what it does
 * @param encoder where the values are vectors that queries can be compared with, the model that makes both
 */
public record LocatedModel(SortedMap<String, String> hashes, Optional<EncoderIdentity> encoder) {
    /** Copies. */
    public LocatedModel {
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
        requireNonNull(encoder, "encoder");
    }
}
