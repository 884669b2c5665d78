// SPDX-License-Identifier: Apache-2.0
/** Decides what each frame shows and how it is labelled, from seed, clip and frame alone, before a pixel is drawn. */
@NullMarked
package dev.joust.driving.synth.internal.scene;

import org.jspecify.annotations.NullMarked;
