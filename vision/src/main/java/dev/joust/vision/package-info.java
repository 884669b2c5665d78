// SPDX-License-Identifier: Apache-2.0
/** Image decoding and perceptual hashes as features. */
@NullMarked
package dev.joust.vision;

import org.jspecify.annotations.NullMarked;
