// SPDX-License-Identifier: Apache-2.0
/** Puts frames and labels into the folders and files of BDD100K. */
@NullMarked
package dev.joust.driving.synth.internal.files;

import org.jspecify.annotations.NullMarked;
