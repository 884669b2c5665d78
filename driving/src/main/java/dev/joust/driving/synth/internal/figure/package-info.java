// SPDX-License-Identifier: Apache-2.0
/** What each thing looks like from where the camera stands, as flat polygons whose bounds are its box. */
@NullMarked
package dev.joust.driving.synth.internal.figure;

import org.jspecify.annotations.NullMarked;
