// SPDX-License-Identifier: Apache-2.0
/** Models that were trained, and the data that they were trained on. */
@NullMarked
package dev.joust.checkpoint;

import org.jspecify.annotations.NullMarked;
