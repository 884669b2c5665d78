// SPDX-License-Identifier: Apache-2.0
package dev.joust.encoder;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which model, or which part of one, turns things into vectors.
 *
 * @param name the kind of model, such as {@code clip}
 * @param dimension how many numbers a vector has
 * @param models the SHA-256, in hex, of each file that decides the vectors, by what it does, such as {@code image}
 */
public record EncoderIdentity(String name, int dimension, SortedMap<String, String> models) {
    private static final int SHOWN_HASH_DIGITS = 12;

    /** Checks and copies. */
    public EncoderIdentity {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name must not be empty");
        }
        if (dimension <= 0) {
            throw new IllegalArgumentException("dimension must be positive but was " + dimension);
        }
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        if (models.isEmpty()) {
            throw new IllegalArgumentException("models must name at least one file");
        }
    }

    /**
     * Whether a part of a model is one of this model: same name and dimension, and each of its files is one of these.
     */
    public boolean includes(EncoderIdentity part) {
        return name.equals(part.name)
                && dimension == part.dimension
                && models.entrySet().containsAll(part.models.entrySet());
    }

    /** The name and the beginnings of the hashes, for messages. */
    @Override
    public String toString() {
        return "'" + name + "' ("
                + models.entrySet().stream()
                        .map(model -> model.getKey() + " "
                                + model.getValue()
                                        .substring(
                                                0,
                                                Math.min(
                                                        SHOWN_HASH_DIGITS,
                                                        model.getValue().length())))
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
