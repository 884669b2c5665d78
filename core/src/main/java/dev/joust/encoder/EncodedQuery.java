// SPDX-License-Identifier: Apache-2.0
package dev.joust.encoder;

import static java.util.Objects.requireNonNull;

/**
 * What is looked for, as a vector, and which part of which model made it.
 *
 * <p>Immutable.
 */
public final class EncodedQuery {
    private final String words;
    private final EncoderIdentity encoder;
    private final float[] vector;

    private EncodedQuery(String words, EncoderIdentity encoder, float[] vector) {
        this.words = words;
        this.encoder = encoder;
        this.vector = vector;
    }

    /**
     * A query.
     *
     * @param words what it was made from, for people: the text, or such as {@code an image of 20 kB}
     * @param encoder the part of the model that made it
     * @param vector as many numbers as the encoder's dimension; copied
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static EncodedQuery of(String words, EncoderIdentity encoder, float[] vector) {
        requireNonNull(words, "words");
        if (vector.length != encoder.dimension()) {
            throw new IllegalArgumentException(
                    "vector must have " + encoder.dimension() + " numbers but has " + vector.length);
        }
        return new EncodedQuery(words, encoder, vector.clone());
    }

    /** What it was made from, for people. */
    public String words() {
        return words;
    }

    /** The part of the model that made it. */
    public EncoderIdentity encoder() {
        return encoder;
    }

    /** The vector; a copy. */
    public float[] vector() {
        return vector.clone();
    }
}
