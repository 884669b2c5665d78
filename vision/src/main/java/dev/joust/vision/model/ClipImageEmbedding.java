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
import java.util.SortedMap;

/**
 * {@code clip_embedding}: the vector that the image encoder of CLIP, or any model of that shape, gives for the image,
 * of length 1. Text and images that mean the same lie near to each other by cosine distance.
 *
 * <p>Source: Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", 2021.
 *
 * <p>The folder holds {@code vision_model.onnx} with one input {@code float32 [batch, 3, height, width]} and the output
 * {@code image_embeds float32 [batch, 512]}, and may hold {@code preprocessor_config.json}; without it images are
 * prepared as OpenAI's CLIP does. {@link ClipTextEncoder} reads the files of the text encoder beside it.
 *
 * <p>The column names its encoder: the hashes of all these files. An image that cannot be decoded fails its row; NULL
 * stays NULL.
 */
public final class ClipImageEmbedding {
    /** The column: {@value}. */
    public static final String COLUMN = "clip_embedding";

    /** How many numbers a vector has: {@value}. */
    public static final int DIMENSION = 512;

    private ClipImageEmbedding() {}

    /** The feature, whose parameter {@code model} has to be set to the folder of a model. */
    public static Feature feature() {
        return Feature.of(COLUMN, Types.vector(DIMENSION))
                .version(1)
                .modelAt(EmbeddingUdf.MODEL, ClipImageEmbedding::locate)
                .gpuIfThere()
                .from(List.of(new FeatureInput(ImageFeatures.IMAGE_COLUMN, ImageFeatures.PIXELS)))
                .batch(EmbeddingUdf.class, () -> new EmbeddingUdf(TowerKind.CLIP, VectorScale.UNIT));
    }

    /**
     * The feature with a model.
     *
     * @param place a folder, or the name of a model that a jar brings
     * @throws dev.joust.error.InvalidRequestException if there is no such model there, or it has a text encoder that
     *     cannot be used, such as one without a tokenizer
     */
    public static Feature of(String place) {
        return feature().withParameters(Map.of(EmbeddingUdf.MODEL, place));
    }

    private static LocatedModel locate(String place) {
        ModelFolder folder = ModelFolder.at(place);
        TowerFiles files = TowerFiles.in(folder, TowerKind.CLIP);
        files.requireFit();
        TextFiles.requireFit(folder);
        return new LocatedModel(files.hashes(), Optional.of(encoder(folder, files)));
    }

    /** The whole model: what makes vectors of images, and of text where it can. */
    static EncoderIdentity encoder(ModelFolder folder, TowerFiles files) {
        SortedMap<String, String> models = files.hashes();
        TextFiles.find(folder).ifPresent(text -> models.putAll(text.hashes()));
        return new EncoderIdentity(TowerKind.CLIP.encoder(), DIMENSION, models);
    }
}
