// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import dev.joust.encoder.EncoderIdentity;
import dev.joust.feature.Feature;
import dev.joust.feature.FeatureInput;
import dev.joust.feature.LocatedModel;
import dev.joust.schema.Types;
import dev.joust.vision.ImageFeatures;
import dev.joust.vision.internal.onnx.ModelFolder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code resnet18_embedding}: what a ResNet-18, or any classifier of that shape, has for the image before its last
 * layer. Images that look alike lie near to each other.
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015.
 *
 * <p>The folder holds {@code model.onnx} with one input {@code float32 [batch, 3, height, width]} and one output
 * {@code float32 [batch, 512]}, and may hold {@code preprocessor_config.json}; without it images are prepared as
 * torchvision does. The vectors stay as the model gives them. An image that cannot be decoded fails its row; NULL stays
 * NULL.
 */
public final class ResnetEmbedding {
    /** The column: {@value}. */
    public static final String COLUMN = "resnet18_embedding";

    /** How many numbers a vector has: {@value}. */
    public static final int DIMENSION = 512;

    private ResnetEmbedding() {}

    /** The feature, whose parameter {@code model} has to be set to the folder of a model. */
    public static Feature feature() {
        return Feature.of(COLUMN, Types.vector(DIMENSION))
                .version(1)
                .modelAt(EmbeddingUdf.MODEL, ResnetEmbedding::locate)
                .gpuIfThere()
                .from(List.of(new FeatureInput(ImageFeatures.IMAGE_COLUMN, ImageFeatures.PIXELS)))
                .batch(EmbeddingUdf.class, () -> new EmbeddingUdf(TowerKind.BACKBONE, VectorScale.AS_IT_IS));
    }

    /**
     * The feature with a model.
     *
     * @param place a folder, or the name of a model that a jar brings
     * @throws dev.joust.error.InvalidRequestException if there is no such model there
     */
    public static Feature of(String place) {
        return feature().withParameters(Map.of(EmbeddingUdf.MODEL, place));
    }

    private static LocatedModel locate(String place) {
        TowerFiles files = TowerFiles.in(ModelFolder.at(place), TowerKind.BACKBONE);
        files.requireFit();
        return new LocatedModel(files.hashes(), Optional.of(encoder(files)));
    }

    static EncoderIdentity encoder(TowerFiles files) {
        return new EncoderIdentity(TowerKind.BACKBONE.encoder(), DIMENSION, files.hashes());
    }
}
