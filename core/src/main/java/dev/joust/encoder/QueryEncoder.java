// SPDX-License-Identifier: Apache-2.0
package dev.joust.encoder;

/**
 * Makes queries for columns of vectors that a model filled.
 *
 * <p>Threads: safe for use by several threads.
 */
public interface QueryEncoder {
    /** The whole model, as a column that it filled names it. */
    EncoderIdentity identity();

    /**
     * Encodes a text.
     *
     * @throws dev.joust.error.InvalidRequestException if the text is empty, or the model takes no text
     */
    EncodedQuery text(String words);

    /**
     * Encodes an image.
     *
     * @param image the bytes of a file
     * @throws dev.joust.error.JoustException if it cannot be read, or the model takes no images
     */
    EncodedQuery image(byte[] image);
}
