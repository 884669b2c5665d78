// SPDX-License-Identifier: Apache-2.0
/**
 * Draws driving footage that looks like a dashcam saw it, and labels it, in the layout of BDD100K; below
 * {@code internal}, a frame goes from {@code world} and {@code figure} through {@code scene} and {@code paint} to
 * {@code files}.
 */
@NullMarked
package dev.joust.driving.synth;

import org.jspecify.annotations.NullMarked;
