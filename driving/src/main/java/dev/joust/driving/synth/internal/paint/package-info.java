// SPDX-License-Identifier: Apache-2.0
/** Paints a planned frame back to front: sky, backdrop, ground, figures in their light, rain and snow, the sensor. */
@NullMarked
package dev.joust.driving.synth.internal.paint;

import org.jspecify.annotations.NullMarked;
