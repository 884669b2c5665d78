// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.encoder.EncodedQuery;
import dev.joust.encoder.EncoderIdentity;
import dev.joust.encoder.QueryEncoder;
import dev.joust.error.InvalidRequestException;
import dev.joust.vision.ImageDecoder;
import dev.joust.vision.internal.onnx.Device;
import dev.joust.vision.internal.onnx.ModelFolder;

/**
 * Makes queries of images, for columns that the same model filled: {@code clip_embedding} or
 * {@code resnet18_embedding}.
 *
 * <p>Threads: safe for use by several threads, one at a time computes. Whoever opened it closes it.
 */
public final class ImageEncoder implements QueryEncoder, AutoCloseable {
    private final EncoderIdentity identity;
    private final ImageTower tower;
    private final VectorScale scale;
    private final ImageDecoder decoder = new ImageDecoder();

    private ImageEncoder(EncoderIdentity identity, ImageTower tower, VectorScale scale) {
        this.identity = identity;
        this.tower = tower;
        this.scale = scale;
    }

    /**
     * Opens the image encoder of CLIP; see {@link ClipImageEmbedding} for its files.
     *
     * @throws InvalidRequestException if there is no such model at the place
     */
    public static ImageEncoder clip(String place) {
        return open(place, TowerKind.CLIP, VectorScale.UNIT);
    }

    /**
     * Opens a plain backbone; see {@link ResnetEmbedding} for its files.
     *
     * @throws InvalidRequestException if there is no such model at the place
     */
    public static ImageEncoder resnet18(String place) {
        return open(place, TowerKind.BACKBONE, VectorScale.AS_IT_IS);
    }

    private static ImageEncoder open(String place, TowerKind kind, VectorScale scale) {
        TowerFiles files = TowerFiles.in(ModelFolder.at(place), kind);
        EncoderIdentity identity = new EncoderIdentity(kind.encoder(), kind.dimension(), files.hashes());
        return new ImageEncoder(identity, ImageTower.load(files, Device.allCores()), scale);
    }

    /** The hashes of the image encoder and of how it takes images. */
    @Override
    public EncoderIdentity identity() {
        return identity;
    }

    /** Refuses every text. */
    @Override
    public EncodedQuery text(String words) {
        throw new InvalidRequestException("Cannot encode a text: encoder " + identity
                + " takes images only; search with an image, or a column whose model takes text");
    }

    /**
     * Encodes an image.
     *
     * @throws dev.joust.vision.ImageException if it cannot be decoded
     */
    @Override
    public synchronized EncodedQuery image(byte[] image) {
        tower.add(decoder.image(image));
        float[] vector = tower.run()[0];
        try {
            return EncodedQuery.of("an image of " + image.length + " bytes", identity, scale.apply(vector));
        } catch (ArithmeticException e) {
            throw new InvalidRequestException("Cannot encode the image: " + e.getMessage() + "; use another image", e);
        }
    }

    @Override
    public synchronized void close() {
        tower.close();
    }
}
