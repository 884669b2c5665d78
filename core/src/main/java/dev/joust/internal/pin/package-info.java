// SPDX-License-Identifier: Apache-2.0
/**
 * Pins: which versions are kept, and where that is written.
 *
 * <p>A pin is one file, {@code <lake>/_joust/pins/<name>.json}, and one tag for each of its tables. The file appears
 * whole and last, under its name, so that there is a whole pin or none. Before the first tag another file notes what is
 * under way; it says what a process that died has left, which goes with the next pin, the next drop, or when the table
 * is optimized.
 */
@NullMarked
package dev.joust.internal.pin;

import org.jspecify.annotations.NullMarked;
