// SPDX-License-Identifier: Apache-2.0
/**
 * Models on ONNX Runtime as features and as encoders of queries: CLIP for images and text, plain backbones, and
 * detectors.
 *
 * <p>A model lies in a folder that the user names, in the files that Hugging Face's Optimum and torchvision's exporter
 * make. Nothing is ever downloaded.
 */
@NullMarked
package dev.joust.vision.model;

import org.jspecify.annotations.NullMarked;
