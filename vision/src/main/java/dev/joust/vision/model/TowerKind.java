// SPDX-License-Identifier: Apache-2.0
package dev.joust.vision.model;

import static java.util.Objects.requireNonNull;

import dev.joust.vision.internal.pixels.Preprocessing;
import java.util.List;

/**
 * What kinds of models make vectors of images.
 *
 * @param encoder the name that columns of its vectors give their encoder
 * @param column the column that it fills
 * @param dimension how many numbers a vector has
 * @param files what its file may be called
 * @param output what its output is called, where it has several
 * @param standard how it takes images, where no file says so
 */
record TowerKind(
        String encoder, String column, int dimension, List<String> files, String output, Preprocessing standard) {
    /** The image encoder of CLIP, with its projection. */
    static final TowerKind CLIP = new TowerKind(
            "clip",
            ClipImageEmbedding.COLUMN,
            ClipImageEmbedding.DIMENSION,
            List.of("vision_model.onnx"),
            "image_embeds",
            Preprocessing.CLIP);

    /** A classifier without its last layer. */
    static final TowerKind BACKBONE = new TowerKind(
            "resnet18",
            ResnetEmbedding.COLUMN,
            ResnetEmbedding.DIMENSION,
            List.of("model.onnx", "resnet18.onnx"),
            "embedding",
            Preprocessing.IMAGENET);

    TowerKind {
        requireNonNull(encoder, "encoder");
        requireNonNull(column, "column");
        files = List.copyOf(files);
        requireNonNull(output, "output");
        requireNonNull(standard, "standard");
    }
}
