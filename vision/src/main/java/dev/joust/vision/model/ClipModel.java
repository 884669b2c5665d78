// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.encoder.EncodedQuery;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.encoder.QueryEncoder;
import dev.joust.vision.internal.onnx.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * Both encoders of a CLIP model, each loaded when it is first asked.
 *
 * <p>Threads: safe for use by several threads, one at a time computes. Whoever opened it closes it.
 */
public final class ClipModel implements QueryEncoder, AutoCloseable {
    private final String place;
    private final EncoderIdentity identity;
    private @Nullable ClipTextEncoder text;
    private @Nullable ImageEncoder images;
    private boolean isClosed;

    private ClipModel(String place, EncoderIdentity identity) {
        this.place = place;
        this.identity = identity;
    }

    /**
     * Opens a model; see {@link ClipImageEmbedding} and {@link ClipTextEncoder} for its files.
     *
     * @param place a folder, or the name of a model that a jar brings
     * @throws dev.joust.error.InvalidRequestException if there is no such model at the place
     */
    public static ClipModel open(String place) {
        ModelFolder folder = ModelFolder.at(place);
        return new ClipModel(place, ClipImageEmbedding.encoder(folder, TowerFiles.in(folder, TowerKind.CLIP)));
    }

    /** The hashes of all its files. */
    @Override
    public EncoderIdentity identity() {
        return identity;
    }

    /**
     * Encodes a text.
     *
     * @throws dev.joust.error.InvalidRequestException if it is empty, or the model lacks its text encoder or tokenizer
     */
    @Override
    public synchronized EncodedQuery text(String words) {
        return textEncoder().text(words);
    }

    @Override
    public synchronized EncodedQuery image(byte[] image) {
        return imageEncoder().image(image);
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("The model at '" + place + "' is closed; open it again");
        }
    }

    private ClipTextEncoder textEncoder() {
        requireOpen();
        if (text == null) {
            text = ClipTextEncoder.open(place);
        }
        return text;
    }

    private ImageEncoder imageEncoder() {
        requireOpen();
        if (images == null) {
            images = ImageEncoder.clip(place);
        }
        return images;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (text != null) {
            text.close();
            text = null;
        }
        if (images != null) {
            images.close();
            images = null;
        }
    }
}
