// SPDX-License-Identifier: Apache-2.0
/** Pins: the versions that something read, kept and proven by fingerprints of their content. */
@NullMarked
package dev.joust.pin;

import org.jspecify.annotations.NullMarked;
