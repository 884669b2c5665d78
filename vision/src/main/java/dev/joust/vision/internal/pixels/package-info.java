// SPDX-License-Identifier: Apache-2.0
/** From decoded images to the tensors that models read. */
@NullMarked
package dev.joust.vision.internal.pixels;

import org.jspecify.annotations.NullMarked;
