// SPDX-License-Identifier: Apache-2.0
/**
 * The street that frames show: its weather and light, its road, what stands and moves on it, and the camera that looks
 * on.
 */
@NullMarked
package dev.joust.driving.synth.internal.world;

import org.jspecify.annotations.NullMarked;
