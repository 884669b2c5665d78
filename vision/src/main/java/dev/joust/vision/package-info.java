// SPDX-License-Identifier: Apache-2.0
/**
 * Image headers, bounded decoding and perceptual hashes: from the bytes of a JPEG or PNG to what features and loaders
 * need.
 */
@NullMarked
package dev.joust.vision;

import org.jspecify.annotations.NullMarked;
