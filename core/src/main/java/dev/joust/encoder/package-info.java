// SPDX-License-Identifier: Apache-2.0
/**
 * Which model made a column of vectors, and queries that another part of the same model made: text or an image, encoded
 * into the same space.
 */
@NullMarked
package dev.joust.encoder;

import org.jspecify.annotations.NullMarked;
